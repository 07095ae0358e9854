"""What went wrong on the way in or out, for somebody who looks into it.

Bodies stay sealed; reading one is an act for the audit log.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, lanes, updates
from core.db import changed
from core.errors import Refused
from core.outbox import Outgoing
from core.secrets import keys_of
from core.updates import Update


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
    """What somebody sent, as Telegram delivered it."""
    row = await _quarantined(session, row_id)
    audit.record(session, by, "update.read", row, now=now)
    return _readable(session, row.body)


async def read_message(session: AsyncSession, row_id: int, *, by: str, now: datetime) -> str:
    """What we wanted to say."""
    row = await _dead(session, row_id)
    audit.record(session, by, "outgoing.read", row, now=now)
    return _readable(session, row.payload)


def _readable(session: AsyncSession, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    return json.dumps(keys_of(session).open_json(sealed), ensure_ascii=False, indent=2)


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
