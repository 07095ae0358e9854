"""Who gets a ticket: whoever is on duty, by load, and the heads above when nobody moves."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from core.people.models import Person, Staff, Unit
from core.people.queries import line_above
from core.tickets import rules
from core.tickets.models import OPEN, Ticket


def on_duty() -> ColumnElement[bool]:
    """Staff who can be reached and are here."""
    return and_(Staff.left_at.is_(None), Staff.on_duty, Staff.person_id.is_not(None))


def receivers(staff: Iterable[Staff], ticket: Ticket) -> list[Staff]:
    """Who of those on duty gets the card: officers of its unit, else heads, else coordinators.

    What a coordinator has to place goes to the coordinators first.
    """
    here = list(staff)
    of_unit = [one for one in here if one.unit_id == ticket.unit_id]
    officers = [one for one in of_unit if one.role == "officer"]
    heads = [one for one in of_unit if one.role == "head"]
    coordinators = [one for one in here if one.role == "coordinator"]
    if rules.to_be_placed(ticket):
        return coordinators or officers or heads
    return officers or heads or coordinators


async def team(session: AsyncSession, ticket: Ticket) -> list[Staff]:
    """The receivers of the ticket's card, with person."""
    wanted = or_(Staff.unit_id == ticket.unit_id, Staff.role == "coordinator")
    found = (await session.scalars(people().where(on_duty(), wanted).order_by(Staff.id))).all()
    return receivers(found, ticket)


async def least_loaded(session: AsyncSession, ticket: Ticket) -> Staff | None:
    """The one of the ticket's receivers with the fewest open tickets."""
    here = await team(session, ticket)
    ids = [one.id for one in here]
    loads = await session.execute(
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_(ids), Ticket.state.in_(OPEN))
        .group_by(Ticket.assignee_id)
    )
    load = dict(loads.all())
    return min(here, key=lambda one: (load.get(one.id, 0), one.id), default=None)


async def heads_above(session: AsyncSession, ticket: Ticket) -> Sequence[Staff]:
    """The head on duty of the unit, else of the nearest unit over it, else the coordinators.

    Whoever has the ticket is not above themselves, so there may be nobody.
    """
    others = people().where(on_duty())
    if ticket.assignee_id is not None:
        others = others.where(Staff.id != ticket.assignee_id)
    return await _nearest(session, ticket, others)


async def approvers(session: AsyncSession, ticket: Ticket) -> Sequence[Staff]:
    """The nearest head on duty, else the coordinators; off duty too when nobody else is there."""
    reachable = people().where(Staff.left_at.is_(None))
    here = await _nearest(session, ticket, reachable.where(Staff.on_duty))
    return here or await _nearest(session, ticket, reachable)


async def coordinators(session: AsyncSession) -> Sequence[Staff]:
    """The coordinators on duty."""
    here = people().where(on_duty(), Staff.role == "coordinator")
    return (await session.scalars(here.order_by(Staff.id))).all()


async def _nearest(session: AsyncSession, ticket: Ticket, among: Select[Staff]) -> Sequence[Staff]:
    """The heads of the nearest unit that has one, else the coordinators."""
    above = line_above(ticket.unit_id)
    statement = (
        among.join(above, above.c.id == Staff.unit_id)
        .add_columns(above.c.depth)
        .where(Staff.role == "head")
        .order_by(above.c.depth, Staff.id)
    )
    found = (await session.execute(statement)).all()
    nearest = [staff for staff, depth in found if depth == found[0][1]]
    return nearest or (await session.scalars(among.where(Staff.role == "coordinator"))).all()


async def audience(session: AsyncSession, ticket: Ticket) -> list[Staff]:
    """Who is told when something happens: whoever has the ticket, else the unit's receivers."""
    if ticket.assignee is not None and ticket.assignee.person is not None:
        return [ticket.assignee]
    return await team(session, ticket)


def people() -> Select[Staff]:
    """Staff who have an account, with unit and person."""
    return (
        select(Staff)
        .join(Person, Person.id == Staff.person_id)
        .join(Unit, Unit.id == Staff.unit_id)
        .options(contains_eager(Staff.person), contains_eager(Staff.unit))
    )
