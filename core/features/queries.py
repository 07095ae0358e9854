"""What is on, known in each process until any process changes it."""

from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import PROCESS
from core.features.models import FeatureSwitch
from core.features.rules import ALL_ON, Features
from core.marks import Mark

# The word remembered under this name is another one after every change.
VERSION = "features"
KNOWN = "features on"


def version() -> ScalarSelect[str]:
    """The word as a column, for a statement that is made anyway."""
    return select(Mark.holder).where(Mark.name == VERSION).scalar_subquery()


async def load(session: AsyncSession) -> Features:
    """What is on, for this transaction; whoever opens one asks once, and `current` then knows."""
    if KNOWN not in session.info:
        await take(session, await session.scalar(select(version())))
    return current(session)


async def take(session: AsyncSession, word: str | None) -> None:
    """The same where the version was read with something else; None was never changed."""
    process: dict[str, Any] = session.info[PROCESS]
    if process.get(VERSION) != (word or ""):
        process[KNOWN] = await _read(session) if word else ALL_ON
        process[VERSION] = word or ""
    session.info[KNOWN] = process[KNOWN]


def current(session: AsyncSession) -> Features:
    """What is on, as read in this transaction, else in the last one of this process that did."""
    found: Features | None = session.info.get(KNOWN) or session.info[PROCESS].get(KNOWN)
    return found or ALL_ON


async def _read(session: AsyncSession) -> Features:
    off = await session.scalars(select(FeatureSwitch.name).where(~FeatureSwitch.is_on))
    return Features(frozenset(off))
