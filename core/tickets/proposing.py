"""Putting what an officer wrote before whoever approves it; the citizen reads nothing of it yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import outbox, timers
from core.errors import Refused
from core.features.queries import current
from core.i18n import Text
from core.people.models import Staff
from core.secrets import keys_of
from core.tickets import chain, plan, rules
from core.tickets.attachments import File, pass_on
from core.tickets.cards import refresh
from core.tickets.measures import worked_between
from core.tickets.models import Proposal, Ticket
from core.tickets.notices import pieces, tell_staff
from core.tickets.outcomes import Facts
from core.tickets.staffing import approvers


def needs_approval(session: AsyncSession, ticket: Ticket, staff: Staff) -> bool:
    """Whether somebody above reads it first, in an office that wants that at all."""
    return current(session).on("approvals") and rules.needs_approval(ticket, staff)


async def propose(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    verb: str,
    said: str,
    *,
    now: datetime,
    source: str | None,
    files: Sequence[File],
    outcome: str | None = None,
    facts: Facts | None = None,
) -> None:
    """Ask for approval; an older proposal for this ticket gives way."""
    asked = await approvers(session, ticket)
    if not asked:
        raise Refused("ticket.refused.no_approver", code=ticket.code)
    older = await open_proposal(session, ticket)
    if older is not None:
        await settle(session, ticket, older, "replaced", None, now=now)
    step: dict[str, Any] = {"text": said, "files": len(files), "to": [one.name for one in asked]}
    chain.append(session, ticket, "proposed", now=now, source=source, staff=staff, **step)
    content: dict[str, Any] = {"text": said, "files": [dict(file) for file in files]}
    content |= {"outcome": outcome, "facts": dict(facts or {})}
    proposal = Proposal(
        ticket_id=ticket.id,
        staff=staff,
        verb=verb,
        content=keys_of(session).seal_json(content),
        asked_at=now,
    )
    session.add(proposal)
    await session.flush()
    put_before(session, ticket, proposal, asked, "ticket.proposed", now=now)
    # Until it is approved the citizen has read nothing: the time for a first answer runs on.
    await plan.await_response(session, ticket, now=now)
    await plan.await_approval(session, ticket, now=now)
    await refresh(session, ticket, now=now)


def put_before(
    session: AsyncSession,
    ticket: Ticket,
    proposal: Proposal,
    asked: Iterable[Staff],
    key: str,
    *,
    now: datetime,
) -> None:
    """Show the proposal with its buttons. Not as a message of the ticket: a reply to those goes
    to the citizen, and what is said here is said among colleagues.
    """
    content = content_of(session, proposal)
    first, *rest = pieces(content["text"])
    facts: dict[str, Any] = {
        "code": ticket.code,
        "unit": ticket.unit.name,
        "by": proposal.staff.name,
    }
    for one in asked:
        if one.person is None:
            continue
        pass_on(session, ticket, one.person, content["files"], now=now)
        outbox.tell(
            session,
            one.person,
            key,
            now=now,
            kind="notice",
            buttons=_buttons(proposal),
            said=first,
            what=_what(proposal, content),
            count=len(content["files"]),
            **facts,
        )
        for piece in rest:
            outbox.tell(session, one.person, "ticket.more", now=now, kind="notice", said=piece)


async def drop(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """The ticket goes to others: nobody here can approve any more, and the officer is told."""
    waiting = await open_proposal(session, ticket)
    if waiting is None:
        return
    said = content_of(session, waiting)["text"]
    await settle(session, ticket, waiting, "dropped", None, now=now)
    tell_staff(session, ticket, [waiting.staff], "ticket.proposal_dropped", now=now, said=said)


async def open_proposal(session: AsyncSession, ticket: Ticket) -> Proposal | None:
    """What waits for approval now, if anything."""
    waiting = (Proposal.ticket_id == ticket.id, Proposal.decision.is_(None))
    statement = (
        select(Proposal)
        .options(joinedload(Proposal.staff).joinedload(Staff.person))
        .where(*waiting)
    )
    return (await session.scalars(statement)).one_or_none()


async def settle(
    session: AsyncSession,
    ticket: Ticket,
    proposal: Proposal,
    decision: str,
    approver: Staff | None,
    *,
    now: datetime,
) -> None:
    """Note what became of it, and how long it waited; its words are in the timeline by now."""
    proposal.decision, proposal.decided_at, proposal.content = decision, now, None
    proposal.approver_id = approver.id if approver else None
    proposal.waited_seconds = await worked_between(session, ticket, proposal.asked_at, now)
    await timers.stop(session, ticket.id, plan.APPROVE)


def content_of(session: AsyncSession, proposal: Proposal) -> dict[str, Any]:
    """Its text, files, outcome and facts; only while it is open."""
    assert proposal.content is not None
    content: dict[str, Any] = keys_of(session).open_json(proposal.content)
    return content


def _what(proposal: Proposal, content: dict[str, Any]) -> Text:
    outcome = content["outcome"]
    return Text(f"ticket.outcome.{outcome}" if outcome else f"ticket.proposal.{proposal.verb}")


def _buttons(proposal: Proposal) -> list[list[outbox.Button]]:
    verbs = (("approve",), ("edit", "send_back"))
    return [[outbox.Button(f"proposal.{verb}", proposal.id) for verb in row] for row in verbs]
