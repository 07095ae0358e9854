"""What became of a file somebody sent: it is here and goes on to its readers, or it is not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import Reader
from core.people.models import Person, Staff
from core.tickets import found_place, reporters
from core.tickets.attachments import file_of, goes_at_once, pass_on
from core.tickets.models import Attachment, Event, Ticket
from core.tickets.notices import tell, tell_staff
from core.tickets.queries import ticket_by_id
from core.tickets.staffing import audience, people
from core.transcripts import services as transcripts


async def keep(
    session: AsyncSession,
    attachment_id: int,
    *,
    stored: str,
    cleaned: bool,
    place: found_place.Location | None,
    now: datetime,
) -> bool:
    """The file is in the storage; False when it is not wanted there.

    Somebody else fetched it already, or what is hidden in it may tell who sent it. `place` is where
    a picture was taken, if it said so.
    """
    ticket, row = await _awaited(session, attachment_id)
    if ticket is None or row is None:
        return False
    if ticket.hidden and row.by_reporter and not cleaned:
        await _refuse(session, ticket, row, "unclean", now)
        return False
    row.stored, row.cleaned, row.problem = stored, cleaned, None
    await transcripts.expect(session, ticket, row, now=now)
    file = file_of(session, ticket, row)
    if not goes_at_once(file):
        for person in await _readers(session, ticket, row):
            pass_on(session, ticket, person, [file], now=now)
    asked = row.by_reporter and row.follower_id is None and not reporters.is_by_hand(ticket)
    if place is not None and asked and row.kind == "document":
        await found_place.offer(session, ticket, place, now=now)
    return True


async def give_up(
    session: AsyncSession, attachment_id: int, problem: str, *, now: datetime
) -> None:
    """The file will never be here; whoever sent it hears why and what to do, once a step."""
    ticket, row = await _awaited(session, attachment_id)
    if ticket is not None and row is not None and not row.problem:
        await _refuse(session, ticket, row, problem, now)


async def _refuse(
    session: AsyncSession, ticket: Ticket, row: Attachment, problem: str, now: datetime
) -> None:
    told = await _told(session, row, problem)
    row.problem = problem
    if not told:
        await _tell(session, ticket, row, now)


async def _tell(session: AsyncSession, ticket: Ticket, row: Attachment, now: datetime) -> None:
    key = f"ticket.file.{row.problem}"
    if row.by_reporter:
        citizen = await _citizen(session, ticket, row)
        if citizen is not None:
            tell(session, ticket, citizen, key, now=now)
        office = await audience(session, ticket)
        asked = "_by_hand" if citizen is None else ""
        tell_staff(session, ticket, office, f"ticket.file.missing{asked}", now=now)
    elif not goes_at_once(file_of(session, ticket, row)):
        tell_staff(session, ticket, await _sender(session, row), key, now=now)


async def _awaited(
    session: AsyncSession, attachment_id: int
) -> tuple[Ticket | None, Attachment | None]:
    """The attachment and its ticket, both locked, as long as the file is not here."""
    found = await session.get(Attachment, attachment_id)
    if found is None:
        return None, None
    ticket = await ticket_by_id(session, found.ticket_id, lock=True)
    await session.refresh(found, with_for_update=True)
    return (ticket, found) if found.stored is None else (None, None)


async def _readers(session: AsyncSession, ticket: Ticket, row: Attachment) -> list[Person | Reader]:
    if not row.by_reporter:
        to = reporters.reader(session, ticket)
        return [] if to is None else [to]
    return [one.person for one in await audience(session, ticket) if one.person is not None]


async def _citizen(
    session: AsyncSession, ticket: Ticket, row: Attachment
) -> Person | Reader | None:
    """Who sent it: the reporter, if they are on Telegram, or a follower."""
    if row.follower_id is None:
        return reporters.reader(session, ticket)
    return await session.get_one(Person, row.follower_id)


async def _told(session: AsyncSession, row: Attachment, problem: str) -> bool:
    """Whether another file of the same step had the same problem."""
    same = (Attachment.event_id == row.event_id, Attachment.problem == problem)
    return (await session.scalars(select(func.count(Attachment.id)).where(*same))).one() > 0


async def _sender(session: AsyncSession, row: Attachment) -> Sequence[Staff]:
    """The member of staff whose step the file came with."""
    theirs = people().join(Event, Event.staff_id == Staff.id).where(Event.id == row.event_id)
    return (await session.scalars(theirs)).all()
