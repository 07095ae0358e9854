"""How much each unit has on its table."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Unit
from core.tickets.models import Ticket, is_open
from core.tickets.queries import is_late


@dataclass(frozen=True)
class UnitFigures:
    """A unit with its open and overdue tickets."""

    unit_id: int
    name: str
    open: int
    overdue: int


async def by_unit(session: AsyncSession, *, now: datetime) -> list[UnitFigures]:
    """Open and overdue tickets of each unit that has any, the most overdue first."""
    late = func.sum(case((is_late(now), 1), else_=0))
    rows = await session.execute(
        select(Unit.id, Unit.name, func.count(Ticket.id), late)
        .join(Ticket, Ticket.unit_id == Unit.id)
        .where(is_open(), not_(Ticket.guarded))
        .group_by(Unit.id, Unit.name)
        .order_by(late.desc(), func.count(Ticket.id).desc(), Unit.name)
    )
    return [UnitFigures(*row) for row in rows]
