"""Repeated causes: many reports of one category in one area, with nothing done about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, standards
from core.areas.models import Area
from core.db import changed, insert
from core.improvements import rules
from core.improvements.models import UNDER_WAY, Improvement, RepeatedCause
from core.improvements.rules import Pattern
from core.outbox import Button
from core.people.models import Staff
from core.tickets.models import Category, Ticket
from core.tickets.staffing import on_duty, people


@dataclass(frozen=True)
class Found:
    """A pattern with its names."""

    pattern: Pattern
    category: Category
    area: Area


async def repeated(
    session: AsyncSession, *, now: datetime, units: Sequence[int] | None = None
) -> list[Found]:
    """The patterns as things are, of categories of these units, None for all.

    Reports whose area is not known belong to none; those of confidential cases are not counted.
    """
    amounts = await standards.amounts(session, "improvements")
    since = now - timedelta(days=amounts["improvements_days"])
    counts = await _counts(session, since)
    found = rules.patterns(counts, amounts["improvements_repeats"], await _seen_to(session, since))
    named = await _named(session, found)
    return [one for one in named if units is None or one.category.unit_id in units]


async def cases_of(session: AsyncSession, pattern: Pattern, *, now: datetime) -> Sequence[int]:
    """The ids of its cases, the oldest first."""
    days = await standards.amount(session, "improvements_days")
    same = (Ticket.category_id == pattern.category_id, Ticket.area_id == pattern.area_id)
    lately = Ticket.opened_at >= now - timedelta(days=days)
    statement = select(Ticket.id).where(*same, lately, not_(Ticket.confidential))
    return (await session.scalars(statement.order_by(Ticket.id))).all()


async def tell_new(session: AsyncSession, *, now: datetime) -> None:
    """One message to each coordinator and head with what is new to them; silence when nothing."""
    days = await standards.amount(session, "improvements_days")
    fresh = [
        one
        for one in await repeated(session, now=now)
        if await _is_new(session, one.pattern, now, timedelta(days=days))
    ]
    for staff in await _responsible(session) if fresh else ():
        mine = [one for one in fresh if staff.role == "coordinator" or _is_of(staff, one)]
        if mine and staff.person is not None:
            outbox.tell(
                session,
                staff.person,
                "improvement.staff.repeated",
                now=now,
                kind="notice",
                buttons=[[Button("improvement.repeated")]],
                n=len(mine),
            )


def _is_of(staff: Staff, one: Found) -> bool:
    return one.category.unit_id == staff.unit_id


async def _responsible(session: AsyncSession) -> Sequence[Staff]:
    wanted = Staff.role.in_(("coordinator", "head"))
    return (await session.scalars(people().where(on_duty(), wanted).order_by(Staff.id))).all()


async def _counts(session: AsyncSession, since: datetime) -> list[Pattern]:
    statement = (
        select(Ticket.category_id, Ticket.area_id, func.count(Ticket.id))
        .where(Ticket.opened_at >= since, not_(Ticket.confidential))
        .where(Ticket.category_id.is_not(None), Ticket.area_id.is_not(None))
        .group_by(Ticket.category_id, Ticket.area_id)
    )
    rows = (await session.execute(statement)).all()
    return [Pattern(category, area, n) for category, area, n in rows if category and area]


async def _seen_to(session: AsyncSession, since: datetime) -> set[tuple[int, int]]:
    """Category and area of what is under way or was mended within the time that is looked at."""
    alive = or_(Improvement.state.in_(UNDER_WAY), Improvement.done_at >= since)
    statement = select(Improvement.category_id, Improvement.area_id).where(alive)
    rows = (await session.execute(statement)).all()
    return {(category, area) for category, area in rows if category and area}


async def _named(session: AsyncSession, found: Sequence[Pattern]) -> list[Found]:
    categories = {one.category_id for one in found}
    known = await session.scalars(select(Category).where(Category.id.in_(categories)))
    by_id = {one.id: one for one in known}
    areas = await session.scalars(select(Area).where(Area.id.in_({one.area_id for one in found})))
    places = {one.id: one for one in areas}
    return [Found(one, by_id[one.category_id], places[one.area_id]) for one in found]


async def _is_new(session: AsyncSession, one: Pattern, now: datetime, lasts: timedelta) -> bool:
    """Note that it was told; False when it was, within the time that is looked at."""
    values = {"category_id": one.category_id, "area_id": one.area_id, "told_at": now}
    added = insert(session, RepeatedCause).values(**values)
    again = added.on_conflict_do_update(
        index_elements=["category_id", "area_id"],
        set_={"told_at": now},
        where=RepeatedCause.told_at < now - lasts,
    )
    return await changed(session, again) == 1
