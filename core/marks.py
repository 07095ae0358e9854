"""Small shared facts by name: who polls, when the service was last alive, how fast it sends."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, changed, insert


class Mark(Base):
    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


async def read(session: AsyncSession, name: str) -> datetime | None:
    return (await session.scalars(select(Mark.at).where(Mark.name == name))).one_or_none()


async def lock(session: AsyncSession, name: str, first: datetime) -> datetime:
    """The time, which nobody else changes before this transaction ends; `first` when new."""
    statement = select(Mark.at).where(Mark.name == name).with_for_update()
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        row = insert(session, Mark).values(name=name, holder="", at=first)
        await changed(session, row.on_conflict_do_nothing())
        found = (await session.scalars(statement)).one()
    return found


async def write(session: AsyncSession, name: str, at: datetime) -> None:
    row = insert(session, Mark).values(name=name, holder="", at=at)
    await changed(session, row.on_conflict_do_update(index_elements=["name"], set_={"at": at}))


async def hold(
    session: AsyncSession, name: str, holder: str, *, now: datetime, lasts: timedelta
) -> bool:
    """Take or keep a lease; False while somebody else's has not run out."""
    row = insert(session, Mark).values(name=name, holder=holder, at=now)
    await changed(session, row.on_conflict_do_nothing())
    statement = (
        update(Mark)
        .where(Mark.name == name, or_(Mark.holder == holder, Mark.at <= now))
        .values(holder=holder, at=now + lasts)
    )
    return await changed(session, statement) == 1


async def free(session: AsyncSession, name: str, *, now: datetime) -> None:
    """End a lease, whoever holds it."""
    await changed(session, update(Mark).where(Mark.name == name, Mark.at > now).values(at=now))


async def let_go(session: AsyncSession, name: str, holder: str, *, now: datetime) -> None:
    """End a lease early, so that the next one need not wait for it."""
    statement = update(Mark).where(Mark.name == name, Mark.holder == holder).values(at=now)
    await changed(session, statement)


async def name(session: AsyncSession, key: str, value: str, *, now: datetime) -> None:
    """Remember a word, such as the bot's username."""
    row = insert(session, Mark).values(name=key, holder=value, at=now)
    known = row.on_conflict_do_update(index_elements=["name"], set_={"holder": value, "at": now})
    await changed(session, known)


async def named(session: AsyncSession, key: str) -> str:
    """The word remembered, empty when none was."""
    return (await session.scalars(select(Mark.holder).where(Mark.name == key))).one_or_none() or ""
