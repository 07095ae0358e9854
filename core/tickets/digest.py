"""Reminders, gathered: what falls due together for somebody arrives as one message.

A reminder goes out in the office hours of the reader's unit, and not within an hour of the last
one; until then others join it. Urgent classes of the configuration wait for neither.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import is_open, next_opening
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff
from core.people.queries import staff_by_id
from core.tickets.cards import refresh
from core.tickets.models import OPEN, Reminder, Ticket
from core.tickets.notices import tell_staff
from core.tickets.queries import whole
from core.timers import Timer

DIGEST = "ticket.digest"
APART = timedelta(hours=1)
# Deadlines end with the office hours: what is due at closing time is still said that day.
LEAVING = timedelta(minutes=15)
MOST_LISTED = 20


async def remind(
    session: AsyncSession,
    ticket: Ticket,
    staff: Iterable[Staff],
    key: str,
    *,
    due: datetime,
    now: datetime,
    share: int | None = None,
) -> None:
    """Remind each of them of a date of the ticket, together with whatever else there is."""
    urgent = ticket.report_class in session.info["service"].urgent_classes
    for one in staff:
        if one.person is None:
            continue
        reminder = Reminder(staff_id=one.id, ticket_id=ticket.id, key=key, due_at=due, share=share)
        session.add(reminder)
        if urgent:
            await _tell_one(session, one, ticket, reminder, now)
        else:
            await _gather(session, one, now)
    await session.flush()


async def _gather(session: AsyncSession, staff: Staff, now: datetime) -> None:
    at = await _quiet_until(session, staff, now)
    key = f"{DIGEST}:{staff.id}:{at.isoformat()}"
    await timers.start(session, key, DIGEST, at, now=now, staff=staff.id)


async def _quiet_until(session: AsyncSession, staff: Staff, now: datetime) -> datetime:
    """The next moment at which they may be reminded."""
    mine = (Reminder.staff_id == staff.id, Reminder.told_at.is_not(None))
    last = select(Reminder.told_at).where(*mine).order_by(Reminder.told_at.desc()).limit(1)
    told = (await session.scalars(last)).one_or_none()
    at = max(now, told + APART) if told else now
    calendar = await calendar_rules(session, staff.unit.calendar_id)
    open_then = is_open(calendar, at) or is_open(calendar, at - LEAVING)
    return at if open_then else next_opening(calendar, at)


async def deliver(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Tell somebody all they are to be reminded of and that is still called for."""
    staff = await staff_by_id(session, timer.data["staff"])
    pending = select(Reminder).where(
        Reminder.staff_id == timer.data["staff"], Reminder.told_at.is_(None)
    )
    # Locked, so that two workers do not say the same.
    found = (await session.scalars(pending.order_by(Reminder.id).with_for_update())).all()
    for reminder in found:
        reminder.told_at = now
    if staff is None or staff.left_at is not None or staff.person is None:
        return
    wanted = await _called_for(session, found, now)
    if len(wanted) == 1:
        await _tell_one(session, staff, *wanted[0], now)
    elif wanted:
        _tell_all(session, staff, wanted, now)


async def _called_for(
    session: AsyncSession, found: Sequence[Reminder], now: datetime
) -> list[tuple[Ticket, Reminder]]:
    """The newest reminder of each ticket that did not get what it is about in the meantime."""
    newest = {reminder.ticket_id: reminder for reminder in found}
    tickets = await session.scalars(whole().where(Ticket.id.in_(newest), Ticket.state.in_(OPEN)))
    pairs = [(ticket, newest[ticket.id]) for ticket in tickets]
    pairs.sort(key=lambda pair: (pair[1].due_at, pair[0].id))
    return [pair for pair in pairs if _still_true(*pair, now)]


def _still_true(ticket: Ticket, reminder: Reminder, now: datetime) -> bool:
    _, group, about = reminder.key.split(".")
    if group == "remind" and about != "due" and now >= reminder.due_at:
        return False  # what is over by now is not said to be near
    if about in ("accept", "accept_given", "not_accepted"):
        return ticket.state == "new"
    if about in ("respond", "not_answered"):
        return ticket.first_response_at is None
    return ticket.paused_at is None


async def _tell_one(
    session: AsyncSession, staff: Staff, ticket: Ticket, reminder: Reminder, now: datetime
) -> None:
    """By itself, in full; whoever has to step in gets the card as well."""
    reminder.told_at = now
    holder = ticket.assignee.name if ticket.assignee else ticket.unit.name
    due, part, to = reminder.due_at, reminder.share, [staff]
    tell_staff(session, ticket, to, reminder.key, now=now, due=due, part=part, holder=holder)
    if reminder.key.startswith("ticket.escalated."):
        await session.flush()
        await refresh(session, ticket, now=now, anew=[staff])


def _tell_all(
    session: AsyncSession, staff: Staff, wanted: list[tuple[Ticket, Reminder]], now: datetime
) -> None:
    assert staff.person is not None
    listed = wanted[:MOST_LISTED]
    lines = [_line(ticket, reminder) for ticket, reminder in listed]
    if more := len(wanted) - len(listed):
        lines.append(Text("ticket.digest.more", n=more))
    buttons = [
        [Button("ticket.open", ticket.id, ticket.version, Text("common.plain", text=ticket.code))]
        for ticket, _ in listed
    ]
    outbox.tell(
        session,
        staff.person,
        "ticket.digest.all",
        now=now,
        kind="notice",
        buttons=buttons,
        n=len(wanted),
        lines=reduce(lambda above, one: Text("citizen.lines", above=above, below=one), lines),
    )


def _line(ticket: Ticket, reminder: Reminder) -> Text:
    key = reminder.key.replace("ticket.", "ticket.digest.", 1)
    return Text(key, code=ticket.code, due=reminder.due_at, unit=ticket.unit.name)
