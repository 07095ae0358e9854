"""Everything Telegram delivered, kept until it has had its effect.

An update is acknowledged only after its row is committed. Its body is sealed, and erased when
the update is settled. Order in a lane is arrival order.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Index,
    Row,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import lanes
from core.chats import lane_of
from core.db import Base, changed, insert
from core.secrets import Keyring

LEASE = timedelta(seconds=30)
RETRY_AFTER = timedelta(seconds=5)
MAX_ATTEMPTS = 5
# From so many claims nobody came back. More than attempts that failed, because that is no proof:
# a machine that is switched off again and again while it starts is not the update's fault.
MAX_KILLS = 10


class Update(Base):
    """`state` is open, done or quarantined; an open row with a lease is being worked on."""

    __tablename__ = "updates"
    __table_args__ = (
        # Update ids restart at random after a quiet week: same id, other body is another update.
        UniqueConstraint("bot_id", "update_id", "body_hash"),
        Index(
            "ix_updates_open",
            "lane",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_updates_quarantined",
            "id",
            sqlite_where=text("state = 'quarantined'"),
            postgresql_where=text("state = 'quarantined'"),
        ),
        Index("ix_updates_settled", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int]
    update_id: Mapped[int]
    body_hash: Mapped[str]
    lane: Mapped[str]
    body: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=lanes.OPEN)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None]


UPDATES: Table = Update.__table__  # type: ignore[assignment]
_HEADS = lanes.heads(UPDATES).order_by(UPDATES.c.id).limit(bindparam("limit"))
_TAKING = lanes.taking(UPDATES)
_SETTLE = (
    update(UPDATES)
    .where(
        tuple_(UPDATES.c.id, UPDATES.c.attempt).in_(bindparam("held", expanding=True)),
        UPDATES.c.state == lanes.named(lanes.OPEN),
    )
    .values(state="done", body=None, settled_at=bindparam("settled_at"))
    .returning(UPDATES.c.id)
)


def row_for(keys: Keyring, bot_id: int, raw: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The columns of a new row; raises ValueError when `raw` has no number of its own.

    Nothing else about it is asked here: what cannot be understood is kept, and set aside when it
    is worked on, because refusing it would hold back everything behind it.
    """
    if not is_update(raw):
        raise ValueError("not an update")
    # Escaped ASCII keeps even the lone surrogates a client may send.
    body = json.dumps(raw, sort_keys=True, separators=(",", ":")).encode()
    return {
        "bot_id": bot_id,
        "update_id": raw["update_id"],
        "body_hash": sha256(body).hexdigest()[:32],
        "lane": lane_of(keys, lane_id(raw)),
        "body": keys.seal(body),
        "received_at": now,
        "state": lanes.OPEN,
        "attempt": 0,
    }


def is_update(raw: Any) -> bool:
    """Whether it has the number that every update has."""
    return isinstance(raw, dict) and _is_id(raw.get("update_id"))


def lane_id(raw: dict[str, Any]) -> int:
    """The chat of a message; for taps, answers and inline queries the person's private chat.

    What has neither (a closed poll, an unknown kind of update) goes to lane 0.
    """
    for content in raw.values():
        if isinstance(content, dict):
            for owner in ("chat", "from", "user"):
                place = content.get(owner)
                if isinstance(place, dict) and _is_id(place.get("id")):
                    return int(place["id"])
    return 0


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**63


async def receive(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows, skipping those already known.

    By number, as they were made: two processes that are handed the same ones in another order
    would wait for each other.
    """
    connection = await session.connection()
    in_order = sorted(rows, key=lambda row: (row["bot_id"], row["update_id"]))
    await connection.execute(insert(session, UPDATES).on_conflict_do_nothing(), in_order)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that is ours to work on; `attempt` counts this one."""

    id: int
    bot_id: int
    update_id: int
    body_hash: str
    lane: str
    body: bytes
    attempt: int

    @property
    def source(self) -> str:
        """A name for this update that no other has, for the effects it causes."""
        return f"{self.bot_id}:{self.update_id}:{self.body_hash[:8]}"


async def claim(session: AsyncSession, *, now: datetime, limit: int) -> list[Claimed]:
    """Take the oldest open update of up to `limit` free lanes."""
    connection = await session.connection()
    found = (await connection.execute(_HEADS, {"now": now, "limit": limit})).all()
    ids = [row.id for row in found]
    taken = await lanes.take(session, _TAKING, ids, now=now, until=now + LEASE)
    return [_claimed(row) for row in found if row.id in taken]


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        row.id,
        row.bot_id,
        row.update_id,
        row.body_hash,
        row.lane,
        row.body,
        row.attempt + 1,
    )


async def settle(session: AsyncSession, rows: Sequence[Claimed], *, now: datetime) -> bool:
    """Mark the updates done and erase their bodies; False when another worker has one by now."""
    connection = await session.connection()
    values = {"held": [(row.id, row.attempt) for row in rows], "settled_at": now}
    return len((await connection.execute(_SETTLE, values)).all()) == len(rows)


async def retry_later(session: AsyncSession, row: Claimed, problem: str, *, now: datetime) -> bool:
    """Give the update back after a failure that may pass."""
    until = now + RETRY_AFTER * row.attempt
    return await _close(session, row, lease_until=until, problem=problem)


async def quarantine(session: AsyncSession, row: Claimed, problem: str, *, now: datetime) -> bool:
    """Set the update aside, body kept, so that its lane can go on."""
    return await _close(session, row, state="quarantined", settled_at=now, problem=problem)


async def release(session: AsyncSession, row: Claimed) -> bool:
    """Give the update back as if it had not been taken: the failure was not its fault."""
    return await _close(session, row, lease_until=None, attempt=Update.attempt - 1)


async def free_all(session: AsyncSession) -> None:
    """End every lease: only for a process that knows it is the only one to work on updates."""
    held = (Update.state == lanes.named(lanes.OPEN), Update.lease_until.is_not(None))
    await changed(session, update(Update).where(*held).values(lease_until=None))


async def replay(session: AsyncSession, update_id: int) -> bool:
    """Put a quarantined update back at its place in the lane; `update_id` is our row's id."""
    statement = (
        update(Update)
        .where(Update.id == update_id, Update.state == "quarantined")
        .values(state=lanes.OPEN, attempt=0, lease_until=None, settled_at=None)
    )
    return await changed(session, statement) == 1


async def quarantined(session: AsyncSession, limit: int = 100) -> Sequence[Update]:
    """The newest updates that were set aside."""
    statement = (
        select(Update)
        .where(Update.state == lanes.named("quarantined"))
        .order_by(Update.id.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def _close(session: AsyncSession, row: Claimed, **values: Any) -> bool:
    mine = (Update.id == row.id, Update.attempt == row.attempt, Update.state == lanes.OPEN)
    return await changed(session, update(Update).where(*mine).values(**values)) == 1
