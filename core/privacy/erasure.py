"""Somebody is forgotten: the person goes, their cases stay.

What happened to a case belongs to the office's archive (UU 27/2022 pasal 44 erases by the archive
schedule), so the words in it stay unless the person asks for those too and the office agrees.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, lanes, outbox, timers
from core.announcements.models import Delivery, Subscription
from core.bans.models import Ban
from core.bans.queries import works_here
from core.chats import NOWHERE, Chat
from core.conversations import Conversation
from core.db import changed
from core.errors import Refused
from core.forums import services as forums
from core.i18n import Text
from core.improvements import services as improvements
from core.improvements import suggesting
from core.knowledge.models import AskedQuestion
from core.outbox import Outgoing
from core.people import rules
from core.people.models import Person
from core.privacy.models import PrivacyRequest
from core.privacy.queries import every_case
from core.secrets import keys_of
from core.tickets.cards import refresh
from core.tickets.followers import leave
from core.tickets.models import OPEN, PlaceOffer, Ticket
from core.tickets.reporters import forget, hidden_lane, lanes_of, theirs
from core.tickets.ties import TicketMessage
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
    """Whether the office has to decide first; of anonymous cases it must not learn by that."""
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
    cases = await every_case(session, person)
    await _drop_messages(session, lanes_of(session, person))
    await _drop_words(session, person)
    await _cut_off(session, person, cases)
    await leave(session, person)
    for area in (forums, improvements, suggesting):
        await area.forget(session, person)
    outbox.tell(session, person, farewell, now=now, kind="notice", why=why)
    person.lane = f"{NOWHERE}{secrets.token_hex(16)}"
    person.profile = keys_of(session).seal_json(rules.profile({}))
    person.erased_at, person.restricted_at, person.banned_at = now, None, None
    audit.record(session, by, "person.erase", person, now=now)
    await _forget_later(session, lane, until=now + LONGEST, now=now)
    # The cards in the chats of staff no longer name them; those of anonymous cases never did.
    for ticket in cases:
        if ticket.hidden is None:
            await refresh(session, ticket, now=now)
    await session.flush()


async def _cut_off(session: AsyncSession, person: Person, cases: list[Ticket]) -> None:
    """Nothing leads from their anonymous cases to their chat; the last message needs only one."""
    second = hidden_lane(session, person)
    for ticket in cases:
        if ticket.hidden is not None:
            forget(session, ticket.hidden)
    await changed(session, delete(Chat).where(Chat.lane == second))


async def _drop_messages(session: AsyncSession, both: Sequence[str]) -> None:
    """What was said in the chat, and which case it belonged to."""
    await changed(session, delete(Outgoing).where(Outgoing.lane.in_(both)))
    await changed(session, delete(TicketMessage).where(TicketMessage.lane.in_(both)))
    aside = (Update.lane.in_(both), Update.state == lanes.named("quarantined"))
    await changed(session, delete(Update).where(*aside))


async def _drop_words(session: AsyncSession, person: Person) -> None:
    """What was written outside of cases."""
    conversation = await session.get(Conversation, person.id)
    if conversation is not None:
        conversation.flow = conversation.step = conversation.data = conversation.pace = None
    mine = AskedQuestion.person_id == person.id
    await changed(session, delete(AskedQuestion).where(mine))
    for table in (Subscription, Delivery):
        await changed(session, delete(table).where(table.person_id == person.id))
    asked = update(PrivacyRequest).where(PrivacyRequest.person_id == person.id)
    await changed(session, asked.values(said=None))
    await changed(session, update(Ban).where(Ban.person_id == person.id).values(appeal=None))
    cases = select(Ticket.id).where(theirs(session, person))
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
