"""All open dates anew, when holidays or office hours change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import add_working_time
from core.deadlines.listing import rule_by_id
from core.deadlines.rules import due
from core.tickets import clocks, plan
from core.tickets.cards import refresh
from core.tickets.measures import LAST_SHARE, share_gone
from core.tickets.models import Ticket, is_open
from core.tickets.queries import whole

BATCH = 200


async def recount(session: AsyncSession, *, now: datetime) -> int:
    """Bring the dates of open tickets to the calendar as it is now; how many moved.

    A date set by hand stays. What has fired stays fired.
    """
    moved, last = 0, 0
    while batch := await _open_after(session, last):
        for ticket in batch:
            moved += await _recount(session, ticket, now)
        last = batch[-1].id
        await session.flush()
    return moved


async def _open_after(session: AsyncSession, last: int) -> Sequence[Ticket]:
    ids = select(Ticket.id).where(is_open(), Ticket.id > last)
    found = await session.scalars(ids.order_by(Ticket.id).limit(BATCH).with_for_update())
    statement = whole().where(Ticket.id.in_(found.all())).order_by(Ticket.id)
    fresh = statement.execution_options(populate_existing=True)
    return (await session.scalars(fresh)).all()


async def _recount(session: AsyncSession, ticket: Ticket, now: datetime) -> bool:
    if ticket.state == "new":
        await _recount_acceptance(session, ticket)
    if ticket.first_response_at is None:
        await _recount_response(session, ticket)
    before, ticket.due_at = ticket.due_at, await _due(session, ticket)
    if ticket.due_at == before:
        return False
    clocks.moved(session, ticket, before, "calendar", now=now)
    until = await clocks.waits_until(session, ticket)
    await plan.move_solution(session, ticket, now=now, not_before=until)
    await refresh(session, ticket, now=now)
    return True


async def _due(session: AsyncSession, ticket: Ticket) -> datetime:
    rule = await rule_by_id(session, ticket.rule_id)
    if rule is None or ticket.due_by_hand:
        return ticket.due_at
    calendar = await plan.promised_by(session, ticket)
    at = due(rule, calendar, plan.counted_from(ticket))
    extra = timedelta(seconds=ticket.due_extra)
    return add_working_time(calendar, at, extra) if extra else at


async def _recount_acceptance(session: AsyncSession, ticket: Ticket) -> None:
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    since = await clocks.since(session, ticket)
    ticket.accept_due_at = await plan.acceptance_due(session, ticket, calendar, since)
    soon = share_gone(calendar, since, ticket.accept_due_at, LAST_SHARE)
    for timer in await timers.waiting(session, ticket.id, *plan.ACCEPTANCE):
        timer.due_at = soon if timer.kind == plan.ACCEPT_SOON else ticket.accept_due_at


async def _recount_response(session: AsyncSession, ticket: Ticket) -> None:
    waiting = await timers.waiting(session, ticket.id, *plan.RESPONSE)
    at = await plan.response_due(session, ticket) if waiting else None
    if at is None:
        return
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    soon = share_gone(calendar, ticket.opened_at, at, LAST_SHARE)
    for timer in waiting:
        timer.due_at = soon if timer.kind == plan.RESPOND_SOON else at
