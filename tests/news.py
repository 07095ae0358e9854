"""A theme and an announcement about it, for the rooms that show them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.announcements import services
from core.announcements.services import Author
from core.announcements.themes import add_theme


async def plant(session: AsyncSession, now: datetime, words: str = "Besok air mati.") -> None:
    theme = await add_theme(session, code="air", name="Air", by="cli", now=now)
    author = Author("cli", "Camat", "head")
    await services.draft(
        session, author, theme=theme, area=None, title="Air mati", text=words, now=now
    )
