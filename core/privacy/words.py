"""What somebody said in their cases goes, if they ask for that and the office agrees."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs, timers
from core.forums import cases
from core.people.models import Person
from core.privacy.files import DROP
from core.privacy.queries import every_case
from core.secrets import keys_of
from core.tickets import chain
from core.tickets.cards import refresh
from core.tickets.models import Attachment, Event, Ticket
from core.tickets.queries import ticket_by_id
from core.timers import Timer
from core.transcripts import services as transcripts
from core.transcripts.rules import STEPS

WORDS = "privacy.words"
WITHIN = timedelta(days=1)


async def erase_words(session: AsyncSession, person: Person, *, now: datetime) -> None:
    """Take what somebody said and sent out of their cases; the chain still verifies."""
    for ticket in await every_case(session, person):
        if ticket.hidden is None:
            await _erase(session, ticket, now)
        else:
            await _erase_later(session, ticket, now)


async def erase_at_its_time(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """The same for an anonymous case, and its cards."""
    ticket = await ticket_by_id(session, timer.data["ticket"], lock=True)
    assert ticket is not None
    await _erase(session, ticket, now)
    await refresh(session, ticket, now=now)


async def _erase_later(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """A step at the very moment of the decision would show the office whose case it is."""
    at = now + timedelta(seconds=secrets.randbelow(int(WITHIN.total_seconds())))
    await timers.start(session, f"{WORDS}:{ticket.id}", WORDS, at, now=now, ticket=ticket.id)


async def _erase(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    own = (Event.ticket_id == ticket.id, or_(Event.by_reporter, Event.kind.in_(STEPS)))
    for event in await session.scalars(select(Event).where(*own)):
        chain.erase(event)
    ticket.text, ticket.place, ticket.latitude, ticket.longitude = "", "", None, None
    ticket.details = None
    await transcripts.forget(session, ticket)
    await cases.forget(session, ticket)
    theirs = (Attachment.ticket_id == ticket.id, Attachment.by_reporter)
    for file in await session.scalars(select(Attachment).where(*theirs)):
        if file.stored is not None:
            jobs.start(session, DROP, now=now, stored=file.stored)
        file.file_id, file.stored, file.problem = keys_of(session).seal(b""), None, "erased"
    chain.append(session, ticket, "erased", now=now)
    await session.flush()
