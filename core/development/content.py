"""Bringing the rules for gaps to what the content files say."""

from collections.abc import Sequence
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.development.models import GapRule


class RuleRow(TypedDict):
    """One rule; values as in `GapRule`."""

    signal: str
    competency: str
    threshold: int
    minimum: int
    questions: list[str]
    scenarios: list[str]


async def load_rules(session: AsyncSession, rows: Sequence[RuleRow]) -> int:
    """Bring what helps to what the rows say, and what the office did not change; how many did."""
    known = {rule.signal: rule for rule in await session.scalars(select(GapRule))}
    return sum(_load(session, known.get(row["signal"]), row) for row in rows)


def _load(session: AsyncSession, rule: GapRule | None, row: RuleRow) -> bool:
    if rule is None:
        session.add(GapRule(**row))
        return True
    own = () if rule.shipped else ("competency", "threshold", "minimum")
    new = {name: value for name, value in row.items() if name not in own}
    stale = {name: value for name, value in new.items() if getattr(rule, name) != value}
    for name, value in stale.items():
        setattr(rule, name, value)
    return bool(stale)
