"""Reading groups, and how a unit stands as a group may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.groups.models import UnitGroup
from core.groups.rules import UNSHOWN_CLASSES
from core.people.models import Staff
from core.people.queries import subtree
from core.tickets.models import HiddenReporter, Ticket, is_open
from core.tickets.queries import is_late

MOST_LINES = 8
WHOLE = (joinedload(UnitGroup.unit), joinedload(UnitGroup.staff).joinedload(Staff.person))


@dataclass(frozen=True)
class Standing:
    """Figures of a unit and those below it, and its most urgent tickets with their category.

    `today` are due today and not late yet, `new` came in today.
    """

    open: int
    overdue: int
    today: int
    new: int
    oldest: datetime | None
    urgent: Sequence[Ticket]


async def group_by_id(
    session: AsyncSession, group_id: int, *, lock: bool = False
) -> UnitGroup | None:
    """The group with its unit and who brought the bot in."""
    statement = _whole().where(UnitGroup.id == group_id)
    if lock:
        statement = statement.with_for_update(of=UnitGroup)
        statement = statement.execution_options(populate_existing=True)
    return (await session.scalars(statement)).one_or_none()


async def heard_from(session: AsyncSession, heard: str) -> UnitGroup | None:
    """The group whose updates come from this chat."""
    return (await session.scalars(_whole().where(UnitGroup.heard == heard))).one_or_none()


async def group_of(session: AsyncSession, unit_id: int) -> UnitGroup | None:
    """The group that shows how the unit stands."""
    return (await session.scalars(_whole().where(UnitGroup.unit_id == unit_id))).one_or_none()


async def offered(session: AsyncSession) -> Sequence[UnitGroup]:
    """Groups the bot was brought into that show nothing yet."""
    statement = _whole().where(UnitGroup.bound_at.is_(None)).order_by(UnitGroup.id)
    return (await session.scalars(statement)).all()


async def standing(session: AsyncSession, unit_id: int, *, now: datetime) -> Standing:
    """How the unit stands, without anything that is kept from somebody in the office.

    Nor what is anonymous: who reads the group may know who wrote that day.
    """
    begins = _midnight(session, now)
    ends = begins + timedelta(days=1)
    shown = _shown(unit_id)
    today = case(((Ticket.due_at >= now) & (Ticket.due_at < ends), 1), else_=0)
    figures = select(
        func.count(Ticket.id),
        func.coalesce(func.sum(case((is_late(now), 1), else_=0)), 0),
        func.coalesce(func.sum(today), 0),
        func.coalesce(func.sum(case((Ticket.opened_at >= begins, 1), else_=0)), 0),
        func.min(Ticket.opened_at),
    )
    counted = await session.execute(figures.where(is_open(), *shown))
    total, overdue, due_today, new, oldest = counted.one()
    urgent = select(Ticket).options(joinedload(Ticket.category)).where(is_open(), *shown)
    urgent = urgent.order_by(Ticket.due_at, Ticket.id).limit(MOST_LINES)
    found = (await session.scalars(urgent)).all()
    return Standing(total, overdue, due_today, new, oldest, found)


def _midnight(session: AsyncSession, now: datetime) -> datetime:
    local = now.astimezone(session.info["service"].zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _shown(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    hidden = select(HiddenReporter.ticket_id).where(HiddenReporter.ticket_id == Ticket.id)
    return (
        Ticket.unit_id.in_(select(subtree(unit_id).c.id)),
        not_(Ticket.confidential),
        Ticket.report_class.not_in(UNSHOWN_CLASSES),
        not_(hidden.exists()),
    )


def _whole() -> Select[UnitGroup]:
    return select(UnitGroup).options(*WHOLE)
