"""The numbers of the front page. Every one of them is the length of a list the panel can show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Unit
from core.tallies.queries import of_period
from core.tallies.rules import Counts, Measure, median
from core.tickets.access import Sight
from core.tickets.models import Ticket, is_open
from core.tickets.queries import is_late, is_soon


@dataclass(frozen=True)
class Figures:
    """Open, overdue and soon due are of now; the rest of tickets opened in the period.

    Times are medians in working seconds; the rating is a mean of 1 to 4.
    """

    open: int
    overdue: int
    soon: int
    received: int
    response: Measure
    solution: Measure
    rating: Measure
    unsolved: int
    objected_again: int


@dataclass(frozen=True)
class UnitFigures:
    """Counts of a unit and those below it; `depth` is its place in the tree, 0 at the top."""

    unit: Unit
    depth: int
    open: int
    overdue: int
    soon: int
    received: int
    solved: int


@dataclass(frozen=True)
class Front:
    """Of the whole office, or what of it the account sees, and of each unit as a tree written down
    line by line.
    """

    figures: Figures
    units: list[UnitFigures]


@dataclass(frozen=True)
class _Own:
    """What units have by themselves, by their ids: now, and of the period."""

    standing: Mapping[int, Any]
    period: Mapping[int, Counts]

    def sums(self, unit_id: int) -> list[int]:
        now, counts = self.standing.get(unit_id), self.period.get(unit_id, Counts())
        still = (now.open, int(now.overdue), int(now.soon)) if now is not None else (0, 0, 0)
        return [*still, counts.received, counts.solved]


async def front(session: AsyncSession, sight: Sight, *, since: datetime, now: datetime) -> Front:
    """All there is on it."""
    standing = await _standing(session, sight, now)
    period = await of_period(session, sight, since=since, now=now)
    own = _Own(standing, period)
    return Front(_figures(own), await _lines_of_units(session, sight, own))


async def _standing(session: AsyncSession, sight: Sight, now: datetime) -> dict[int, Any]:
    """Open, overdue and soon due tickets of each unit that has any."""
    rows = await session.execute(
        select(
            Ticket.unit_id,
            func.count().label("open"),
            _number(is_late(now)).label("overdue"),
            _number(is_soon(now)).label("soon"),
        )
        .where(is_open(), *sight.conditions())
        .group_by(Ticket.unit_id)
    )
    return {row.unit_id: row for row in rows}


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _figures(own: _Own) -> Figures:
    every = Counts()
    for counts in own.period.values():
        every.add(counts)
    rows = own.standing.values()
    return Figures(
        open=sum(row.open for row in rows),
        overdue=sum(int(row.overdue) for row in rows),
        soon=sum(int(row.soon) for row in rows),
        received=every.received,
        response=median(every.responses),
        solution=median(every.solutions),
        rating=every.rating,
        unsolved=every.unsolved,
        objected_again=every.objected_again,
    )


async def _lines_of_units(session: AsyncSession, sight: Sight, own: _Own) -> list[UnitFigures]:
    """Every unit in use that the account may see."""
    units = (await session.scalars(select(Unit).order_by(Unit.name))).all()
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    within = sight.within
    tops = [unit for unit in units if unit.id == within] if within else below.get(None, [])
    return [line for top in tops for line in _lines(top, 0, below, own)]


def _lines(
    unit: Unit, depth: int, below: dict[int | None, list[Unit]], own: _Own
) -> list[UnitFigures]:
    """The unit, then those below it; each counts what is below."""
    parts = [_lines(child, depth + 1, below, own) for child in below.get(unit.id, ())]
    children = [part[0] for part in parts if part]
    sums = own.sums(unit.id)
    for child in children:
        numbers = (child.open, child.overdue, child.soon, child.received, child.solved)
        sums = [total + number for total, number in zip(sums, numbers, strict=True)]
    if unit.closed_at is not None and not any(sums):
        return []
    return [UnitFigures(unit, depth, *sums), *(line for part in parts for line in part)]
