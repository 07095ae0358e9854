"""Keeping somebody from opening new cases, their objection, and lifting it; all of it audited.

A ban never touches an emergency, an answer to an officer, or a case that is there already: that is
decided where messages come in.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox
from core.bans.models import Ban
from core.bans.queries import current, works_here
from core.errors import Refused
from core.outbox import Button
from core.people.models import Person
from core.privacy.clocks import tell
from core.privacy.queries import coordinators
from core.secrets import keys_of

LONGEST_REASON = 1000


async def ban(session: AsyncSession, person: Person, reason: str, *, by: str, now: datetime) -> Ban:
    """From now on no new case of theirs; they are told the reason and how to object."""
    said = _reason(reason)
    if person.erased_at is not None:
        raise Refused("bans.refused.gone")
    if await works_here(session, person):
        raise Refused("bans.refused.staff")
    if await current(session, person) is not None:
        raise Refused("bans.refused.already")
    row = Ban(person=person, reason=said, banned_by=by, banned_at=now)
    person.banned_at = now
    session.add(row)
    await session.flush()
    audit.record(session, by, "ban.add", row, now=now)
    buttons = [[Button("ban.object", row.id)]]
    outbox.tell(session, person, "bans.told", now=now, kind="notice", buttons=buttons, reason=said)
    return row


async def appeal(session: AsyncSession, row: Ban, words: str, *, now: datetime) -> None:
    """What the person has against it, for the admins; the coordinators hear that it is there."""
    if row.lifted_at is not None:
        raise Refused("bans.refused.lifted")
    said = keys_of(session).open(row.appeal).decode() if row.appeal else ""
    row.appeal = keys_of(session).seal(f"{said}\n{words}".lstrip().encode())
    first, row.appealed_at = row.appealed_at is None, now
    audit.record(session, f"person:{row.person_id}", "ban.appeal", row, now=now)
    if first:
        tell(session, await coordinators(session), "bans.staff.appeal", now=now)
    await session.flush()


async def lift(session: AsyncSession, row: Ban, *, by: str, now: datetime) -> None:
    """The person may report again, and is told."""
    if row.lifted_at is not None:
        raise Refused("bans.refused.lifted")
    row.lifted_at, row.lifted_by, row.person.banned_at = now, by, None
    audit.record(session, by, "ban.lift", row, now=now)
    outbox.tell(session, row.person, "bans.lifted", now=now, kind="notice")
    await session.flush()


def words_of(session: AsyncSession, row: Ban) -> str:
    """The objection, empty when there is none."""
    return keys_of(session).open(row.appeal).decode() if row.appeal else ""


def _reason(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Refused("bans.refused.reason", most=LONGEST_REASON)
    return said
