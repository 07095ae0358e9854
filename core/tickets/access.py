"""The door every verb goes through: not twice, not by just anybody, not on what has moved on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Moved, Refused
from core.people.models import Person, Staff
from core.people.queries import ancestors
from core.tickets import rules
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
        key = f"ticket.moved.{side}.{ticket.state}"
        raise Moved(key, code=ticket.code, who=who, unit=ticket.unit.name)


async def happened(session: AsyncSession, source: str) -> bool:
    """Whether this update (or form) already wrote a step."""
    statement = select(Event.id).where(Event.source == source).limit(1)
    return (await session.scalars(statement)).first() is not None


async def standing_of(
    session: AsyncSession, actor: Person | Staff, ticket: Ticket
) -> rules.Standing:
    """What the actor is to the ticket, asking the database only where that decides."""
    if isinstance(actor, Person) and actor.id != ticket.reporter_id:
        return "follower" if await follows(session, ticket, actor) else "none"
    far_head = isinstance(actor, Staff) and actor.role == "head" and actor.unit_id != ticket.unit_id
    above = await ancestors(session, ticket.unit_id) if far_head else ()
    return rules.standing(actor, ticket, above)
