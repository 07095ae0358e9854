"""What staff have on their table: how much each has, and what to see to first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Staff
from core.tickets.access import within_reach
from core.tickets.models import Ticket, is_open
from core.tickets.queries import is_late, whole

PAGE = 6
Section = Literal["unsorted", "mine", "unit"]
SECTIONS: tuple[Section, ...] = ("unsorted", "mine", "unit")


@dataclass(frozen=True)
class Task:
    """An open ticket and why it is in the list: nobody knows whose it is, mine, or my unit's."""

    section: Section
    ticket: Ticket


@dataclass(frozen=True)
class Tasks:
    """One page; `number` counts from 1, `total` and `late` are of all pages."""

    tasks: Sequence[Task]
    number: int
    pages: int
    total: int
    late: int


async def tasks(
    session: AsyncSession, staff: Staff, *, now: datetime, page: int = 1, size: int = PAGE
) -> Tasks:
    """Open tickets of one's own and within reach, each section with the most urgent first.

    A page past the end gives the last one.
    """
    wanted = (is_open(), or_(Ticket.assignee_id == staff.id, within_reach(staff)))
    late = func.coalesce(func.sum(case((is_late(now), 1), else_=0)), 0)
    counted = await session.execute(select(func.count(Ticket.id), late).where(*wanted))
    total, overdue = counted.one()
    pages = max(1, -(-total // size))
    number = min(max(1, page), pages)
    section = _section(staff)
    # Only ids are put in order: what is open at all lies in one index, and six are looked up.
    here = select(Ticket.id, section).where(*wanted).order_by(section, Ticket.due_at, Ticket.id)
    rows = await session.execute(here.limit(size).offset((number - 1) * size))
    found = await _looked_up(session, {row[0]: SECTIONS[row[1]] for row in rows})
    return Tasks(found, number, pages, total, int(overdue))


async def _looked_up(session: AsyncSession, sections: Mapping[int, Section]) -> list[Task]:
    tickets = await session.scalars(whole().where(Ticket.id.in_(sections)))
    known = {ticket.id: ticket for ticket in tickets}
    return [Task(section, known[number]) for number, section in sections.items()]


async def loads(session: AsyncSession, staff_ids: Collection[int]) -> dict[int, int]:
    """How many open tickets each of them has; who has none is left out."""
    rows = await session.execute(
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_(staff_ids), is_open())
        .group_by(Ticket.assignee_id)
    )
    return {staff_id: count for staff_id, count in rows if staff_id is not None}


def _section(staff: Staff) -> ColumnElement[int]:
    mine = (Ticket.assignee_id == staff.id, 1)
    if staff.role != "coordinator":
        return case(mine, else_=2)
    unsorted = and_(Ticket.category_id.is_(None), Ticket.state == "new")
    return case((unsorted, 0), mine, else_=2)
