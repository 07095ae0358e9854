"""What happens by itself: reminders, handing over what nobody takes, escalation, closing.

Each handler looks again whether it is still called for: the ticket may have moved on, and after
a pause of the service a reminder may come later than what it reminds of.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.tickets import chain, plan
from core.tickets.cards import refresh
from core.tickets.closing import close_on_silence
from core.tickets.dispatch import assign
from core.tickets.followers import tell_followers
from core.tickets.lessons import holder_learns
from core.tickets.models import OPEN, Ticket
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.queries import ticket_by_id
from core.tickets.staffing import audience, heads_above, least_loaded
from core.timers import Timer

Act = Callable[..., Awaitable[None]]


async def _accept_soon(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    if now < ticket.accept_due_at:
        staff = await audience(session, ticket)
        key = "ticket.remind.accept_given" if ticket.assignee else "ticket.remind.accept"
        tell_staff(session, ticket, staff, key, now=now, due=ticket.accept_due_at)


async def _assign(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Whoever has least gets it; when somebody already had it and did not move, the head hears."""
    chosen = None if ticket.assignee else await least_loaded(session, ticket)
    if chosen is not None:
        await assign(session, ticket, chosen, now=now)
    else:
        await _escalate(session, ticket, "ticket.escalated.not_accepted", now)
    await plan.await_response(session, ticket, now=now)


async def _respond_soon(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    at = await plan.response_due(session, ticket)
    if ticket.first_response_at is None and at is not None and now < at:
        staff = await audience(session, ticket)
        tell_staff(session, ticket, staff, "ticket.remind.respond", now=now, due=at)


async def _respond(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    if ticket.first_response_at is None:
        await holder_learns(session, ticket, "no_first_response", now=now)
        await _escalate(session, ticket, "ticket.escalated.not_answered", now)


async def _due_soon(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    if now < ticket.due_at:
        await _remind(session, ticket, "ticket.remind.due_soon", now)


async def _due(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    await _remind(session, ticket, "ticket.remind.due", now)


async def _overdue(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    await holder_learns(session, ticket, "late", now=now)
    await _escalate(session, ticket, "ticket.escalated.overdue", now)
    key = "ticket.overdue_waiting" if ticket.state == "waiting" else "ticket.overdue"
    tell_reporter(session, ticket, key, now=now, due=ticket.due_at)
    await tell_followers(session, ticket, "overdue", now=now, due=ticket.due_at)


async def _remind(session: AsyncSession, ticket: Ticket, key: str, now: datetime) -> None:
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, key, now=now, due=ticket.due_at)


async def _escalate(session: AsyncSession, ticket: Ticket, key: str, now: datetime) -> None:
    heads = await heads_above(session, ticket)
    if not heads:
        return
    chain.append(session, ticket, "escalated", now=now, to=[head.name for head in heads])
    holder = ticket.assignee.name if ticket.assignee else ticket.unit.name
    tell_staff(session, ticket, heads, key, now=now, holder=holder, due=ticket.due_at)
    await refresh(session, ticket, now=now, anew=heads)


def _handler(act: Act, *states: str) -> Act:
    async def handle(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
        assert timer.ticket_id is not None
        ticket = await ticket_by_id(session, timer.ticket_id, lock=True)
        if ticket is not None and ticket.state in states:
            await act(session, ticket, now=now)

    return handle


# Kind of timer: what to do, called as (session, timer, *, now).
HANDLERS: dict[str, Act] = {
    plan.ACCEPT_SOON: _handler(_accept_soon, "new"),
    plan.ASSIGN: _handler(_assign, "new"),
    plan.RESPOND_SOON: _handler(_respond_soon, *OPEN),
    plan.RESPOND: _handler(_respond, *OPEN),
    plan.DUE_SOON: _handler(_due_soon, *OPEN),
    plan.DUE: _handler(_due, *OPEN),
    plan.OVERDUE: _handler(_overdue, *OPEN),
    plan.SILENCE: _handler(close_on_silence, "resolved"),
}
