"""What staff do with a ticket in front of them.

Every verb wants a ticket loaded with `queries.ticket_for(…, lock=True)` and answers False when
this very `source` (an update or a form) already had its effect. It raises Refused for somebody
the ticket is not theirs, and Moved when the ticket is no longer what they saw.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.people.models import Staff
from core.tickets import chain, clocks, plan, rules
from core.tickets.access import admits, standing_of
from core.tickets.attachments import File, attach, files_of, pass_on
from core.tickets.cards import card, refresh
from core.tickets.followers import tell_followers
from core.tickets.measures import worked
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.proposing import needs_approval, propose
from core.tickets.reporters import reader


async def accept(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Take the ticket; the citizen reads that somebody has it, and until when."""
    if not await admits(
        session, ticket, staff, "accept", source=source, expected_version=expected_version
    ):
        return False
    await take(session, ticket, staff, now=now, source=source)
    await plan.await_response(session, ticket, now=now)
    tell_reporter(session, ticket, "ticket.accepted", now=now, due=ticket.due_at)
    await tell_followers(session, ticket, "accepted", now=now, due=ticket.due_at)
    await refresh(session, ticket, now=now)
    return True


async def take(
    session: AsyncSession, ticket: Ticket, staff: Staff, *, now: datetime, source: str | None
) -> None:
    """Make the ticket theirs; without telling anybody."""
    ticket.state, ticket.assignee = "accepted", staff
    ticket.accepted_at, ticket.accept_seconds = now, await worked(session, ticket, now)
    ticket.version += 1
    await timers.stop(session, ticket.id, *plan.ACCEPTANCE)
    unit = ticket.unit.name
    chain.append(session, ticket, "accepted", now=now, source=source, staff=staff, unit=unit)


async def reply(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    expected_version: int | None = None,
) -> bool:
    """Write to the citizen; whoever answers a ticket nobody has, has it."""
    said = rules.words(text) if text or not files else ""
    if not await admits(
        session, ticket, staff, "reply", source=source, expected_version=expected_version
    ):
        return False
    moved = await _take_if_new(session, ticket, staff, now, source)
    if needs_approval(session, ticket, staff):
        await propose(session, ticket, staff, "reply", said, now=now, source=source, files=files)
        return True
    await write(session, ticket, staff, said, now=now, source=source, files=files)
    if moved:
        await refresh(session, ticket, now=now)
    return True


async def write(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    said: str,
    *,
    now: datetime,
    source: str | None,
    files: Sequence[File],
) -> None:
    """Let the citizen read it; who may write, and who approves, is decided before."""
    await respond(session, ticket, now=now)
    event = chain.append(
        session, ticket, "replied", now=now, source=source, staff=staff, text=said, files=len(files)
    )
    await attach(session, ticket, event, files, now=now, by_reporter=False)
    tell_reporter(session, ticket, "ticket.replied", now=now, said=said)
    if said:
        await tell_followers(session, ticket, "replied", now=now, said=said)
    pass_on(session, ticket, reader(session, ticket), files, now=now)


async def ask(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Ask the citizen something; the ticket and its deadline wait for the answer."""
    said = rules.words(text)
    if not await admits(
        session, ticket, staff, "ask", source=source, expected_version=expected_version
    ):
        return False
    await _take_if_new(session, ticket, staff, now, source)
    await respond(session, ticket, now=now)
    await clocks.pause(session, ticket, now=now)
    ticket.state, ticket.outside = "waiting", None
    ticket.version += 1
    chain.append(session, ticket, "asked", now=now, source=source, staff=staff, text=said)
    tell_reporter(session, ticket, "ticket.asked", now=now, said=said)
    await refresh(session, ticket, now=now)
    return True


async def note(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Write down something that only the office reads; whoever has the ticket is told."""
    said = rules.words(text)
    if not await admits(
        session, ticket, staff, "note", source=source, expected_version=expected_version
    ):
        return False
    chain.append(session, ticket, "noted", now=now, source=source, staff=staff, text=said)
    if ticket.assignee is not None and ticket.assignee.id != staff.id:
        tell_staff(
            session, ticket, [ticket.assignee], "ticket.noted", now=now, by=staff.name, said=said
        )
    await session.flush()
    return True


async def respond(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Stop the clock of the first response."""
    if ticket.first_response_at is None:
        ticket.first_response_at = now
        ticket.response_seconds = await worked(session, ticket, now)
        await timers.stop(session, ticket.id, *plan.RESPONSE)


async def _take_if_new(
    session: AsyncSession, ticket: Ticket, staff: Staff, now: datetime, source: str | None
) -> bool:
    if ticket.state != "new":
        return False
    await take(session, ticket, staff, now=now, source=source)
    return True


async def show(session: AsyncSession, ticket: Ticket, staff: Staff, *, now: datetime) -> None:
    """Send the ticket's card anew, with its files, to somebody who asked for it."""
    standing = await standing_of(session, staff, ticket)
    card(session, ticket, staff, standing, now=now)
    if staff.person is not None and standing != "none":
        pass_on(session, ticket, staff.person, await files_of(session, ticket), now=now)


async def refold(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    *,
    now: datetime,
    edits: int | None,
    unfolded: bool,
) -> None:
    """Change the card somebody looks at: with what is rarely done, or without it."""
    stands = await standing_of(session, staff, ticket)
    card(session, ticket, staff, stands, now=now, edits=edits, unfolded=unfolded)
