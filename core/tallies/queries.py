"""Reading the tallies: exact at every moment, whatever the job that keeps them has done so far.

Whoever changes a ticket leaves an event, and ids of events grow with time. So the events since the
tallies were kept tell which days they are wrong about, and those are read from the tickets.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import CHANCE_BITS
from core.marks import Mark
from core.tallies.models import Tally
from core.tallies.rules import Counts, Known, Span, day_of, midnight, packed, split
from core.tickets.access import Sight
from core.tickets.models import SOLVED, Event, Ticket

# The words under which the state of the tallies is remembered.
FIRST, UNTIL, SEEN = "tallies.first", "tallies.until", "tallies.seen"
# Clocks of several processes differ, and a transaction may end later than its events say.
MARGIN = timedelta(minutes=1)
NUMBERS = ("received", "unsolved", "objected_again", "rated", "stars")
KEYS = (Ticket.unit_id, Ticket.confidential, Ticket.guarded)


async def of_period(
    session: AsyncSession, sight: Sight, *, since: datetime, now: datetime
) -> dict[int, Counts]:
    """What was opened since then, as it stands now, by the id of the unit."""
    known = await state(session, now=now)
    changed = await changed_days(session, known, since)
    found: dict[int, Counts] = {}
    days, spans = split(since, now, known, changed)
    for row in await _kept(session, sight, days, changed):
        found.setdefault(row.unit_id, Counts()).add(_sums_of(row))
    for row in await live(session, spans, sight):
        found.setdefault(row.unit_id, Counts()).add(counts_of(row))
    return found


async def state(session: AsyncSession, *, now: datetime) -> Known:
    """Which days are counted; none where that never happened."""
    rows = await session.execute(
        select(Mark.name, Mark.at).where(Mark.name.in_((FIRST, UNTIL, SEEN)))
    )
    marks = dict(rows.all())
    if len(marks) < 3:
        return Known(day_of(now), day_of(now), now)
    return Known(day_of(marks[FIRST]), day_of(marks[UNTIL]), marks[SEEN])


async def changed_days(session: AsyncSession, known: Known, since: datetime) -> set[date]:
    """The counted days of which a ticket has changed."""
    if known.first == known.until:
        return set()
    start = max(since, midnight(known.first))
    touched = select(Event.ticket_id).where(Event.id > _first_id(known.seen - MARGIN))
    opened = select(Ticket.opened_at).where(
        Ticket.id.in_(touched), Ticket.opened_at >= start, Ticket.opened_at < midnight(known.until)
    )
    return {day_of(at) for at in await session.scalars(opened)}


async def live(
    session: AsyncSession, spans: Sequence[Span], sight: Sight | None = None
) -> Sequence[Row[Any]]:
    """The tickets opened in each span, counted by unit and by who may see them."""
    if not spans:
        return []
    dialect = session.get_bind().dialect.name
    parts = [_counted(span, sight, dialect) for span in spans]
    return (await session.execute(union_all(*parts) if len(parts) > 1 else parts[0])).all()


def counts_of(row: Row[Any]) -> Counts:
    """A row of `live`."""
    return Counts(
        row.received,
        int(row.unsolved),
        int(row.objected_again),
        row.rated,
        int(row.stars or 0),
        [_seconds(row.responses)],
        [_seconds(row.solutions)],
    )


def _counted(span: Span, sight: Sight | None, dialect: str) -> Select[Any]:
    within = [Ticket.opened_at >= span.start]
    if span.end is not None:
        within.append(Ticket.opened_at < span.end)
    return (
        select(
            *KEYS,
            func.min(Ticket.opened_at).label("earliest"),
            func.count().label("received"),
            _number(Ticket.outcome.not_in(SOLVED)).label("unsolved"),
            _number(Ticket.reopened > 1).label("objected_again"),
            func.count(Ticket.rating).label("rated"),
            func.sum(Ticket.rating).label("stars"),
            _gathered(Ticket.response_seconds, dialect).label("responses"),
            _gathered(Ticket.resolve_seconds, dialect).label("solutions"),
        )
        .where(*within, *(sight.conditions() if sight else ()))
        .group_by(*KEYS)
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _gathered(column: Any, dialect: str) -> ColumnElement[Any]:
    """All values of a column as JSON, which each database calls by another name."""
    gather = func.json_group_array if dialect == "sqlite" else func.json_agg
    return gather(column).filter(column.is_not(None))


def _seconds(said: str | list[int] | None) -> bytes:
    return packed(json.loads(said) if isinstance(said, str) else said or ())


async def _kept(
    session: AsyncSession, sight: Sight, days: Sequence[date], changed: Collection[date]
) -> Sequence[Any]:
    """The tallies of these days, of which only `changed` ones are missing in a row."""
    if not days:
        return []
    dialect = session.get_bind().dialect.name
    statement = (
        select(
            Tally.unit_id,
            *(func.sum(getattr(Tally, name)) for name in NUMBERS),
            _joined(Tally.responses, dialect),
            _joined(Tally.solutions, dialect),
        )
        .where(Tally.day.between(days[0], days[-1]), Tally.day.not_in(changed))
        .where(*sight.conditions(of=Tally))
        .group_by(Tally.unit_id)
    )
    rows: Sequence[Any] = (await session.execute(statement)).all()
    return rows


def _joined(column: Any, dialect: str) -> ColumnElement[str]:
    """All of it one after the other, as hexadecimal digits: thousands of rows would be slow."""
    if dialect == "sqlite":
        return func.group_concat(func.hex(column), "")
    return func.string_agg(func.encode(column, "hex"), "")


def _sums_of(row: Any) -> Counts:
    _, *numbers, responses, solutions = row
    counts = Counts(responses=[bytes.fromhex(responses)], solutions=[bytes.fromhex(solutions)])
    for name, number in zip(NUMBERS, numbers, strict=True):
        setattr(counts, name, int(number))
    return counts


def _first_id(moment: datetime) -> int:
    """Smaller than the id of every event from then on."""
    return int(moment.timestamp() * 1000) << CHANCE_BITS
