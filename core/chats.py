"""Where messages can be sent: one row per private chat or group, with its own pace."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, changed
from core.secrets import Keyring

# How the lane of somebody begins who was erased: no chat has it, and nothing can be sent there.
NOWHERE = "erased:"


class Chat(Base):
    """`address` seals Telegram's chat id; `free_at` is when the next message may go out."""

    __tablename__ = "chats"

    lane: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[bytes]
    is_group: Mapped[bool] = mapped_column(default=False)
    free_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


def lane_of(keys: Keyring, chat_id: int) -> str:
    """The queue of a chat: people and groups are found by it, never by their id."""
    return keys.index("chat", chat_id)


async def chat_at(session: AsyncSession, lane: str) -> Chat | None:
    return (await session.scalars(select(Chat).where(Chat.lane == lane))).one_or_none()


def new_chat(keys: Keyring, chat_id: int, *, is_group: bool = False) -> Chat:
    sealed: bytes = keys.seal(str(chat_id).encode())
    return Chat(lane=lane_of(keys, chat_id), address=sealed, is_group=is_group)


def address(keys: Keyring, sealed: bytes) -> int:
    return int(keys.open(sealed))


async def move(session: AsyncSession, lane: str, sealed: bytes) -> None:
    """A group became a supergroup: the same queue leads to a new address."""
    await changed(session, update(Chat).where(Chat.lane == lane).values(address=sealed))
