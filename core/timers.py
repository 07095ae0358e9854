"""What must happen at a time: rows that every worker scans and one of them fires."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import rows
from core.db import Base, changed, insert
from core.ids import new_id

RETRY_AFTER = timedelta(minutes=1)
MAX_ATTEMPTS = 5


class Timer(Base):
    """`key` is unique, so nothing is set twice; `data` holds ids only, never a person's words.

    Ids always come from `new_id` with the time of setting: mixed with numbers that the database
    gives, two rows could one day want the same one.
    """

    __tablename__ = "timers"
    __table_args__ = (
        Index(
            "ix_timers_due",
            "due_at",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
        Index("ix_timers_ticket", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    due_at: Mapped[datetime]
    ticket_id: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fired_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)


async def start(
    session: AsyncSession,
    key: str,
    kind: str,
    due_at: datetime,
    *,
    now: datetime,
    ticket_id: int | None = None,
    **data: Any,
) -> None:
    """Set a timer; one with this key that has not fired moves to the new time."""
    values = {"key": key, "kind": kind, "due_at": due_at, "ticket_id": ticket_id, "data": data}
    statement = insert(session, Timer).values(**values, id=new_id(now), attempt=0)
    moved = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"due_at": due_at, "data": data, "attempt": 0},
        where=Timer.fired_at.is_(None),
    )
    await session.execute(moved)


async def stop(session: AsyncSession, ticket_id: int, *kinds: str) -> None:
    """Drop the case's timers that have not fired; without kinds, all of them."""
    statement = delete(Timer).where(Timer.ticket_id == ticket_id, Timer.fired_at.is_(None))
    if kinds:
        statement = statement.where(Timer.kind.in_(kinds))
    await changed(session, statement)


async def waiting(session: AsyncSession, ticket_id: int, *kinds: str) -> Sequence[Timer]:
    """The case's timers of these kinds that have not fired, to be moved."""
    await rows.write(session)
    statement = select(Timer).where(Timer.ticket_id == ticket_id, Timer.fired_at.is_(None))
    return (await session.scalars(statement.where(Timer.kind.in_(kinds)))).all()


async def due(
    session: AsyncSession, *, now: datetime, without: Sequence[str] = (), limit: int = 100
) -> Sequence[Timer]:
    """The timers to fire now, oldest first, but for those of kinds that are held back."""
    statement = (
        select(Timer)
        .where(Timer.fired_at.is_(None), Timer.due_at <= now, Timer.attempt < MAX_ATTEMPTS)
        .order_by(Timer.due_at, Timer.id)
        .limit(limit)
    )
    if without:
        statement = statement.where(Timer.kind.not_in(without))
    return (await session.scalars(statement)).all()


async def fire(session: AsyncSession, timer: Timer, *, now: datetime) -> bool:
    """Claim the right to fire; False when another worker fired, moved or dropped it."""
    statement = (
        update(Timer)
        .where(Timer.id == timer.id, Timer.fired_at.is_(None), Timer.due_at == timer.due_at)
        .values(fired_at=now)
    )
    return await changed(session, statement) == 1


async def failed(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Try again in a minute; after five failures it stays, to be seen by an admin."""
    same = (Timer.id == timer.id, Timer.fired_at.is_(None), Timer.due_at == timer.due_at)
    later = {"attempt": Timer.attempt + 1, "due_at": now + RETRY_AFTER}
    await changed(session, update(Timer).where(*same).values(later))
