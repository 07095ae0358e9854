"""Amounts an office sets for itself, such as how many reports of one kind it takes for a pattern.

None of them is law: pages and messages call them the office's own standard.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import audit
from core.db import Base
from core.errors import Refused

# Each with the least and the most it may be; the first amounts are in the migration.
BOUNDS = {
    # 1: what citizens write waits until somebody of the office has read it; 0: it is seen at once.
    "forum_approval": (0, 1),
    # How many must have seen a proposal before it gets a place in the ranking.
    "forum_minimum": (1, 1000),
    # So many citizens reporting a text take it out until somebody of the office has read it.
    "forum_reports": (1, 100),
    # An area with fewer supporters is not named: a neighbour would know who they are.
    "forum_smallest_area": (2, 100),
    # So many reports of one kind in one area within so many days are a pattern; 0 looks for none.
    "improvements_repeats": (0, 100),
    "improvements_days": (7, 730),
    # Days before its date that whoever has an improvement is reminded.
    "improvements_remind": (1, 60),
    # 0: this office looks for no gaps, and nothing of it is shown.
    "development_on": (0, 1),
    # With so many open cases it is load that makes somebody late, not competence.
    "development_load": (1, 500),
    # So many days a plan lasts, and so many it is watched afterwards before other help is tried.
    "development_days": (7, 180),
    "development_watch": (30, 365),
    # 0: this office does not survey, and nothing of it is shown.
    "survey_on": (0, 1),
    # With fewer answers no figure is shown.
    "survey_minimum": (2, 1000),
    # So many months nobody is asked again, nor answers again for the same unit.
    "survey_months": (1, 24),
    # So many days are one day of forgetting: the first look at an answer comes after about two.
    "knowledge_days": (1, 180),
}


class Standard(Base):
    __tablename__ = "standards"

    name: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]

    @property
    def id(self) -> str:
        """By what the audit log names it."""
        return self.name


async def amount(session: AsyncSession, name: str) -> int:
    return (await session.scalars(select(Standard.amount).where(Standard.name == name))).one()


async def amounts(session: AsyncSession, area: str) -> dict[str, int]:
    """All amounts of one part of the service, such as `forum`, by name."""
    rows = await session.scalars(select(Standard).where(Standard.name.startswith(f"{area}_")))
    return {row.name: row.amount for row in rows}


async def change(session: AsyncSession, name: str, value: int, *, by: str, now: datetime) -> None:
    """Another amount from now on; refused outside of its bounds."""
    least, most = BOUNDS[name]
    if not least <= value <= most:
        raise Refused("standards.refused.amount", least=least, most=most)
    row = await session.get_one(Standard, name)
    if row.amount != value:
        row.amount = value
        audit.record(session, by, "standard.change", row, now=now, amount=value)
    await session.flush()
