"""Cases an officer writes down for whoever comes, calls or writes; and who they belong to later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.people.models import Person, Staff
from core.people.queries import staff_of
from core.tickets import chain, filing
from core.tickets.access import standing_of
from core.tickets.attachments import File
from core.tickets.cards import refresh
from core.tickets.categories import is_inspected
from core.tickets.citizens import Citizen, actor_of, received, sealed
from core.tickets.followers import recount
from core.tickets.models import CHANNELS, Attachment, Reception, Ticket
from core.tickets.notices import tell_staff
from core.tickets.queries import master_of
from core.tickets.reporters import adopt, hide_by_hand, is_by_hand, is_theirs
from core.tickets.staffing import audience
from core.transcripts import services as transcripts


@dataclass(frozen=True)
class Receiver:
    """Who writes a case down: the actor of the audit log, the name people read, and the member of
    staff when it is one in chat.
    """

    actor: str
    name: str
    staff: Staff | None = None

    @classmethod
    def of(cls, staff: Staff) -> "Receiver":
        return cls(actor_of(staff), staff.name, staff)


async def receive(
    session: AsyncSession,
    receiver: Receiver,
    citizen: Citizen,
    *,
    channel: str,
    kind: str,
    text: str,
    category_id: int | None,
    now: datetime,
    source: str,
    place: str = "",
    location: filing.Location | None = None,
    files: Sequence[File] = (),
    anonymous: bool = False,
    confidential: bool = False,
) -> Ticket:
    """Open a ticket for somebody who is not here themselves; `channel` is how they reached us.

    Of an `anonymous` one nobody in the office reads afterwards who it is for, not even whoever
    wrote it down. For the rest see `filing.file`. The same `source` twice is the same ticket.
    """
    if channel not in CHANNELS:
        raise Refused("counter.refused.channel")
    known = await filing.filed_by(session, source)
    if known is not None:
        return known
    if await is_inspected(session, category_id):
        raise Refused("whistle.refused.counter")
    if anonymous and any(file.get("stored") and not file.get("cleaned") for file in files):
        raise Refused("counter.refused.unclean")
    reception = Reception(
        channel=channel,
        receiver=receiver.actor,
        receiver_name=receiver.name,
        citizen=None if anonymous else sealed(session, citizen),
    )
    ticket = await filing.file(
        session,
        None,
        kind=kind,
        text=text,
        category_id=category_id,
        now=now,
        source=source,
        place=place,
        location=location,
        files=files,
        reception=reception,
        confidential=confidential,
        hidden=hide_by_hand(session, citizen) if anonymous else None,
        officer=receiver.staff,
    )
    await _expect_voices(session, ticket, now)
    audit.record(session, receiver.actor, "ticket.receive", ticket, now=now, channel=channel)
    return ticket


async def claim(
    session: AsyncSession, ticket: Ticket, person: Person, *, now: datetime, source: str
) -> bool:
    """Make a case that was written down for somebody theirs: whoever holds its receipt, once.

    The ticket must be locked; False when it is theirs already.
    """
    if is_theirs(session, person, ticket):
        return False
    if not is_by_hand(ticket):
        raise Refused("receipt.refused.claimed", code=ticket.code)
    staff = await staff_of(session, person)
    if staff is not None and await _has_part(session, staff, ticket):
        raise Refused("receipt.refused.own_work", code=ticket.code)
    if ticket.hidden is not None:
        await adopt(session, ticket.hidden, person)
    else:
        ticket.reporter, ticket.reporter_id = person, person.id
    # Of what it was merged into they are a follower now; of itself they are none any more.
    for case in (ticket, await master_of(session, ticket)):
        await recount(session, case)
    chain.append(session, ticket, "claimed", now=now, source=source, by_reporter=True)
    tell_staff(session, ticket, await audience(session, ticket), "ticket.claimed", now=now)
    await refresh(session, ticket, now=now)
    return True


async def _expect_voices(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """What came to the panel is here already, and nothing is fetched that would say so."""
    here = select(Attachment).where(
        Attachment.ticket_id == ticket.id, Attachment.stored.is_not(None)
    )
    for file in (await session.scalars(here)).all():
        await transcripts.expect(session, ticket, file, now=now)


async def _has_part(session: AsyncSession, staff: Staff, ticket: Ticket) -> bool:
    """Nobody confirms or rates their own work, nor gets to see so what is kept from colleagues."""
    if received(ticket, staff) or staff.unit_id == ticket.unit_id:
        return True
    return await standing_of(session, staff, ticket) != "none"
