"""Usul layanan: what citizens suggest for the service, and what the office says to it."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox
from core.bans.queries import current
from core.db import changed
from core.errors import Refused
from core.improvements import rules
from core.improvements.models import Improvement, Suggestion
from core.masking import for_others
from core.outbox import Button
from core.people.models import Person
from core.people.queries import display_name
from core.people.rules import PROFILE
from core.secrets import keys_of
from core.tickets.staffing import coordinators


async def suggest(session: AsyncSession, person: Person, text: str, *, now: datetime) -> Suggestion:
    """Keep it; the coordinators hear once that something waits, not of every single one."""
    ban = await current(session, person) if person.banned_at else None
    if ban is not None:
        raise Refused("improvement.refused.banned", reason=ban.reason)
    said = rules.words(text, rules.LONGEST_SUGGESTION)
    known = keys_of(session).open_json(person.profile)
    names = [display_name(session, person), *(str(known.get(part) or "") for part in PROFILE)]
    row = Suggestion(
        person=person,
        text=for_others(said, *names),
        words=keys_of(session).seal(said.encode()),
        at=now,
        state="new",
    )
    session.add(row)
    await session.flush()
    waiting = select(func.count(Suggestion.id)).where(Suggestion.state == "new")
    if (await session.scalars(waiting)).one() == 1:
        await _tell_coordinators(session, now)
    return row


async def thank(
    session: AsyncSession, row: Suggestion, reply: str, *, by: str, now: datetime
) -> None:
    """Answer it with thanks; it is noted and nothing else follows."""
    _decide(session, row, "thanked", rules.words(reply), by, now)
    await session.flush()


async def decline(
    session: AsyncSession, row: Suggestion, reason: str, *, by: str, now: datetime
) -> None:
    _decide(session, row, "declined", rules.words(reason), by, now)
    await session.flush()


async def take(
    session: AsyncSession, row: Suggestion, improvement: Improvement, *, by: str, now: datetime
) -> None:
    """It becomes, or joins, an improvement."""
    row.improvement_id = improvement.id
    _decide(session, row, "taken", improvement.title, by, now)
    await session.flush()


async def forget(session: AsyncSession, person: Person) -> None:
    """Cut somebody from what they suggested; the masked words stay with the office."""
    mine = update(Suggestion).where(Suggestion.person_id == person.id)
    await changed(session, mine.values(person_id=None, words=None))


def _decide(
    session: AsyncSession, row: Suggestion, state: str, reply: str, by: str, now: datetime
) -> None:
    if row.state != "new":
        raise Refused("improvement.refused.decided")
    row.state, row.reply, row.decided_at = state, reply, now
    audit.record(session, by, f"suggestion.{state}", row, now=now)
    if row.person is not None and row.person.erased_at is None:
        key, said = f"improvement.suggested.{state}", row.text
        outbox.tell(session, row.person, key, now=now, kind="notice", said=said, reply=reply)


async def _tell_coordinators(session: AsyncSession, now: datetime) -> None:
    for staff in await coordinators(session):
        if staff.person is not None:
            rows, key = [[Button("suggestion.check")]], "improvement.staff.suggested"
            outbox.tell(session, staff.person, key, now=now, kind="notice", buttons=rows)
