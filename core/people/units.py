"""The tree of units."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.people import rules
from core.people.models import Staff, Unit
from core.people.queries import ancestors, root_unit
from core.tickets.models import Category, Ticket, is_open


async def add_unit(
    session: AsyncSession,
    *,
    code: str,
    name: str,
    parent: Unit | None,
    calendar_id: int,
    by: str,
    now: datetime,
    about: str = "",
    inspects: bool = False,
) -> Unit:
    """A new unit; only the first has no parent. `by` is the actor of the audit log."""
    code = rules.code(code)
    if (await session.scalars(select(Unit.id).where(Unit.code == code))).first() is not None:
        raise Refused("people.refused.code_taken", code=code)
    if parent is None and await root_unit(session) is not None:
        raise Refused("people.refused.root")
    unit = Unit(
        code=code,
        name=rules.name(name),
        parent_id=parent.id if parent else None,
        calendar_id=calendar_id,
        about=about.strip(),
        inspects=inspects,
    )
    session.add(unit)
    await session.flush()
    audit.record(session, by, "unit.add", unit, now=now, code=code)
    return unit


async def change_unit(
    session: AsyncSession,
    unit: Unit,
    *,
    name: str,
    parent: Unit | None,
    by: str,
    now: datetime,
    about: str = "",
    inspects: bool = False,
) -> None:
    """Another name or place in the tree; a unit never ends up below itself."""
    if (parent is None) != (unit.parent_id is None):
        raise Refused("people.refused.root")
    if parent is not None and unit.id in (parent.id, *await ancestors(session, parent.id)):
        raise Refused("people.refused.unit_ring")
    unit.name, unit.about, unit.inspects = rules.name(name), about.strip(), inspects
    unit.parent_id = parent.id if parent else None
    audit.record(
        session, by, "unit.change", unit, now=now, parent=unit.parent_id, inspects=inspects
    )
    await session.flush()


async def close_unit(session: AsyncSession, unit: Unit, *, by: str, now: datetime) -> None:
    """Take an empty unit out of use; refused while anything still depends on it."""
    if unit.parent_id is None or await _in_use(session, unit.id):
        raise Refused("people.refused.unit_in_use", unit=unit.name)
    unit.closed_at = now
    audit.record(session, by, "unit.close", unit, now=now)
    await session.flush()


async def _in_use(session: AsyncSession, unit_id: int) -> bool:
    depends = or_(
        select(Unit.id).where(Unit.parent_id == unit_id, Unit.closed_at.is_(None)).exists(),
        select(Staff.id).where(Staff.unit_id == unit_id, Staff.left_at.is_(None)).exists(),
        select(Category.id)
        .where(Category.unit_id == unit_id, Category.closed_at.is_(None))
        .exists(),
        select(Ticket.id).where(Ticket.unit_id == unit_id, is_open()).exists(),
    )
    return bool((await session.scalars(select(depends))).one())
