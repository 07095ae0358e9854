"""Units and staff as the panel lists them. `within` is the unit an account sees, None for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.people.models import Staff, Unit
from core.people.queries import subtree


@dataclass(frozen=True)
class Line:
    """A unit with its place in the tree, 0 at the top."""

    unit: Unit
    depth: int


async def tree(session: AsyncSession, within: int | None = None) -> list[Line]:
    """The units in use, each followed by those below it."""
    statement = select(Unit).where(Unit.closed_at.is_(None)).order_by(Unit.name)
    units = (await session.scalars(statement)).all()
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    tops = [unit for unit in units if unit.id == within] if within else below.get(None, [])
    return [line for top in tops for line in _lines(top, 0, below)]


async def unit_seen(session: AsyncSession, unit_id: int, within: int | None) -> Unit | None:
    """The unit in use, if the account may see it."""
    return next((one.unit for one in await tree(session, within) if one.unit.id == unit_id), None)


async def staff_within(session: AsyncSession, within: int | None) -> Sequence[Staff]:
    """Everybody who has not left, by unit and name."""
    statement = _staff(within).where(Staff.left_at.is_(None))
    return (await session.scalars(statement.order_by(Staff.unit_id, Staff.name))).all()


async def staff_seen(session: AsyncSession, staff_id: int, within: int | None) -> Staff | None:
    """One member of staff, also one who has left."""
    return (await session.scalars(_staff(within).where(Staff.id == staff_id))).one_or_none()


def _staff(within: int | None) -> Select[Staff]:
    statement = select(Staff).options(joinedload(Staff.unit), joinedload(Staff.person))
    if within is None:
        return statement
    return statement.where(Staff.unit_id.in_(select(subtree(within).c.id)))


def _lines(unit: Unit, depth: int, below: dict[int | None, list[Unit]]) -> list[Line]:
    children = [
        line for child in below.get(unit.id, ()) for line in _lines(child, depth + 1, below)
    ]
    return [Line(unit, depth), *children]
