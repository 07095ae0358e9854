"""Who is away when, and who can stand in."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.absences.models import AHEAD, Absence
from core.people.models import Staff
from core.people.queries import subtree
from core.tickets.staffing import people


async def absence_by_id(session: AsyncSession, absence_id: int) -> Absence | None:
    """With both members of staff, their units and persons."""
    return (await session.scalars(_whole().where(Absence.id == absence_id))).one_or_none()


async def ahead(session: AsyncSession, staff: Staff) -> Sequence[Absence]:
    """Somebody's own that are planned or run, the nearest first."""
    return await _open(session, Absence.staff_id == staff.id)


async def of_staff(session: AsyncSession, staff: Staff) -> Sequence[Absence]:
    """Theirs, and those in which they stand in."""
    mine = (Absence.staff_id == staff.id) | (Absence.stand_in_id == staff.id)
    return await _open(session, mine)


async def stand_ins(
    session: AsyncSession, staff: Staff, first: date, last: date
) -> Sequence[Staff]:
    """Colleagues of the unit who are there on all of these days."""
    here = people().where(
        Staff.unit_id == staff.unit_id, Staff.left_at.is_(None), Staff.id != staff.id
    )
    away = select(Absence.staff_id).where(
        Absence.state.in_(AHEAD), Absence.first_on <= last, Absence.last_on >= first
    )
    found = here.where(Staff.on_duty, Staff.id.not_in(away)).order_by(Staff.name)
    return (await session.scalars(found)).all()


async def may_record_for(session: AsyncSession, staff: Staff) -> Sequence[Staff]:
    """Whose leave somebody may write down beside their own: that of the units they head."""
    everybody = people().where(Staff.left_at.is_(None), Staff.id != staff.id)
    if staff.role == "officer":
        return ()
    if staff.role == "head":
        everybody = everybody.where(Staff.unit_id.in_(select(subtree(staff.unit_id).c.id)))
    return (await session.scalars(everybody.order_by(Staff.name))).all()


async def _open(session: AsyncSession, whose: ColumnElement[bool]) -> Sequence[Absence]:
    statement = _whole().where(Absence.state.in_(AHEAD), whose)
    return (await session.scalars(statement.order_by(Absence.first_on, Absence.id))).all()


def _whole() -> Select[Absence]:
    both = [
        joinedload(side).joinedload(more)
        for side in (Absence.staff, Absence.stand_in)
        for more in (Staff.unit, Staff.person)
    ]
    return select(Absence).options(*both)
