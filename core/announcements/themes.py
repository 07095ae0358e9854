"""Keeping themes. `by` is the actor of the audit log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.announcements.models import Theme
from core.errors import Refused
from core.people import rules as names


async def add_theme(
    session: AsyncSession, *, code: str, name: str, name_en: str = "", by: str, now: datetime
) -> Theme:
    """A new theme, offered from now on."""
    code = names.code(code)
    if (await session.scalars(select(Theme.id).where(Theme.code == code))).first() is not None:
        raise Refused("people.refused.code_taken", code=code)
    row = Theme(code=code, name=names.name(name), name_en=_other(name_en))
    session.add(row)
    await session.flush()
    audit.record(session, by, "theme.add", row, now=now, code=code)
    return row


async def change_theme(
    session: AsyncSession, row: Theme, *, name: str, name_en: str, by: str, now: datetime
) -> None:
    """Another name; whoever wants its news still does."""
    row.name, row.name_en = names.name(name), _other(name_en)
    audit.record(session, by, "theme.change", row, now=now)
    await session.flush()


async def close_theme(session: AsyncSession, row: Theme, *, by: str, now: datetime) -> None:
    """Offered no more; what is on its way still arrives."""
    row.closed_at = now
    audit.record(session, by, "theme.close", row, now=now)
    await session.flush()


def _other(name: str) -> str:
    return names.name(name) if name.strip() else ""
