"""Aggregates for the panel, and the rules they are measured by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.development.gauging import ALIVE
from core.development.models import GapCase, GapRule
from core.development.rules import Count
from core.learning.models import SIGNALS, Question
from core.people.models import Staff, Unit

# Figures of fewer people would be about somebody.
FEWEST = 5


@dataclass(frozen=True)
class UnitFigures:
    """What the last year's cases of a unit say, by signal."""

    unit: Unit
    signals: dict[str, Count]


async def by_unit(
    session: AsyncSession, units: Sequence[Unit], *, now: datetime, all_units: bool
) -> list[UnitFigures]:
    """Units with any counted case, in their order; without `all_units` those of enough people."""
    ids = [unit.id for unit in units]
    bad = func.count(GapCase.id).filter(GapCase.bad)
    statement = (
        select(GapCase.unit_id, GapCase.signal, func.count(GapCase.id), bad)
        .where(GapCase.unit_id.in_(ids), GapCase.at > now - ALIVE, GapCase.state == "counted")
        .group_by(GapCase.unit_id, GapCase.signal)
    )
    found: dict[int, dict[str, Count]] = {}
    for unit_id, signal, n, wrong in await session.execute(statement):
        found.setdefault(unit_id, {})[signal] = Count(n, wrong)
    people = await _people(session)
    return [
        UnitFigures(unit, found[unit.id])
        for unit in units
        if unit.id in found and (all_units or people.get(unit.id, 0) >= FEWEST)
    ]


async def gap_rules(session: AsyncSession) -> list[GapRule]:
    """In the order of the signals."""
    found = await session.scalars(select(GapRule))
    return sorted(found, key=lambda rule: SIGNALS.index(rule.signal))


async def competencies(session: AsyncSession) -> Sequence[str]:
    """The codes there are questions for."""
    found = select(Question.competency).where(Question.retired_at.is_(None)).distinct()
    return (await session.scalars(found.order_by(Question.competency))).all()


async def _people(session: AsyncSession) -> dict[int, int]:
    here = select(Staff.unit_id, func.count(Staff.id)).where(Staff.left_at.is_(None))
    rows = (await session.execute(here.group_by(Staff.unit_id))).all()
    return {row[0]: row[1] for row in rows}
