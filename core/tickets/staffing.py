"""Who gets a ticket: whoever is on duty, by load, and the heads above when nobody moves."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from core.people.models import Person, Staff, Unit
from core.people.queries import line_above
from core.tickets import rules
from core.tickets.access import standing
from core.tickets.models import Ticket, is_open


def on_duty() -> ColumnElement[bool]:
    """Staff who can be reached and are here."""
    return and_(Staff.left_at.is_(None), Staff.on_duty, Staff.person_id.is_not(None))


def receivers(staff: Iterable[Staff], ticket: Ticket) -> list[Staff]:
    """Who of those on duty gets the card: officers of its unit, else heads, else coordinators.

    What a coordinator has to place goes to the coordinators first.
    """
    here = [one for one in staff if standing(one, ticket) != "none"]
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
        .where(Ticket.assignee_id.in_(ids), is_open())
        .group_by(Ticket.assignee_id)
    )
    load = dict(loads.all())
    return min(here, key=lambda one: (load.get(one.id, 0), one.id), default=None)


async def heads_above(session: AsyncSession, ticket: Ticket) -> Sequence[Staff]:
    """Who is told first: the head on duty of the unit, else of the nearest unit over it, else
    the coordinators. There may be nobody.
    """
    line = await line_of_heads(session, ticket)
    return line[0] if line else ()


async def line_of_heads(session: AsyncSession, ticket: Ticket) -> list[list[Staff]]:
    """The heads on duty from the unit up the tree, a level each, and last the coordinators.

    Whoever has the ticket is not above themselves.
    """
    others = people().where(on_duty())
    if ticket.assignee_id is not None:
        others = others.where(Staff.id != ticket.assignee_id)
    levels = await _levels(session, ticket, others)
    last = [] if ticket.guarded else list(await _coordinators(session, others))
    return [*levels, last] if last else levels


async def approvers(session: AsyncSession, ticket: Ticket) -> Sequence[Staff]:
    """The nearest head on duty, else the coordinators; off duty too when nobody else is there."""
    reachable = people().where(Staff.left_at.is_(None))
    here = await _nearest(session, ticket, reachable.where(Staff.on_duty))
    return here or await _nearest(session, ticket, reachable)


async def coordinators(session: AsyncSession) -> Sequence[Staff]:
    """The coordinators on duty."""
    return await _coordinators(session, people().where(on_duty()))


async def _nearest(session: AsyncSession, ticket: Ticket, among: Select[Staff]) -> Sequence[Staff]:
    """The heads of the nearest unit that has one, else the coordinators."""
    levels = await _levels(session, ticket, among)
    if levels or ticket.guarded:
        return levels[0] if levels else []
    return await _coordinators(session, among)


async def _levels(session: AsyncSession, ticket: Ticket, among: Select[Staff]) -> list[list[Staff]]:
    """The heads who may see the ticket, a level of the tree each."""
    above = line_above(ticket.unit_id)
    heads = among.join(above, above.c.id == Staff.unit_id).add_columns(above.c.depth)
    in_order = heads.where(Staff.role == "head").order_by(above.c.depth, Staff.id)
    levels: dict[int, list[Staff]] = {}
    for staff, depth in await session.execute(in_order):
        if standing(staff, ticket, (staff.unit_id,)) != "none":
            levels.setdefault(depth, []).append(staff)
    return list(levels.values())


async def _coordinators(session: AsyncSession, among: Select[Staff]) -> Sequence[Staff]:
    found = among.where(Staff.role == "coordinator").order_by(Staff.id)
    return (await session.scalars(found)).all()


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
