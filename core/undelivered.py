"""What went wrong on the way in or out, for somebody who looks into it.

Bodies stay sealed; reading one is an act for the audit log.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, lanes, updates
from core.db import changed
from core.errors import Refused
from core.outbox import Outgoing
from core.secrets import keys_of
from core.tickets.access import Sight
from core.tickets.models import Ticket
from core.updates import Update

# Where an update says who somebody is.
WHO = frozenset({"from", "user", "chat", "sender_chat", "forward_origin", "contact", "user_id"})


async def dead_messages(session: AsyncSession, limit: int = 100) -> Sequence[Outgoing]:
    """The newest messages that could not be sent."""
    statement = select(Outgoing).where(Outgoing.state == lanes.named("dead"))
    return (await session.scalars(statement.order_by(Outgoing.id.desc()).limit(limit))).all()


async def troubles(session: AsyncSession) -> int:
    """How many updates and messages wait for somebody to look at them."""
    aside = select(func.count(Update.id)).where(Update.state == lanes.named("quarantined"))
    dead = select(func.count(Outgoing.id)).where(Outgoing.state == lanes.named("dead"))
    return (await session.scalars(aside)).one() + (await session.scalars(dead)).one()


async def replay(session: AsyncSession, row_id: int, *, by: str, now: datetime) -> None:
    """Work on a quarantined update once more; refused when it is not set aside any more."""
    row = await _quarantined(session, row_id)
    if not await updates.replay(session, row.id):
        raise Refused("panel.refused.not_aside")
    audit.record(session, by, "update.replay", row, now=now)


async def resend(session: AsyncSession, row_id: int, *, by: str, now: datetime) -> None:
    """Try a dead message once more; refused when it is not dead any more."""
    row = await _dead(session, row_id)
    again = {"state": lanes.OPEN, "attempt": 0, "lease_until": None, "settled_at": None}
    still = (Outgoing.id == row.id, Outgoing.state == "dead")
    if await changed(session, update(Outgoing).where(*still).values(again)) != 1:
        raise Refused("panel.refused.not_aside")
    audit.record(session, by, "outgoing.resend", row, now=now)


async def read_update(session: AsyncSession, row_id: int, *, by: str, now: datetime) -> str:
    """What somebody sent, as Telegram delivered it, but not who it was.

    It may have been meant for an anonymous ticket.
    """
    row = await _quarantined(session, row_id)
    audit.record(session, by, "update.read", row, now=now)
    return _readable(session, row.body, hidden=WHO)


async def read_message(
    session: AsyncSession, row_id: int, *, sight: Sight, by: str, now: datetime
) -> str:
    """What we wanted to say; about a ticket that the account does not see it is not there."""
    row = await _dead(session, row_id)
    if row.ticket_id is not None and not await _sees(session, sight, row.ticket_id):
        raise Refused("panel.refused.not_aside")
    audit.record(session, by, "outgoing.read", row, now=now)
    return _readable(session, row.payload)


async def _sees(session: AsyncSession, sight: Sight, ticket_id: int) -> bool:
    seen = select(Ticket.id).where(Ticket.id == ticket_id, *sight.conditions())
    return (await session.scalars(seen)).first() is not None


def _readable(
    session: AsyncSession, sealed: bytes | None, hidden: Collection[str] = frozenset()
) -> str:
    if sealed is None:
        return ""
    shown = _without(keys_of(session).open_json(sealed), hidden)
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _without(value: Any, hidden: Collection[str]) -> Any:
    """The same with dots in place of what stands under these names, however deep."""
    if isinstance(value, list):
        return [_without(one, hidden) for one in value]
    if isinstance(value, dict):
        return {k: "…" if k in hidden else _without(one, hidden) for k, one in value.items()}
    return value


async def _quarantined(session: AsyncSession, row_id: int) -> Update:
    statement = select(Update).where(Update.id == row_id, Update.state == "quarantined")
    row = (await session.scalars(statement)).one_or_none()
    if row is None:
        raise Refused("panel.refused.not_aside")
    return row


async def _dead(session: AsyncSession, row_id: int) -> Outgoing:
    statement = select(Outgoing).where(Outgoing.id == row_id, Outgoing.state == "dead")
    row = (await session.scalars(statement)).one_or_none()
    if row is None:
        raise Refused("panel.refused.not_aside")
    return row
