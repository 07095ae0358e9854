"""What happens by itself: reminders, handing over what nobody takes, escalation, closing.

Each handler looks again whether it is still called for: the ticket may have moved on, and after
a pause of the service a reminder may come later than what it reminds of.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import Button
from core.tickets import chain, clocks, digest, outcomes, plan
from core.tickets.cards import refresh
from core.tickets.closing import close_on_silence
from core.tickets.dispatch import assign
from core.tickets.followers import tell_followers
from core.tickets.lessons import holder_learns
from core.tickets.measures import LAST_SHARE
from core.tickets.models import OPEN, STATES, Ticket
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.proposing import open_proposal, put_before
from core.tickets.queries import ticket_by_id
from core.tickets.staffing import (
    approvers,
    audience,
    coordinators,
    least_loaded,
    line_of_heads,
    team,
)
from core.timers import Timer

Act = Callable[..., Awaitable[None]]
Data = dict[str, Any]


async def _accept_soon(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    if now < ticket.accept_due_at:
        key = "ticket.remind.accept_given" if ticket.assignee else "ticket.remind.accept"
        await _remind(session, ticket, key, ticket.accept_due_at, now)


async def _assign(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """Whoever has least gets it; when somebody already had it and did not move, the head hears."""
    chosen = None if ticket.assignee else await least_loaded(session, ticket)
    if chosen is not None:
        await assign(session, ticket, chosen, now=now)
    else:
        await _escalate(session, ticket, "ticket.escalated.not_accepted", 0, now)
    await plan.await_response(session, ticket, now=now)


async def _respond_soon(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    at = await plan.response_due(session, ticket)
    if ticket.first_response_at is None and at is not None and now < at:
        await _remind(session, ticket, "ticket.remind.respond", at, now)


async def _respond(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    if ticket.first_response_at is None:
        await holder_learns(session, ticket, "no_first_response", now=now)
        await _escalate(session, ticket, "ticket.escalated.not_answered", 0, now)


async def _due_soon(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """The last of these says that the date is near; the others how far along it is."""
    if now < ticket.due_at:
        share = data.get("share", LAST_SHARE)
        last = share >= max(session.info["service"].remind_at, default=0)
        key = "ticket.remind.due_soon" if last else "ticket.remind.under_way"
        await _remind(session, ticket, key, ticket.due_at, now, share)


async def _due(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    await _remind(session, ticket, "ticket.remind.due", ticket.due_at, now)


async def _overdue(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """One level up the line for every further step of grace; the citizen hears it once."""
    rung = data.get("rung", 0)
    if rung == 0:
        await holder_learns(session, ticket, "late", now=now)
        await _tell_of_delay(session, ticket, now)
    levels = await _escalate(session, ticket, "ticket.escalated.overdue", rung, now)
    if rung + 1 < levels:
        await _climb(session, ticket, {"rung": rung + 1}, now)


async def _tell_of_delay(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    keys = {"waiting": "ticket.overdue_waiting", "waiting_outside": "ticket.overdue_outside"}
    key = keys.get(ticket.stands, "ticket.overdue")
    offer = [[Button("bundle.send", ticket.id)]]
    tell_reporter(
        session, ticket, key, now=now, due=ticket.due_at, body=ticket.outside, buttons=offer
    )
    await tell_followers(session, ticket, "overdue", now=now, due=ticket.due_at)


async def _climb(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    calendar = await plan.promised_by(session, ticket)
    grace = await plan.stage_rule(session, ticket, calendar, "grace", now)
    at = plan.moment_of(ticket, calendar, grace, plan.OVERDUE, data)
    plan.start(session, [plan.row(ticket, plan.OVERDUE, at, now, data)])


async def _waited_out(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """No answer came in all the time there was: the office goes on with what it has."""
    await clocks.resume(session, ticket, now=now, why="waited_out")
    ticket.state = "accepted"
    ticket.version += 1
    tell_reporter(session, ticket, "ticket.waited_out", now=now, due=ticket.due_at)
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, "ticket.waited_out_staff", now=now, due=ticket.due_at)
    await refresh(session, ticket, now=now)


async def _close(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    await close_on_silence(session, ticket, now=now)


async def _remind(
    session: AsyncSession,
    ticket: Ticket,
    key: str,
    due: datetime,
    now: datetime,
    share: int | None = None,
) -> None:
    staff = await audience(session, ticket)
    await digest.remind(session, ticket, staff, key, due=due, share=share, now=now)


async def _escalate(
    session: AsyncSession, ticket: Ticket, key: str, rung: int, now: datetime
) -> int:
    """Tell who stands on this rung above the ticket; how many rungs there are."""
    line = await line_of_heads(session, ticket)
    if rung < len(line):
        heads = line[rung]
        chain.append(session, ticket, "escalated", now=now, to=[head.name for head in heads])
        await digest.remind(session, ticket, heads, key, due=ticket.due_at, now=now)
    return len(line)


async def _look_again(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """What is planned is the unit's, whoever had it; what went outside is the officer's."""
    if ticket.outside is None and ticket.outcome not in outcomes.WANTED:
        return
    planned = ticket.outcome == "planned"
    staff = await (team if planned else audience)(session, ticket)
    key = f"ticket.remind.{'planned' if planned else 'referred' if ticket.outcome else 'outside'}"
    tell_staff(session, ticket, staff, key, now=now, body=ticket.outside)
    await refresh(session, ticket, now=now, anew=staff)


async def _approve(session: AsyncSession, ticket: Ticket, data: Data, now: datetime) -> None:
    """What still waits is put before whoever is on duty now, and before the coordinators."""
    waiting = await open_proposal(session, ticket)
    if waiting is not None:
        asked = {one.id: one for one in await approvers(session, ticket)}
        if not ticket.guarded:
            asked |= {one.id: one for one in await coordinators(session)}
        put_before(session, ticket, waiting, asked.values(), "ticket.proposed_again", now=now)


def _handler(act: Act, *states: str) -> Act:
    async def handle(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
        assert timer.ticket_id is not None
        ticket = await ticket_by_id(session, timer.ticket_id, lock=True)
        if ticket is not None and ticket.state in states:
            await act(session, ticket, timer.data, now)

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
    plan.SILENCE: _handler(_close, "resolved"),
    clocks.WAITED_OUT: _handler(_waited_out, "waiting"),
    digest.DIGEST: digest.deliver,
    plan.APPROVE: _handler(_approve, *STATES),
    plan.LOOK_AGAIN: _handler(_look_again, *STATES),
}
