"""Somebody is forgotten: the person goes, their cases stay.

What happened to a case belongs to the office's archive (UU 27/2022 pasal 44 erases by the archive
schedule), so the words in it stay unless the person asks for those too and the office agrees.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, jobs, lanes, outbox, timers
from core.bans.models import Ban
from core.bans.queries import works_here
from core.chats import NOWHERE, Chat
from core.conversations import Conversation
from core.db import changed
from core.errors import Refused
from core.i18n import Text
from core.knowledge.models import AskedQuestion
from core.outbox import Outgoing
from core.people import rules
from core.people.models import Person
from core.privacy.files import DROP
from core.privacy.models import PrivacyRequest
from core.secrets import keys_of
from core.tickets import chain
from core.tickets.cards import refresh
from core.tickets.models import OPEN, Attachment, Event, PlaceOffer, Ticket, TicketMessage
from core.tickets.queries import ticket_by_id
from core.timers import Timer
from core.updates import Update

FORGET = "privacy.forget"
LOOK_AGAIN = timedelta(hours=1)
# Whoever cannot be reached by then never reads the last message.
LONGEST = timedelta(days=3)


async def check(session: AsyncSession, person: Person) -> None:
    """Refuse for staff, whose place the office ends first, and for who is gone already.

    From here on the person is locked: what they are just writing comes before, or is new.
    """
    await session.flush()
    await session.refresh(person, with_for_update=True)
    if await works_here(session, person):
        raise Refused("rights.refused.staff")
    if person.erased_at is not None:
        raise Refused("rights.refused.decided")


async def has_open_cases(session: AsyncSession, person: Person) -> bool:
    mine = (Ticket.reporter_id == person.id, Ticket.state.in_((*OPEN, "resolved")))
    return await _first(session, select(Ticket.id).where(*mine))


async def erase(
    session: AsyncSession,
    person: Person,
    farewell: str,
    *,
    by: str,
    now: datetime,
    why: Text,
) -> None:
    """Forget who somebody is; `farewell` is the text that tells them so, and why.

    Their chat address is all that stays, until that message has been sent.
    """
    lane = person.lane
    await session.flush()
    await _drop_messages(session, lane)
    await _drop_words(session, person)
    outbox.tell(session, person, farewell, now=now, kind="notice", why=why)
    person.lane = f"{NOWHERE}{secrets.token_hex(16)}"
    person.profile = keys_of(session).seal_json(rules.profile({}))
    person.erased_at, person.restricted_at, person.banned_at = now, None, None
    audit.record(session, by, "person.erase", person, now=now)
    await _forget_later(session, lane, until=now + LONGEST, now=now)
    # The cards in the chats of staff no longer name them.
    for ticket in await _cases(session, person):
        await refresh(session, ticket, now=now)
    await session.flush()


async def erase_words(session: AsyncSession, person: Person, *, now: datetime) -> None:
    """Take what somebody said and sent out of their cases; the chain still verifies."""
    for ticket in await _cases(session, person):
        await _erase_words_of(session, ticket, now)


async def _cases(session: AsyncSession, person: Person) -> list[Ticket]:
    """Everything they reported, locked."""
    mine = select(Ticket.id).where(Ticket.reporter_id == person.id).order_by(Ticket.id)
    ids = (await session.scalars(mine)).all()
    found = [await ticket_by_id(session, one, lock=True) for one in ids]
    return [one for one in found if one is not None]


async def _erase_words_of(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    own = (Event.ticket_id == ticket.id, Event.by_reporter)
    for event in await session.scalars(select(Event).where(*own)):
        chain.erase(event)
    ticket.text, ticket.place, ticket.latitude, ticket.longitude = "", "", None, None
    theirs = (Attachment.ticket_id == ticket.id, Attachment.by_reporter)
    for file in await session.scalars(select(Attachment).where(*theirs)):
        if file.stored is not None:
            jobs.start(session, DROP, now=now, stored=file.stored)
        file.file_id, file.stored, file.problem = keys_of(session).seal(b""), None, "erased"
    chain.append(session, ticket, "erased", now=now)
    await session.flush()


async def _drop_messages(session: AsyncSession, lane: str) -> None:
    """What was said in the chat, and which case it belonged to."""
    await changed(session, delete(Outgoing).where(Outgoing.lane == lane))
    await changed(session, delete(TicketMessage).where(TicketMessage.lane == lane))
    aside = (Update.lane == lane, Update.state == lanes.named("quarantined"))
    await changed(session, delete(Update).where(*aside))


async def _drop_words(session: AsyncSession, person: Person) -> None:
    """What was written outside of cases."""
    conversation = await session.get(Conversation, person.id)
    if conversation is not None:
        conversation.flow = conversation.step = conversation.data = conversation.pace = None
    mine = AskedQuestion.person_id == person.id
    await changed(session, delete(AskedQuestion).where(mine))
    asked = update(PrivacyRequest).where(PrivacyRequest.person_id == person.id)
    await changed(session, asked.values(said=None))
    await changed(session, update(Ban).where(Ban.person_id == person.id).values(appeal=None))
    cases = select(Ticket.id).where(Ticket.reporter_id == person.id)
    offered = update(PlaceOffer).where(PlaceOffer.ticket_id.in_(cases))
    await changed(session, offered.values(point=None))


async def _forget_later(
    session: AsyncSession, lane: str, *, until: datetime, now: datetime
) -> None:
    at = now + LOOK_AGAIN
    key = f"{FORGET}:{secrets.token_hex(8)}"
    await timers.start(session, key, FORGET, at, now=now, lane=lane, until=until.isoformat())


async def forget_chat(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Drop the address once the last message is out, unless the chat is somebody's again."""
    lane, until = timer.data["lane"], datetime.fromisoformat(timer.data["until"])
    await changed(session, update(Timer).where(Timer.id == timer.id).values(data={}))
    if await _first(session, select(Person.id).where(Person.lane == lane)):
        return
    waiting = select(Outgoing.id).where(Outgoing.lane == lane, Outgoing.state == lanes.OPEN)
    if await _first(session, waiting) and now < until:
        await _forget_later(session, lane, until=until, now=now)
        return
    await changed(session, delete(Outgoing).where(Outgoing.lane == lane))
    await changed(session, delete(Chat).where(Chat.lane == lane))


async def _first(session: AsyncSession, statement: Select[int]) -> bool:
    return (await session.scalars(statement.limit(1))).first() is not None
