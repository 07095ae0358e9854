"""The register of breaches: recording one, whom it concerns, telling them and the agency."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox, timers
from core.breaches.models import Breach, BreachPerson
from core.breaches.queries import concerned, known_people
from core.db import insert
from core.errors import Refused
from core.privacy import clocks
from core.privacy.queries import rule
from core.tickets.models import Ticket
from core.tickets.rules import read_code

REMIND = "breach.remind"
ESCALATE = "breach.escalate"
LONGEST = 2000
MOST_SHOWN = 10


async def record(
    session: AsyncSession,
    *,
    happened_at: datetime,
    found_at: datetime,
    what: str,
    data: str,
    handling: str,
    by: str,
    now: datetime,
) -> Breach:
    """A breach with its clock, which runs from when it was found."""
    if not happened_at <= found_at <= now:
        raise Refused("breaches.refused.times")
    row = Breach(
        happened_at=happened_at,
        found_at=found_at,
        due_at=clocks.due(await rule(session, "breach"), found_at),
        what=_words(what),
        data=_words(data),
        handling=_words(handling),
        recorded_by=by,
        authority_letter="",
    )
    session.add(row)
    await session.flush()
    audit.record(session, by, "breach.record", row, now=now)
    times = {REMIND: clocks.reminder(found_at, row.due_at), ESCALATE: row.due_at}
    for kind, at in times.items():
        await timers.start(session, f"{kind}:{row.id}", kind, at, now=now, breach=row.id)
    return row


async def add_cases(
    session: AsyncSession, row: Breach, codes: str, *, by: str, now: datetime
) -> int:
    """The reporters of these cases, numbers apart by spaces or lines, are affected too.

    An anonymous one cannot be named by its number: the list would say who reported it.
    """
    wanted = {code: read_code(code) for code in codes.replace(",", " ").split()}
    found = dict(
        (
            await session.execute(
                select(Ticket.code, Ticket.reporter_id).where(Ticket.code.in_(wanted.values()))
            )
        ).all()
    )
    unknown = [typed for typed, code in wanted.items() if code not in found]
    if unknown or not wanted:
        raise Refused("breaches.refused.codes", codes=", ".join(unknown[:MOST_SHOWN]) or "–")
    hidden = [typed for typed, code in wanted.items() if code and found[code] is None]
    if hidden:
        raise Refused("breaches.refused.anonymous", codes=", ".join(hidden[:MOST_SHOWN]))
    people = {one for one in found.values() if one is not None}
    return await _add(session, row, sorted(people), by, now)


async def add_everybody(session: AsyncSession, row: Breach, *, by: str, now: datetime) -> int:
    """Everybody the office holds data of."""
    return await _add(session, row, await known_people(session), by, now)


async def tell(session: AsyncSession, row: Breach, *, by: str, now: datetime) -> int:
    """Queue the notice to everybody affected who was not told yet; how many there were."""
    people = await concerned(session, row, untold=True)
    if not people:
        raise Refused("breaches.refused.nobody")
    for link, person in people:
        outbox.tell(
            session, person, "breaches.notice", now=now, kind="notice", **facts(session, row)
        )
        link.told_at = now
    row.told_at = now
    audit.record(session, by, "breach.tell", row, now=now, people=len(people))
    await session.flush()
    return len(people)


async def told_authority(
    session: AsyncSession, row: Breach, letter: str, *, by: str, now: datetime
) -> None:
    """The agency has been written to, by a letter of this number."""
    number = " ".join(letter.split())
    if not number or len(number) > LONGEST:
        raise Refused("breaches.refused.letter")
    row.authority_at, row.authority_letter = now, number
    audit.record(session, by, "breach.authority", row, now=now, letter=number)
    await session.flush()


def facts(session: AsyncSession, row: Breach) -> dict[str, Any]:
    """What both notices say (pasal 46): what was disclosed, when and how, and what was done."""
    return {
        "office": session.info["service"].office,
        "happened": row.happened_at,
        "found": row.found_at,
        "what": row.what,
        "data": row.data,
        "handling": row.handling,
    }


async def _add(
    session: AsyncSession, row: Breach, people: Sequence[int], by: str, now: datetime
) -> int:
    rows = [{"breach_id": row.id, "person_id": one} for one in people]
    if rows:
        await session.execute(insert(session, BreachPerson).on_conflict_do_nothing(), rows)
    audit.record(session, by, "breach.affected", row, now=now, people=len(rows))
    await session.flush()
    return len(rows)


def _words(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Refused("breaches.refused.words", most=LONGEST)
    return said
