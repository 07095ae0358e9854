"""Another date for one ticket, set by hand and with a reason."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.rules import closing_of, is_working_day, local_day
from core.errors import Refused
from core.people.models import Staff
from core.tickets import clocks, plan, rules
from core.tickets.access import admits, check_still, happened
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.staffing import audience

LONGEST = timedelta(days=366)


async def reschedule(
    session: AsyncSession,
    ticket: Ticket,
    by: Staff | str,
    day: date,
    reason: str,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Make it due at the end of another working day; the citizen reads the reason.

    `by` is a head or a coordinator, or the name of an account of the panel, whose right the panel
    checks. A rule that changes moves nothing; this does.
    """
    said = rules.words(reason, "ticket.refused.reason")
    if isinstance(by, str):
        if source is not None and await happened(session, source):
            return False
        check_still(ticket, "coordinator", "reschedule", expected_version)
    elif not await admits(
        session, ticket, by, "reschedule", source=source, expected_version=expected_version
    ):
        return False
    before, ticket.due_at = ticket.due_at, await _end_of(session, ticket, day, now)
    ticket.due_by_hand, ticket.due_extra = True, 0
    ticket.version += 1
    staff, name = (by, by.name) if isinstance(by, Staff) else (None, by)
    clocks.moved(
        session, ticket, before, "hand", now=now, source=source, staff=staff, by=name, text=said
    )
    await plan.restart_solution(session, ticket, now=now)
    due = ticket.due_at
    tell_reporter(session, ticket, "ticket.rescheduled", now=now, due=due, said=said)
    await tell_followers(session, ticket, "rescheduled", now=now, due=due, said=said)
    told = await audience(session, ticket)
    key = "ticket.rescheduled_staff"
    tell_staff(session, ticket, told, key, now=now, by=name, due=due, said=said)
    await refresh(session, ticket, now=now)
    return True


async def _end_of(session: AsyncSession, ticket: Ticket, day: date, now: datetime) -> datetime:
    calendar = await plan.promised_by(session, ticket)
    if not is_working_day(calendar, day):
        raise Refused("ticket.refused.day_off", day=day)
    at = closing_of(calendar, day)
    if not now < at <= now + LONGEST:
        raise Refused("ticket.refused.day_range", most=LONGEST.days)
    if local_day(calendar, ticket.due_at) == day:
        raise Refused("ticket.refused.day_same", day=day)
    return at
