"""What is kept no longer than the office's rules say: counted first, then erased.

A case stays in the archive without its reporter; everything else goes.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core import audit, lanes
from core.chats import NOWHERE
from core.conversations import Conversation
from core.db import Base, changed
from core.forums.models import Post
from core.improvements.models import Suggestion
from core.knowledge.models import AskedQuestion
from core.outbox import Outgoing
from core.people import rules as names
from core.people.models import Person
from core.privacy.models import RETENTION, PrivacyRule
from core.privacy.queries import rules
from core.secrets import keys_of
from core.tickets import chain, reporters
from core.tickets.models import HiddenReporter, Reception, Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.ties import TicketMessage
from core.updates import Update

# Cases of one round; each gets a step of its own, and somebody waits for the page.
MOST_CASES = 500


async def would_go(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """How much each rule would erase now."""
    found = await rules(session)
    counts = {}
    for name in RETENTION:
        table, old = _old(name, before(found[name], now))
        statement = select(func.count()).select_from(table).where(old)
        counts[name] = (await session.scalars(statement)).one()
    return counts


async def erase(session: AsyncSession, *, by: str, now: datetime) -> Mapping[str, int]:
    """Do it; how much each rule erased, which is in the audit log. Of cases the oldest first."""
    found, gone = await rules(session), {}
    for name in RETENTION:
        gone[name] = await _erase(session, name, before(found[name], now), now)
        if gone[name]:
            facts = {"rule": name, "erased": gone[name]}
            audit.record(session, by, "privacyrule.apply", found[name], now=now, **facts)
    await session.flush()
    return gone


def before(rule: PrivacyRule, now: datetime) -> datetime:
    """What is older than this is kept too long."""
    return now - timedelta(days=rule.amount)


def _old(name: str, limit: datetime) -> tuple[type[Base], ColumnElement[bool]]:
    """The table a rule is about, and which of its rows are kept too long."""
    aside = Update.state == lanes.named("quarantined")
    settled = Outgoing.state != lanes.OPEN
    closed = (Ticket.state == lanes.named("closed"), Ticket.closed_at < limit)
    rows: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
        "cases": (
            Ticket,
            and_(*closed, _has_reporter()),
        ),
        "drafts": (Conversation, _held(Conversation.data, Conversation.changed_at, limit)),
        "messages": (Outgoing, settled & _held(Outgoing.payload, Outgoing.settled_at, limit)),
        "updates": (Update, aside & (Update.settled_at < limit)),
        "questions": (AskedQuestion, _held(AskedQuestion.words, AskedQuestion.at, limit)),
        "proposals": (Post, _held(Post.words, Post.at, limit)),
        "suggestions": (Suggestion, _held(Suggestion.words, Suggestion.at, limit)),
    }
    return rows[name]


def _has_reporter() -> ColumnElement[bool]:
    """Cases that still lead to somebody, openly or hidden."""
    erased = select(Person.id).where(Person.erased_at.is_not(None))
    known = HiddenReporter.lane.not_like(f"{NOWHERE}%")
    hidden = select(HiddenReporter.ticket_id).where(known)
    written = select(Reception.ticket_id).where(Reception.citizen.is_not(None))
    return or_(Ticket.reporter_id.not_in(erased), Ticket.id.in_(hidden), Ticket.id.in_(written))


def _held(
    words: InstrumentedAttribute[bytes | None],
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    limit: datetime,
) -> ColumnElement[bool]:
    return and_(words.is_not(None), at < limit)


async def _erase(session: AsyncSession, name: str, limit: datetime, now: datetime) -> int:
    table, old = _old(name, limit)
    if name == "cases":
        return await _anonymise(session, old, now)
    if name == "drafts":
        empty = {"flow": None, "step": None, "data": None}
        return await changed(session, update(table).where(old).values(empty))
    if name in ("questions", "proposals", "suggestions"):
        return await changed(session, update(table).where(old).values(words=None))
    return await changed(session, delete(table).where(old))


async def _anonymise(session: AsyncSession, old: ColumnElement[bool], now: datetime) -> int:
    """Cut the cases from who reported them; the steps stay, and the chain verifies."""
    oldest = select(Ticket.id).where(old).order_by(Ticket.closed_at, Ticket.id)
    ids = (await session.scalars(oldest.limit(MOST_CASES))).all()
    nobody = await _nobody(session, now) if ids else None
    for ticket_id in ids:
        ticket = await ticket_by_id(session, ticket_id, lock=True)
        assert ticket is not None
        assert nobody is not None
        if (who := reporters.reader(session, ticket)) is not None:
            await _cut(session, who.lane, ticket.id)
        if ticket.reception is not None:
            ticket.reception.citizen = None
        if ticket.hidden is not None:
            reporters.forget(session, ticket.hidden)
        elif ticket.reporter_id is not None:
            ticket.reporter = nobody
        chain.append(session, ticket, "anonymised", now=now)
    await session.flush()
    return len(ids)


async def _cut(session: AsyncSession, lane: str, ticket_id: int) -> None:
    """Nothing in the chat leads to the case any more."""
    heard = (TicketMessage.lane == lane, TicketMessage.ticket_id == ticket_id)
    await changed(session, delete(TicketMessage).where(*heard))
    said = (Outgoing.lane == lane, Outgoing.ticket_id == ticket_id)
    await changed(session, delete(Outgoing).where(*said))


async def _nobody(session: AsyncSession, now: datetime) -> Person:
    """Who reported what was anonymised in this round."""
    nobody = Person(
        lane=f"{NOWHERE}{secrets.token_hex(16)}",
        profile=keys_of(session).seal_json(names.profile({})),
        created_at=now,
        last_seen_at=now,
        erased_at=now,
    )
    session.add(nobody)
    await session.flush()
    return nobody
