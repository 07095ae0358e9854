"""The door every verb goes through: not twice, not by just anybody, not on what has moved on.

Who sees a ticket is said here and nowhere else. A confidential one is only for whoever has it, the
head of its unit and the coordinators; for everybody else it is not there. A guarded one, which is
about members of staff, is only for the inspectors of its unit: coordinators do not see it either.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Moved, Refused
from core.people.models import Person, Staff
from core.people.queries import ancestors, subtree
from core.tickets import reporters, rules
from core.tickets.followers import follows
from core.tickets.models import STATES, Event, Ticket


async def admits(
    session: AsyncSession,
    ticket: Ticket,
    actor: Person | Staff,
    verb: str,
    *,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Whether the verb goes ahead; False when this very `source` already had its effect.

    Raises Refused for somebody the ticket is not theirs, and Moved when the ticket is no longer
    what the actor saw.
    """
    if source is not None and await happened(session, source):
        return False
    stands = await standing_of(session, actor, ticket)
    if not any(rules.may(stands, verb, state) for state in STATES):
        raise not_yours(actor)
    if ticket.guarded and verb in rules.NEVER_GUARDED:
        raise Refused("ticket.refused.guarded", code=ticket.code)
    check_still(ticket, stands, verb, expected_version)
    return True


def not_yours(actor: Person | Staff) -> Refused:
    """The refusal of a ticket that is not theirs; only staff have tasks to be pointed to."""
    staff = isinstance(actor, Staff)
    return Refused("ticket.refused.not_yours_staff" if staff else "ticket.refused.not_yours")


def check_still(ticket: Ticket, stands: str, verb: str, expected_version: int | None) -> None:
    """Raise Moved unless the ticket is still as it was seen and the verb fits its state."""
    old = expected_version is not None and expected_version != ticket.version
    if old or not rules.may(stands, verb, ticket.state):
        side = stands if stands in ("reporter", "follower") else "staff"
        who = ticket.assignee.name if ticket.assignee else ticket.unit.name
        key = f"ticket.moved.{side}.{ticket.stands}"
        names = {"who": who, "unit": ticket.unit.name, "body": ticket.outside}
        raise Moved(key, code=ticket.code, **names)


async def happened(session: AsyncSession, source: str) -> bool:
    """Whether this update (or form) already wrote a step."""
    statement = select(Event.id).where(Event.source == source).limit(1)
    return (await session.scalars(statement)).first() is not None


async def standing_of(
    session: AsyncSession, actor: Person | Staff, ticket: Ticket
) -> rules.Standing:
    """What the actor is to the ticket, asking the database only where that decides."""
    if isinstance(actor, Person):
        if reporters.is_theirs(session, actor, ticket):
            return "reporter"
        return "follower" if await follows(session, ticket, actor) else "none"
    far_head = actor.role == "head" and actor.unit_id != ticket.unit_id
    above = await ancestors(session, ticket.unit_id) if far_head else ()
    return standing(actor, ticket, above)


def standing(staff: Staff, ticket: Ticket, above: Collection[int] = ()) -> rules.Standing:
    """The same for staff; `above` are the ids of the units over the ticket's unit."""
    if staff.left_at is not None or staff.person_id is None:
        return "none"
    if ticket.guarded:
        if staff.unit_id != ticket.unit_id:
            return "none"
        return "head" if staff.role == "head" else "officer"
    if staff.role == "coordinator":
        return "coordinator"
    over = () if ticket.confidential else above
    if staff.role == "head" and staff.unit_id in (ticket.unit_id, *over):
        return "head"
    has_it = ticket.assignee is not None and ticket.assignee.id == staff.id
    if ticket.confidential:
        return "officer" if has_it else "none"
    return "officer" if staff.unit_id == ticket.unit_id else "none"


def within_reach(staff: Staff) -> ColumnElement[bool]:
    """The tickets a member of staff may see, as a condition."""
    own = Ticket.unit_id == staff.unit_id
    if staff.role == "coordinator":
        return or_(not_(Ticket.guarded), own)
    theirs = Ticket.assignee_id == staff.id
    protected = or_(and_(Ticket.confidential, theirs), and_(Ticket.guarded, own))
    if staff.role == "head":
        below = Ticket.unit_id.in_(select(subtree(staff.unit_id).c.id))
        return or_(and_(not_(Ticket.confidential), below), own, protected)
    return or_(and_(not_(Ticket.confidential), own), protected)


@dataclass(frozen=True)
class Sight:
    """What an account of the panel sees: `within` a unit and those below it, None for all."""

    within: int | None
    role: str

    def conditions(self, of: Any = Ticket) -> list[ColumnElement[bool]]:
        """Which tickets those are, or which rows `of` a table that counts tickets."""
        found = self.protected(of)
        if self.within is not None:
            found.append(of.unit_id.in_(select(subtree(self.within).c.id)))
        return found

    def protected(self, of: Any = Ticket) -> list[ColumnElement[bool]]:
        """The same without `within`; accounts are not staff, so nobody is let in for having one."""
        if self.role == "coordinator":
            return [not_(of.guarded)]
        heads = self.role == "head" and self.within is not None
        own = of.unit_id == self.within if heads else false()
        return [or_(not_(of.confidential), own)]
