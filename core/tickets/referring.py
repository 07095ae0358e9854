"""Passing a ticket on to an outside body while it stays ours; see `work` for how verbs behave."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Staff
from core.tickets import chain, clocks, outcomes, plan
from core.tickets.access import admits
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter
from core.tickets.steps import letter
from core.tickets.work import respond, take


async def refer(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    facts: outcomes.Facts,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """The ticket waits for the body named; on the day named the officer is reminded to ask.

    `facts` are those `outcomes.WANTED` names for an end that was referred.
    """
    today = now.astimezone(session.info["service"].zone).date()
    known: dict[str, Any] = outcomes.ending("referred", facts, today)
    if not await admits(
        session, ticket, staff, "refer", source=source, expected_version=expected_version
    ):
        return False
    if ticket.state == "new":
        await take(session, ticket, staff, now=now, source=source)
    await respond(session, ticket, now=now)
    # Only who reported it makes the deadline wait: what lies outside is still ours to answer for.
    await clocks.resume(session, ticket, now=now)
    ticket.state, ticket.outside = "waiting", known["body"]
    ticket.version += 1
    chain.append(session, ticket, "referred", now=now, source=source, staff=staff, **known)
    again_on = date.fromisoformat(known["again_on"])
    await plan.look_again(session, ticket, again_on, now=now)
    more: dict[str, Any] = {"body": known["body"], "letter": letter(known), "again_on": again_on}
    tell_reporter(session, ticket, "ticket.referred", now=now, due=ticket.due_at, **more)
    await tell_followers(session, ticket, "referred", now=now, due=ticket.due_at, **more)
    await refresh(session, ticket, now=now)
    return True
