"""Opening who reported an anonymous ticket: one account asks with a reason, another agrees.

Asking, agreeing and every look are in the audit log and the first two in the ticket's timeline;
the reporter is told at once, with the reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit
from core.accounts.models import Account
from core.chats import address, chat_at
from core.errors import Refused
from core.secrets import keys_of
from core.tickets import chain, reporters, rules
from core.tickets.models import HiddenReporter, IdentityRequest, Ticket
from core.tickets.notices import tell_reporter

# Who has not found a second person by then asks anew; longer than a weekend.
ASKED_FOR = timedelta(days=3)
OPEN_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """Somebody as Telegram knows them, or as an officer wrote them down; what is unknown is empty.

    `phone` is the number with the country's code.
    """

    first_name: str
    last_name: str = ""
    username: str = ""
    telegram_id: int | None = None
    phone: str = ""


def until(request: IdentityRequest) -> datetime:
    """How long whoever asked may look; only of a request that was agreed to."""
    assert request.approved_at is not None
    return request.approved_at + OPEN_FOR


async def current(
    session: AsyncSession, ticket: Ticket, *, now: datetime
) -> IdentityRequest | None:
    """The newest request, while it waits for a second person or the identity is open."""
    if ticket.hidden is None or ticket.hidden.is_gone:
        return None
    newest = (
        select(IdentityRequest)
        .options(joinedload(IdentityRequest.asker), joinedload(IdentityRequest.approver))
        .where(IdentityRequest.ticket_id == ticket.id)
        .order_by(IdentityRequest.id.desc())
        .limit(1)
    )
    found = (await session.scalars(newest)).one_or_none()
    if found is None:
        return None
    ends = until(found) if found.approved_at else found.asked_at + ASKED_FOR
    return found if now < ends else None


async def ask(
    session: AsyncSession, ticket: Ticket, account: Account, reason: str, *, now: datetime
) -> None:
    """Ask for it; refused without a reason, and while another request waits."""
    said = rules.words(reason, "ticket.refused.reason")
    _hidden(ticket)
    waiting = await current(session, ticket, now=now)
    if waiting is not None and waiting.approved_at is None:
        raise Refused("panel.refused.identity_pending")
    session.add(
        IdentityRequest(ticket_id=ticket.id, reason=said, asked_by=account.id, asked_at=now)
    )
    chain.append(session, ticket, "identity_asked", now=now, text=said, by=account.full_name)
    audit.record(session, f"admin:{account.name}", "identity.ask", ticket, now=now)
    await session.flush()


async def approve(
    session: AsyncSession, ticket: Ticket, account: Account, *, now: datetime
) -> None:
    """Agree as the second person; the identity is open to the first one for a day."""
    _hidden(ticket)
    request = await current(session, ticket, now=now)
    if request is None or request.approved_at is not None:
        raise Refused("panel.refused.identity_none")
    _check_second(request, account)
    request.approved_by, request.approved_at = account.id, now
    said = request.reason
    chain.append(session, ticket, "identity_opened", now=now, text=said, by=account.full_name)
    audit.record(session, f"admin:{account.name}", "identity.approve", ticket, now=now)
    tell_reporter(session, ticket, "ticket.identity_opened", now=now, said=said)
    await session.flush()


async def read(
    session: AsyncSession, ticket: Ticket, account: Account, *, now: datetime
) -> Identity:
    """Who it is, for whoever asked and while it is open; every look is noted."""
    hidden = _hidden(ticket)
    request = await current(session, ticket, now=now)
    opened = request is not None and request.approved_at is not None
    if request is None or not opened or request.asked_by != account.id:
        raise Refused("panel.refused.identity_closed")
    audit.record(session, f"admin:{account.name}", "identity.read", ticket, now=now)
    return await _identity(session, hidden)


def _hidden(ticket: Ticket) -> HiddenReporter:
    if ticket.hidden is None:
        raise Refused("panel.refused.not_anonymous")
    if ticket.hidden.is_gone:
        raise Refused("panel.refused.identity_gone")
    return ticket.hidden


def _check_second(request: IdentityRequest, account: Account) -> None:
    """It takes two; an admin must not make the second one for the purpose."""
    if account.id == request.asked_by:
        raise Refused("panel.refused.identity_same_person")
    if account.created_at > request.asked_at:
        raise Refused("panel.refused.identity_newcomer")


async def _identity(session: AsyncSession, hidden: HiddenReporter) -> Identity:
    if reporters.hidden_by_hand(hidden):
        who = reporters.citizen_behind(session, hidden)
        return Identity(who.name, phone=who.phone)
    keys = keys_of(session)
    person, chat = await reporters.identity(session, hidden), await chat_at(session, hidden.lane)
    assert chat is not None
    told = keys.open_json(person.profile)
    names = {name: told.get(name) or "" for name in ("first_name", "last_name", "username")}
    return Identity(**names, telegram_id=address(keys, chat.address))
