"""What an account of the panel does with a ticket, whose right the panel has checked."""

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.people.models import Staff, Unit
from core.tickets import chain, dispatch, merging, rescheduling, rules, sorting
from core.tickets.access import happened
from core.tickets.models import Ticket
from core.tickets.notices import tell_staff
from core.tickets.sorting import Matter


async def reassign(
    session: AsyncSession,
    ticket: Ticket,
    to: Unit | Staff,
    reason: str,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    expected_version: int,
) -> bool:
    """Give the ticket to another unit or officer. `by` is the actor of the audit log and `name`
    who the office reads did it; False when this form already had its effect.
    """
    same_officer = isinstance(to, Staff) and ticket.assignee_id == to.id
    if same_officer or (isinstance(to, Unit) and ticket.unit_id == to.id):
        if not await happened(session, source):
            raise Refused("panel.refused.same_place")
        return False
    done = await dispatch.reassign(
        session, ticket, name, to, reason, now=now, source=source, expected_version=expected_version
    )
    if done:
        audit.record(session, by, "ticket.reassign", ticket, now=now, unit=ticket.unit_id)
    return done


async def reschedule(
    session: AsyncSession,
    ticket: Ticket,
    day: date,
    reason: str,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    expected_version: int,
) -> bool:
    """Make the ticket due on another day; `by` and `name` as in `reassign`."""
    done = await rescheduling.reschedule(
        session,
        ticket,
        name,
        day,
        reason,
        now=now,
        source=source,
        expected_version=expected_version,
    )
    if done:
        audit.record(session, by, "ticket.reschedule", ticket, now=now, day=day.isoformat())
    return done


async def sort(
    session: AsyncSession,
    ticket: Ticket,
    matter: Matter,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    expected_version: int,
) -> bool:
    """Say what the ticket is about; `by` and `name` as in `reassign`."""
    done = await sorting.sort(
        session, ticket, name, matter, now=now, source=source, expected_version=expected_version
    )
    if done:
        audit.record(session, by, "ticket.sort", ticket, now=now)
    return done


async def note(
    session: AsyncSession,
    ticket: Ticket,
    text: str,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
) -> bool:
    """Write down something only the office reads; whoever has the ticket is told."""
    said = rules.words(text)
    if await happened(session, source):
        return False
    chain.append(session, ticket, "noted", now=now, source=source, text=said, by=name)
    if ticket.assignee is not None:
        staff = [ticket.assignee]
        tell_staff(session, ticket, staff, "ticket.noted", now=now, by=name, said=said)
    audit.record(session, by, "ticket.note", ticket, now=now)
    await session.flush()
    return True


class Act(TypedDict):
    """Who does it, as the audit log and as the office read it; when; and the form's own mark."""

    by: str
    name: str
    now: datetime
    source: str


async def merge(
    session: AsyncSession,
    ticket: Ticket,
    master: Ticket,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    expected_version: int,
) -> None:
    """Close the ticket as the same as `master`."""
    if await merging.merge(
        session, ticket, name, master, now=now, source=source, expected_version=expected_version
    ):
        audit.record(session, by, "ticket.merge", ticket, now=now)


async def split(
    session: AsyncSession,
    ticket: Ticket,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    expected_version: int,
) -> None:
    """Undo a merge."""
    if await merging.split(
        session, ticket, name, now=now, source=source, expected_version=expected_version
    ):
        audit.record(session, by, "ticket.split", ticket, now=now)


async def relate(
    session: AsyncSession,
    ticket: Ticket,
    other: Ticket,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
) -> None:
    """Link the two."""
    if await merging.relate(session, ticket, name, other, now=now, source=source):
        audit.record(session, by, "ticket.link", ticket, now=now)


async def unrelate(
    session: AsyncSession,
    ticket: Ticket,
    other: Ticket,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
) -> None:
    """Undo the link."""
    if await merging.unrelate(session, ticket, name, other, now=now, source=source):
        audit.record(session, by, "ticket.unlink", ticket, now=now)
