"""Setting the timers of a ticket; what they do when they fire is in `reminders`."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import (
    WorkingCalendar,
    add_working_days,
    local_day,
    next_opening,
)
from core.deadlines.models import DeadlineRule
from core.deadlines.queries import rule_for
from core.deadlines.rules import due
from core.ids import new_id
from core.rows import write_later
from core.tickets import rules
from core.tickets.measures import LAST_SHARE, share_gone
from core.tickets.models import Ticket
from core.timers import Timer

ACCEPT_SOON, ASSIGN = "ticket.accept_soon", "ticket.assign"
DUE_SOON, DUE, OVERDUE = "ticket.due_soon", "ticket.due", "ticket.overdue"
RESPOND_SOON, RESPOND = "ticket.respond_soon", "ticket.respond"
SILENCE = "ticket.silence"
LOOK_AGAIN = "ticket.look_again"
APPROVE = "ticket.approve"
ACCEPTANCE = (ACCEPT_SOON, ASSIGN)
RESPONSE = (RESPOND_SOON, RESPOND)
SOLUTION = (DUE_SOON, DUE, OVERDUE)
_TIMERS = insert(Timer)

Row = dict[str, Any]


def acceptance(ticket: Ticket, calendar: WorkingCalendar, *, now: datetime) -> list[Row]:
    """Remind whoever should take it, then hand it to somebody."""
    soon = share_gone(calendar, now, ticket.accept_due_at, LAST_SHARE)
    return [row(ticket, ACCEPT_SOON, soon, now), row(ticket, ASSIGN, ticket.accept_due_at, now)]


def solution(
    session: AsyncSession,
    ticket: Ticket,
    calendar: WorkingCalendar,
    grace: DeadlineRule | None,
    *,
    now: datetime,
) -> list[Row]:
    """Remind while the time goes by and at the deadline; after some grace the head is told."""
    shares = session.info["service"].remind_at
    steps: list[tuple[str, Row]] = [(DUE_SOON, {"share": share}) for share in shares]
    return [
        row(ticket, kind, moment_of(ticket, calendar, grace, kind, data), now, data)
        for kind, data in (*steps, (DUE, {}), (OVERDUE, {"rung": 0}))
    ]


def moment_of(
    ticket: Ticket, calendar: WorkingCalendar, grace: DeadlineRule | None, kind: str, data: Row
) -> datetime:
    """When a timer of the solution is due, as the ticket's dates stand."""
    if kind == DUE_SOON:
        share = data.get("share", LAST_SHARE)
        return share_gone(calendar, counted_from(ticket), ticket.due_at, share)
    at = ticket.due_at
    for _ in range(data.get("rung", 0) + 1 if kind == OVERDUE else 0):
        at = due(grace, calendar, at) if grace else add_working_days(calendar, at, 1)
    return at


def counted_from(ticket: Ticket) -> datetime:
    """The moment from which the time for the solution is counted."""
    return ticket.due_from or ticket.opened_at


def start(session: AsyncSession, rows: list[Row]) -> None:
    """Set new timers; they are written with whatever else the turn writes."""
    write_later(session, _TIMERS, rows)


