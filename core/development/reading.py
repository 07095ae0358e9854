"""What ended cases say about whoever had them: the timeline is read on, step by step, once.

Each case is looked at when it has closed, and again when it is rated. Confidential and guarded
cases, and those nobody had, say nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.db import changed, insert
from core.development import rules
from core.development.excuses import excuses
from core.development.models import GapCase, GapLook
from core.ids import CHANCE_BITS
from core.people.models import Staff
from core.tickets.models import Event, Ticket
from core.tickets.plan import response_due
from core.tickets.rules import LOW_RATING

BATCH = 200
# What closed within this time before the first look is looked at as well.
BACK = timedelta(days=92)
# A step with a smaller number may still be on its way into the database.
SETTLED = timedelta(minutes=10)
ENDS = ("confirmed", "closed")
READ = (*ENDS, "rated")


async def read_on(session: AsyncSession, *, now: datetime) -> tuple[list[GapCase], bool]:
    """What is new, noted but not yet counted; and whether there is more to read.

    The row that says how far was read is locked: of two workers one waits, then finds nothing.
    """
    look, until = await _look(session, now), _number(now - SETTLED)
    wanted = (Event.id > look.event_id, Event.id < until, Event.kind.in_(READ))
    found = select(Event).where(*wanted).order_by(Event.id).limit(BATCH)
    steps = (await session.scalars(found)).all()
    more = len(steps) == BATCH
    look.event_id = steps[-1].id if more else max(look.event_id, until - 1)
    look.looked_at = now
    cases = [case for step in steps for case in await _cases(session, step)]
    return [case for case in cases if await _is_new(session, case)], more


async def _look(session: AsyncSession, now: datetime) -> GapLook:
    first = {"id": 1, "event_id": _number(now - BACK), "looked_at": now}
    await session.execute(insert(session, GapLook).values(**first).on_conflict_do_nothing())
    return await session.get_one(GapLook, 1, with_for_update=True, populate_existing=True)


async def _cases(session: AsyncSession, step: Event) -> list[GapCase]:
    whole = (joinedload(Ticket.unit), joinedload(Ticket.assignee))
    ticket = await session.get_one(Ticket, step.ticket_id, options=whole)
    if ticket.confidential or ticket.guarded:
        return []
    handed = await _handed(session, ticket)
    holder = ticket.assignee_id
    cases = await _returned(session, ticket, step, handed) if step.kind in ENDS else []
    if holder is not None:
        said = await _said(session, ticket, step, handed)
        cases += [_case(ticket, step, holder, *one) for one in said]
    for case in cases:
        found = await excuses(session, ticket, case, handed) if case.bad else []
        case.excuse = rules.excuse(case.signal, found)
        case.state = "excused" if case.excuse else "counted"
    return cases


async def _said(
    session: AsyncSession, ticket: Ticket, step: Event, handed: Sequence[Event]
) -> list[tuple[str, bool]]:
    """Each signal that the step settles, and whether it went wrong."""
    if step.kind == "rated":
        rating = step.payload.get("rating")
        return [] if rating is None else [("low_rating", rating <= LOW_RATING)]
    ended = ticket.resolved_at or step.at
    said = [("late", ended > ticket.due_at), ("reopened", ticket.reopened > 0)]
    until = await response_due(session, ticket)
    if until is not None:
        first = ticket.first_response_at
        said.append(("no_first_response", first is None or first > until))
    if not any(one.kind == "returned" for one in handed):
        said.append(("returned", False))
    return said


async def _returned(
    session: AsyncSession, ticket: Ticket, step: Event, handed: Sequence[Event]
) -> list[GapCase]:
    """Whoever sent it away first: wrongly, when it ended in the unit it had come from."""
    first = next((one for one in handed if one.kind == "returned"), None)
    if first is None or first.staff_id is None:
        return []
    staff = await session.get_one(Staff, first.staff_id)
    mistaken = first.payload.get("before") == ticket.unit.name
    case = _case(ticket, step, staff.id, "returned", mistaken)
    case.unit_id = staff.unit_id
    return [case]


async def _handed(session: AsyncSession, ticket: Ticket) -> Sequence[Event]:
    """The steps that took it to somebody else's hands, oldest first."""
    kinds = Event.kind.in_(("returned", "reassigned"))
    found = select(Event).where(Event.ticket_id == ticket.id, kinds)
    return (await session.scalars(found.order_by(Event.seq))).all()


def _case(ticket: Ticket, step: Event, staff_id: int, signal: str, bad: bool) -> GapCase:
    return GapCase(
        ticket_id=ticket.id,
        signal=signal,
        staff_id=staff_id,
        unit_id=ticket.unit_id,
        category_id=ticket.category_id,
        at=step.at,
        bad=bad,
        state="counted",
        excuse="",
        objection="",
        counts_below=len(rules.LEVELS),
    )


async def _is_new(session: AsyncSession, case: GapCase) -> bool:
    """Note it; False when it was noted before."""
    names = (column.name for column in GapCase.__table__.columns if column.name != "id")
    values = {name: getattr(case, name) for name in names}
    added = insert(session, GapCase).values(**values).on_conflict_do_nothing()
    return await changed(session, added) == 1


def _number(moment: datetime) -> int:
    """The smallest number of a step of this moment; see `core.ids`."""
    return int(moment.timestamp() * 1000) << CHANCE_BITS
