"""Who may read a report about members of staff: inspectors outside the line it is about."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.people.models import Staff, Unit
from core.people.queries import line_above, subtree


async def inspecting_unit(session: AsyncSession, accused: int | None) -> Unit | None:
    """The unit whose inspectors read a report about the unit `accused`; None when there is none.

    It has somebody who can be reached, and is neither over nor under the accused unit, nor that
    unit itself. When nobody knows whom it is about, it is over nobody.
    """
    somebody = select(Staff.id).where(
        Staff.unit_id == Unit.id, Staff.left_at.is_(None), Staff.person_id.is_not(None)
    )
    fit = select(Unit).where(Unit.inspects, Unit.closed_at.is_(None), somebody.exists())
    if accused is None:
        under = aliased(Unit)
        fit = fit.where(~select(under.id).where(under.parent_id == Unit.id).exists())
    else:
        below, above = (select(line.c.id) for line in (subtree(accused), line_above(accused)))
        line = or_(Unit.id.in_(below), Unit.id.in_(above))
        fit = fit.where(~line)
    return (await session.scalars(fit.order_by(Unit.id).limit(1))).one_or_none()