async def renew_acceptance(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Time to take it starts anew for whoever has the ticket now."""
    await timers.stop(session, ticket.id, *ACCEPTANCE)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    ticket.accept_due_at = await acceptance_due(session, ticket, calendar, now)
    start(session, acceptance(ticket, calendar, now=now))


async def acceptance_due(
    session: AsyncSession, ticket: Ticket, calendar: WorkingCalendar, since: datetime
) -> datetime:
    """Until when somebody takes what came to its unit at `since`."""
    rule = await stage_rule(session, ticket, calendar, "accept", since)
    return due(rule, calendar, since) if rule else add_working_days(calendar, since, 1)


async def renew_solution(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Deadlines of what was thought solved: the old date, or a new one when that is past."""
    await timers.stop(session, ticket.id)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await stage_rule(session, ticket, calendar, "resolve", now)
    if rule is not None and ticket.due_at <= now:
        ticket.due_at, ticket.rule_id = due(rule, calendar, now), rule.id
        ticket.due_from, ticket.due_extra, ticket.due_by_hand = now, 0, False
        ticket.due_calendar_id = ticket.unit.calendar_id
    await restart_solution(session, ticket, now=now)


async def restart_solution(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Remind of a date that somebody decided on; not of what has gone by already."""
    await timers.stop(session, ticket.id, *SOLUTION)
    calendar = await promised_by(session, ticket)
    grace = await stage_rule(session, ticket, calendar, "grace", now)
    steps = solution(session, ticket, calendar, grace, now=now)
    start(session, [step for step in steps if step["due_at"] > now])


async def promised_by(session: AsyncSession, ticket: Ticket) -> WorkingCalendar:
    """The calendar the date for the solution is counted by, wherever the ticket is now."""
    return await calendar_rules(session, ticket.due_calendar_id or ticket.unit.calendar_id)


async def move_solution(
    session: AsyncSession, ticket: Ticket, *, now: datetime, not_before: datetime | None = None
) -> None:
    """Bring what has not fired to the ticket's dates; what has fired stays fired."""
    calendar = await promised_by(session, ticket)
    grace = await stage_rule(session, ticket, calendar, "grace", now)
    for timer in await timers.waiting(session, ticket.id, *SOLUTION):
        at = moment_of(ticket, calendar, grace, timer.kind, timer.data)
        timer.due_at = max(at, not_before) if not_before else at
    await session.flush()


async def await_response(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Remind whoever has it of the first answer, then tell the head.

    Begun when the ticket is taken, or the time to take it is over, so that filing stays quick.
    """
    at = await response_due(session, ticket)
    if at is None or ticket.first_response_at is not None:
        return
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    soon = share_gone(calendar, ticket.opened_at, at, LAST_SHARE)
    for kind, when in ((RESPOND_SOON, soon), (RESPOND, at)):
        # One key for the whole case: what has fired is not said again to the next who takes it.
        key = f"{kind}:{ticket.id}"
        await timers.start(session, key, kind, when, now=now, ticket_id=ticket.id)


async def response_due(session: AsyncSession, ticket: Ticket) -> datetime | None:
    """Until when the citizen reads a first answer, counted from filing; None without a rule."""
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await stage_rule(session, ticket, calendar, "first_response", ticket.opened_at)
    return due(rule, calendar, ticket.opened_at) if rule else None


async def await_verdict(session: AsyncSession, ticket: Ticket, *, now: datetime) -> datetime:
    """No more deadlines; when the ticket closes if the citizen says nothing."""
    await timers.stop(session, ticket.id)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    rule = await stage_rule(session, ticket, calendar, "close_on_silence", now)
    days = rules.SILENCE_WORKING_DAYS
    at = due(rule, calendar, now) if rule else add_working_days(calendar, now, days)
    start(session, [row(ticket, SILENCE, at, now)])
    ticket.verdict_until = at
    return at


async def look_again(session: AsyncSession, ticket: Ticket, on: date, *, now: datetime) -> None:
    """Remind the office on a day, or when it opens next, of what is planned or went outside."""
    await timers.stop(session, ticket.id, LOOK_AGAIN)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    morning = datetime.combine(on, time(), calendar.timezone)
    start(session, [row(ticket, LOOK_AGAIN, next_opening(calendar, morning), now)])


async def await_approval(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """A working day for whoever is to approve; then the coordinators are asked as well."""
    await timers.stop(session, ticket.id, APPROVE)
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    start(session, [row(ticket, APPROVE, add_working_days(calendar, now, 1), now)])


async def stage_rule(
    session: AsyncSession, ticket: Ticket, calendar: WorkingCalendar, stage: str, now: datetime
) -> DeadlineRule | None:
    """The rule in force for one stage of the ticket."""
    return await rule_for(
        session,
        unit_id=ticket.unit_id,
        kind=ticket.kind,
        report_class=ticket.report_class,
        stage=stage,
        on=local_day(calendar, now),
    )


def row(ticket: Ticket, kind: str, at: datetime, now: datetime, data: Row | None = None) -> Row:
    """A timer of the ticket; `data` tells several of one kind apart."""
    # The number of the step makes the key new: a timer that has fired cannot be set again.
    which = "".join(f":{value}" for value in (data or {}).values())
    key = f"{kind}:{ticket.id}:{ticket.last_seq}{which}"
    return {
        "id": new_id(now),
        "key": key,
        "kind": kind,
        "due_at": at,
        "ticket_id": ticket.id,
        "data": data or {},
        "attempt": 0,
    }
