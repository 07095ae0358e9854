"""Deciding on what an officer wants the citizen to read: it goes out, changed or not, or back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import outbox
from core.errors import Moved
from core.people.models import Staff
from core.tickets import chain, rules
from core.tickets.access import check_still, happened, not_yours, standing_of
from core.tickets.ending import finish
from core.tickets.models import Proposal, Ticket
from core.tickets.notices import tell_staff
from core.tickets.proposing import content_of, settle
from core.tickets.queries import ticket_for
from core.tickets.work import write


async def proposal_for(
    session: AsyncSession, staff: Staff, proposal_id: int
) -> tuple[Ticket, Proposal]:
    """The ticket, locked, and what waits for approval there, for a head above or a coordinator.

    Raises Refused for everybody else, and Moved when it has been decided.
    """
    wanted = select(Proposal).where(Proposal.id == proposal_id)
    known = (await session.scalars(wanted)).one_or_none()
    ticket = await ticket_for(session, staff, known.ticket_id if known else 0, lock=True)
    if not rules.may(await standing_of(session, staff, ticket), "approve", ticket.state):
        raise not_yours(staff)
    whole = wanted.options(joinedload(Proposal.staff).joinedload(Staff.person))
    again = whole.execution_options(populate_existing=True)
    proposal = (await session.scalars(again)).one()
    if proposal.decision is not None:
        raise Moved(f"ticket.moved.proposal.{proposal.decision}", code=ticket.code)
    return ticket, proposal


async def approve(
    session: AsyncSession,
    ticket: Ticket,
    proposal: Proposal,
    approver: Staff,
    *,
    now: datetime,
    source: str | None = None,
    text: str | None = None,
) -> bool:
    """Let the citizen read it, in the approver's words when there is a `text`.

    Raises Moved when the ticket has gone on and the officer could not do this any more.
    """
    if source is not None and await happened(session, source):
        return False
    author, content = proposal.staff, content_of(session, proposal)
    check_still(ticket, await standing_of(session, author, ticket), proposal.verb, None)
    said = content["text"] if text is None else checked(proposal, text)
    decision = "approved" if text is None else "edited"
    await settle(session, ticket, proposal, decision, approver, now=now)
    step: dict[str, Any] = {"waited": proposal.waited_seconds, "edited": text is not None}
    # Before what was written: ending the case starts its own timers from its last step.
    chain.append(session, ticket, "approved", now=now, source=source, staff=approver, **step)
    out: dict[str, Any] = {"now": now, "source": source, "files": content["files"]}
    if proposal.verb == "resolve":
        end = {"outcome": content["outcome"], "facts": content["facts"]}
        await finish(session, ticket, author, said, **out, **end)
    else:
        await write(session, ticket, author, said, **out)
    key = f"ticket.proposal_{decision}"
    tell_staff(session, ticket, [author], key, now=now, said=said, by=approver.name)
    return True


async def send_back(
    session: AsyncSession,
    ticket: Ticket,
    proposal: Proposal,
    approver: Staff,
    note: str,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """Back to the officer, who reads why and gets the words back."""
    said = rules.words(note, "ticket.refused.reason")
    if source is not None and await happened(session, source):
        return False
    author, content = proposal.staff, content_of(session, proposal)
    await settle(session, ticket, proposal, "returned", approver, now=now)
    waited = proposal.waited_seconds
    chain.append(
        session,
        ticket,
        "sent_back",
        now=now,
        source=source,
        staff=approver,
        text=said,
        waited=waited,
    )
    button = outbox.Button(f"ticket.{proposal.verb}", ticket.id, ticket.version)
    more: dict[str, Any] = {"by": approver.name, "buttons": [[button]]}
    tell_staff(session, ticket, [author], "ticket.proposal_returned", now=now, said=said, **more)
    tell_staff(session, ticket, [author], "ticket.proposal_words", now=now, said=content["text"])
    return True


def checked(proposal: Proposal, text: str) -> str:
    """The approver's own words; an end needs an explanation, whoever writes it."""
    return rules.explanation(text) if proposal.verb == "resolve" else rules.words(text)
