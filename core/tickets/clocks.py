"""Two clocks: the time a unit has a case, and the time a case stands still for an answer.

Whoever reported it is asked something, and the deadline waits; not for a date that has passed,
and not longer than the rule of the stage "wait" allows in all, so that nothing waits for ever.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import add_working_days, add_working_time, working_time_between
from core.deadlines.rules import due
from core.tickets import chain, plan
from core.tickets.models import Share, Ticket

WAITED_OUT = "ticket.waited_out"
# What holds where the office has set no rule: as long as SP4N-LAPOR! waits for a reply.
WAIT_WORKING_DAYS = 10
# A reminder that was put off comes after the time to wait is over, never with it.
AFTERWARDS = timedelta(minutes=1)


async def turn(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """End the stretch the ticket is in; to be called before its state or unit changes."""
    started = await since(session, ticket)
    if now <= started:
        return
    session.add(await _stretch(session, ticket, started, now))
    await session.flush()


async def pause(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Stop the deadline until the citizen answers; the caller says that the ticket waits."""
    if ticket.paused_at is not None or ticket.due_at <= now:
        return
    until = await _may_wait_until(session, ticket, now)
    if until <= now:
        return
    await turn(session, ticket, now=now)
    ticket.paused_at = now
    await plan.move_solution(session, ticket, now=now, not_before=until + AFTERWARDS)
    plan.start(session, [plan.row(ticket, WAITED_OUT, until, now)])


async def resume(
    session: AsyncSession, ticket: Ticket, *, now: datetime, why: str = "waiting"
) -> None:
    """Let the deadline run again, later by the working time it stood still, and say so."""
    if ticket.paused_at is None:
        return
    await turn(session, ticket, now=now)
    calendar = await plan.promised_by(session, ticket)
    stood = working_time_between(calendar, ticket.paused_at, now)
    before, ticket.paused_at = ticket.due_at, None
    ticket.due_at = add_working_time(calendar, before, stood) if stood else before
    ticket.due_extra += int(stood.total_seconds())
    if ticket.due_at != before:
        moved(session, ticket, before, why, now=now)
    await timers.stop(session, ticket.id, WAITED_OUT)
    await plan.move_solution(session, ticket, now=now)


def moved(
    session: AsyncSession, ticket: Ticket, before: datetime, why: str, *, now: datetime, **more: Any
) -> None:
    """Put on the timeline that the due date is another one now."""
    dates: dict[str, Any] = {"before": before.isoformat(), "due": ticket.due_at.isoformat()}
    chain.append(session, ticket, "rescheduled", now=now, why=why, **dates, **more)


async def shares_of(session: AsyncSession, ticket: Ticket, *, now: datetime) -> Sequence[Share]:
    """The stretches of a ticket in order, with their units; of an open one also the present."""
    statement = select(Share).where(Share.ticket_id == ticket.id).options(joinedload(Share.unit))
    found = list((await session.scalars(statement.order_by(Share.ended_at, Share.id))).all())
    started = found[-1].ended_at if found else ticket.opened_at
    if ticket.state != "closed" and started < now:
        running = await _stretch(session, ticket, started, now)
        running.unit = ticket.unit
        found.append(running)
    return found


async def since(session: AsyncSession, ticket: Ticket) -> datetime:
    """When the present stretch began."""
    ended = select(Share.ended_at).where(Share.ticket_id == ticket.id)
    newest = ended.order_by(Share.ended_at.desc()).limit(1)
    return (await session.scalars(newest)).one_or_none() or ticket.opened_at


async def waits_until(session: AsyncSession, ticket: Ticket) -> datetime | None:
    """Before which nothing reminds of the deadline, while it stands still; else None."""
    if ticket.paused_at is None:
        return None
    found = await timers.waiting(session, ticket.id, WAITED_OUT)
    return found[0].due_at + AFTERWARDS if found else None


async def _stretch(
    session: AsyncSession, ticket: Ticket, started: datetime, now: datetime
) -> Share:
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    waiting = "waiting" if ticket.paused_at is not None else "unit"
    # Closed, it may still be objected to; but a merged one is worked on with its master.
    heard = ticket.state == "resolved" or (ticket.state == "closed" and ticket.master_id is None)
    return Share(
        ticket_id=ticket.id,
        unit_id=ticket.unit_id,
        clock="verdict" if heard else waiting,
        started_at=started,
        ended_at=now,
        seconds=int(working_time_between(calendar, started, now).total_seconds()),
    )


async def _may_wait_until(session: AsyncSession, ticket: Ticket, now: datetime) -> datetime:
    """When the time to wait is used up, less what the case has waited before."""
    calendar = await plan.promised_by(session, ticket)
    rule = await plan.stage_rule(session, ticket, calendar, "wait", now)
    days = WAIT_WORKING_DAYS
    end = due(rule, calendar, now) if rule else add_working_days(calendar, now, days)
    waited = select(func.sum(Share.seconds)).where(
        Share.ticket_id == ticket.id, Share.clock == "waiting"
    )
    before = timedelta(seconds=int((await session.scalars(waited)).one() or 0))
    left = working_time_between(calendar, now, end) - before
    return add_working_time(calendar, now, left) if left > timedelta() else now
