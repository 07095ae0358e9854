"""Not solved after all: the reporter or a follower objects; see `work` for how verbs behave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.i18n import Text
from core.people.models import Person, Staff
from core.tickets import chain, clocks, plan, rules
from core.tickets.access import admits
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.lessons import holder_learns
from core.tickets.models import Ticket
from core.tickets.notices import tell, tell_reporter, tell_staff
from core.tickets.reporters import is_theirs
from core.tickets.staffing import audience, heads_above


async def object_(
    session: AsyncSession,
    ticket: Ticket,
    citizen: Person,
    reason: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    expected_version: int | None = None,
) -> bool:
    """The reporter or a follower says it is not solved: the ticket goes on.

    From the second time on the head is told.
    """
    said = rules.words(reason, "ticket.refused.reason")
    by_reporter = is_theirs(session, citizen, ticket)
    verb = objection(ticket, by_reporter=by_reporter, now=now)
    if not await admits(
        session, ticket, citizen, verb, source=source, expected_version=expected_version
    ):
        return False
    follower = None if by_reporter else citizen
    who: dict[str, Any] = {"by_reporter": True} if by_reporter else {"person": citizen.id}
    await reopened(
        session, ticket, said, now=now, source=source, files=files, follower=follower, **who
    )
    return True


async def reopened(
    session: AsyncSession,
    ticket: Ticket,
    said: str,
    *,
    now: datetime,
    source: str | None,
    files: Sequence[File],
    follower: Person | None = None,
    **who: Any,
) -> None:
    """Somebody objected, the reporter unless it was a `follower`; that they may is decided before.

    `who` goes into the step.
    """
    await clocks.turn(session, ticket, now=now)
    step: dict[str, Any] = {"text": said, "outcome": ticket.outcome, **who}
    kind = "" if ticket.is_solved else "_unsolved"
    ticket.state, ticket.resolved_at, ticket.resolve_seconds = "accepted", None, None
    ticket.outcome, ticket.outside = None, None
    ticket.closed_at, ticket.rating = None, None
    ticket.reopened += 1
    ticket.version += 1
    event = chain.append(
        session,
        ticket,
        "follower_objected" if follower else "objected",
        now=now,
        source=source,
        **step,
    )
    await attach(session, ticket, event, files, now=now, by_reporter=True, follower=follower)
    await holder_learns(session, ticket, "reopened", now=now)
    await plan.renew_solution(session, ticket, now=now)
    await _tell_citizens(session, ticket, follower, kind, now)
    whose = Text(f"ticket.citizen.{'follower' if follower else 'reporter'}")
    await _call_back(session, ticket, f"ticket.objected{kind}_staff", said, files, whose, now)


def objection(ticket: Ticket, *, by_reporter: bool, now: datetime) -> str:
    """The verb an objection is: the reporter's word closes the ticket, and a follower may still
    object until the time for it is over.
    """
    closed = ticket.state == "closed" and ticket.master_id is None
    in_time = ticket.verdict_until is not None and now <= ticket.verdict_until
    return "reopen" if closed and in_time and not by_reporter else "object"


async def _tell_citizens(
    session: AsyncSession, ticket: Ticket, follower: Person | None, kind: str, now: datetime
) -> None:
    due = ticket.due_at
    if follower is None:
        tell_reporter(session, ticket, "ticket.objected", now=now, kind="interactive", due=due)
    else:
        tell(session, ticket, follower, "ticket.objected", now=now, kind="interactive", due=due)
        tell_reporter(session, ticket, f"ticket.objected{kind}_by_other", now=now, due=due)
    await tell_followers(session, ticket, f"objected{kind}", now=now, but=follower, due=due)


async def _call_back(
    session: AsyncSession,
    ticket: Ticket,
    key: str,
    said: str,
    files: Sequence[File],
    whose: Text,
    now: datetime,
) -> None:
    """Tell whoever has the ticket, the second time the head too, and show them its card anew."""
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, key, now=now, said=said, whose=whose)
    if ticket.reopened > 1:
        staff = [*staff, *await _escalate(session, ticket, said, whose, now)]
    for one in staff:
        if one.person is not None:
            pass_on(session, ticket, one.person, files, now=now)
    await refresh(session, ticket, now=now, anew=staff)


async def _escalate(
    session: AsyncSession, ticket: Ticket, said: str, whose: Text, now: datetime
) -> Sequence[Staff]:
    """Who objects again is heard one higher; who that was is part of the timeline."""
    heads = await heads_above(session, ticket)
    names = [head.name for head in heads]
    chain.append(session, ticket, "escalated", now=now, to=names, objections=ticket.reopened)
    key, times = "ticket.objected_head", ticket.reopened
    tell_staff(session, ticket, heads, key, now=now, said=said, times=times, whose=whose)
    return heads
