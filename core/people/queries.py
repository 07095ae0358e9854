"""Reading people, staff and the tree of units."""

from collections.abc import Sequence

from sqlalchemy import CTE, Select, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.people.models import Invite, Person, Staff, Unit
from core.people.rules import CALLED
from core.secrets import keys_of

DEEPEST = 16


def display_name(session: AsyncSession, person: Person) -> str:
    """The first name, or the one they corrected it to: all the office is shown of a citizen."""
    known = keys_of(session).open_json(person.profile)
    return str(known.get(CALLED) or known.get("first_name") or "")


async def staff_of(session: AsyncSession, person: Person) -> Staff | None:
    """The person's place in the office, with unit; None for a citizen."""
    statement = _staff().where(Staff.person_id == person.id, Staff.left_at.is_(None))
    return (await session.scalars(statement)).one_or_none()


async def staff_at(session: AsyncSession, lane: str) -> Staff | None:
    """The member of staff whose private chat this is, with unit and person."""
    statement = _staff().join(Person, Person.id == Staff.person_id).where(Person.lane == lane)
    return (await session.scalars(statement.where(Staff.left_at.is_(None)))).one_or_none()


async def staff_by_id(session: AsyncSession, staff_id: int) -> Staff | None:
    return (await session.scalars(_staff().where(Staff.id == staff_id))).one_or_none()


async def open_invite(session: AsyncSession, staff: Staff) -> Invite | None:
    """The invite that has not been used; it may have run out."""
    statement = select(Invite).where(Invite.staff_id == staff.id, Invite.used_at.is_(None))
    return (await session.scalars(statement.order_by(Invite.id.desc()).limit(1))).one_or_none()


async def units(session: AsyncSession) -> Sequence[Unit]:
    """The units in use, the root first."""
    statement = select(Unit).where(Unit.closed_at.is_(None))
    return (await session.scalars(statement.order_by(Unit.parent_id.is_not(None), Unit.name))).all()


async def unit_by_id(session: AsyncSession, unit_id: int) -> Unit | None:
    return (await session.scalars(select(Unit).where(Unit.id == unit_id))).one_or_none()


async def root_unit(session: AsyncSession) -> Unit | None:
    """The coordinator's unit, to which everything goes that nobody else answers for."""
    statement = select(Unit).where(Unit.parent_id.is_(None), Unit.closed_at.is_(None))
    return (await session.scalars(statement.order_by(Unit.id).limit(1))).one_or_none()


async def ancestors(session: AsyncSession, unit_id: int) -> Sequence[int]:
    """The ids of the units over this one, the nearest first."""
    above = line_above(unit_id)
    statement = select(above.c.id).where(above.c.depth > 0).order_by(above.c.depth)
    return (await session.scalars(statement)).all()


async def answers_for(session: AsyncSession, staff: Staff, unit_id: int) -> bool:
    """Whether what this unit does is theirs to do: its people, the heads above, coordinators."""
    if staff.left_at is not None or staff.person_id is None:
        return False
    if staff.role == "coordinator" or staff.unit_id == unit_id:
        return True
    return staff.role == "head" and staff.unit_id in await ancestors(session, unit_id)


def line_above(unit_id: int) -> CTE:
    """The unit (depth 0) and those over it; the limit ends a tree tied into a ring."""
    own = select(Unit.id, Unit.parent_id, literal(0).label("depth")).where(Unit.id == unit_id)
    above = own.cte("line_above", recursive=True)
    over = select(Unit.id, Unit.parent_id, above.c.depth + 1)
    return above.union_all(
        over.join(above, Unit.id == above.c.parent_id).where(above.c.depth < DEEPEST)
    )


def subtree(unit_id: int) -> CTE:
    """The unit and all below it."""
    own = select(Unit.id, literal(0).label("depth")).where(Unit.id == unit_id)
    below = own.cte(recursive=True)  # unnamed, so that one statement may ask for two
    under = select(Unit.id, below.c.depth + 1)
    return below.union_all(
        under.join(below, Unit.parent_id == below.c.id).where(below.c.depth < DEEPEST)
    )


def _staff() -> Select[Staff]:
    return select(Staff).options(joinedload(Staff.unit), joinedload(Staff.person))
