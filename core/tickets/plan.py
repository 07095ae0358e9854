"""Setting the timers of a ticket; what they do when they fire is in `reminders`."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, add_working_days, local_day
from core.deadlines.models import DeadlineRule
from core.deadlines.queries import rule_for
from core.deadlines.rules import due
from core.ids import new_id
from core.rows import write_later
from core.tickets import rules
from core.tickets.measures import shortly_before
from core.tickets.models import Ticket
from core.timers import Timer

ACCEPT_SOON, ASSIGN = "ticket.accept_soon", "ticket.assign"
DUE_SOON, DUE, OVERDUE = "ticket.due_soon", "ticket.due", "ticket.overdue"
RESPOND_SOON, RESPOND = "ticket.respond_soon", "ticket.respond"
SILENCE = "ticket.silence"
ACCEPTANCE = (ACCEPT_SOON, ASSIGN)
RESPONSE = (RESPOND_SOON, RESPOND)
_TIMERS = insert(Timer)

Row = dict[str, Any]


def acceptance(ticket: Ticket, calendar: WorkingCalendar, *, now: datetime) -> list[Row]:
    """Remind whoever should take it, then hand it to somebody."""
    return [
        _row(ticket, ACCEPT_SOON, shortly_before(calendar, now, ticket.accept_due_at), now),
        _row(ticket, ASSIGN, ticket.accept_due_at, now),
    ]


def solution(ticket: Ticket, calendar: WorkingCalendar, *, now: datetime) -> list[Row]:
    """Remind before and at the deadline; a working day later the head is told."""
    return [
        _row(ticket, DUE_SOON, shortly_before(calendar, now, ticket.due_at), now),
        _row(ticket, DUE, ticket.due_at, now),
        _row(ticket, OVERDUE, add_working_days(calendar, ticket.due_at, 1), now),
    ]


def start(session: AsyncSession, rows: list[Row]) -> None:
    """Set new timers; they are written with whatever else the turn writes."""
    write_later(session, _TIMERS, rows)


async def renew_acceptance(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Time to take it starts anew for whoever has the ticket now."""
    await timers.stop(session, ticket.id, *ACCEPTANCE)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await _rule(session, ticket, calendar, "accept", now)
    ticket.accept_due_at = due(rule, calendar, now) if rule else add_working_days(calendar, now, 1)
    start(session, acceptance(ticket, calendar, now=now))


async def renew_solution(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Deadlines of what was thought solved: the old date, or a new one when that is past."""
    await timers.stop(session, ticket.id)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await _rule(session, ticket, calendar, "resolve", now)
    if rule is not None and ticket.due_at <= now:
        ticket.due_at, ticket.rule_id = due(rule, calendar, now), rule.id
    start(session, solution(ticket, calendar, now=now))


async def await_response(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Remind whoever has it of the first answer, then tell the head.

    Begun when the ticket is taken, or the time to take it is over, so that filing stays quick.
    """
    at = await response_due(session, ticket)
    if at is None or ticket.first_response_at is not None:
        return
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    soon = shortly_before(calendar, ticket.opened_at, at)
    for kind, when in ((RESPOND_SOON, soon), (RESPOND, at)):
        # One key for the whole case: what has fired is not said again to the next who takes it.
        key = f"{kind}:{ticket.id}"
        await timers.start(session, key, kind, when, now=now, ticket_id=ticket.id)


async def response_due(session: AsyncSession, ticket: Ticket) -> datetime | None:
    """Until when the citizen reads a first answer, counted from filing; None without a rule."""
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await _rule(session, ticket, calendar, "first_response", ticket.opened_at)
    return due(rule, calendar, ticket.opened_at) if rule else None


async def await_verdict(session: AsyncSession, ticket: Ticket, *, now: datetime) -> datetime:
    """No more deadlines; when the ticket closes if the citizen says nothing."""
    await timers.stop(session, ticket.id)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await _rule(session, ticket, calendar, "close_on_silence", now)
    days = rules.SILENCE_WORKING_DAYS
    at = due(rule, calendar, now) if rule else add_working_days(calendar, now, days)
    start(session, [_row(ticket, SILENCE, at, now)])
    ticket.verdict_until = at
    return at


async def _rule(
    session: AsyncSession, ticket: Ticket, calendar: WorkingCalendar, stage: str, now: datetime
) -> DeadlineRule | None:
    return await rule_for(
        session,
        unit_id=ticket.unit_id,
        kind=ticket.kind,
        report_class=ticket.report_class,
        stage=stage,
        on=local_day(calendar, now),
    )


def _row(ticket: Ticket, kind: str, at: datetime, now: datetime) -> Row:
    # The number of the step makes the key new: a timer that has fired cannot be set again.
    key = f"{kind}:{ticket.id}:{ticket.last_seq}"
    return {
        "id": new_id(now),
        "key": key,
        "kind": kind,
        "due_at": at,
        "ticket_id": ticket.id,
        "data": {},
        "attempt": 0,
    }
