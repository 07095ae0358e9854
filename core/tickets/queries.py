"""Reading tickets; `ticket_for` is the one door to a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, not_, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.i18n import Text
from core.outbox import Outgoing
from core.people.models import Person, Staff
from core.tickets import rules
from core.tickets.access import not_yours, standing_of
from core.tickets.models import Event, Ticket, is_open
from core.tickets.reporters import hidden_tickets, lanes_of
from core.tickets.steps import words_of
from core.tickets.ties import Follower, TicketMessage

MOST = 50
SOON = timedelta(days=2)
WHOLE = (
    joinedload(Ticket.category),
    joinedload(Ticket.unit),
    joinedload(Ticket.assignee).joinedload(Staff.person),
    joinedload(Ticket.assignee).joinedload(Staff.unit),
    joinedload(Ticket.reporter),
    joinedload(Ticket.reception),
    joinedload(Ticket.hidden),
    joinedload(Ticket.area),
)


async def ticket_for(
    session: AsyncSession, actor: Person | Staff, ticket_id: int, *, lock: bool = False
) -> Ticket:
    """The ticket with category, unit, assignee and reporter, if the actor may see it.

    Pass the Staff of somebody who acts for the office, the Person of somebody who reported. To
    change a ticket, `lock` it. A ticket that is not there is refused like one of somebody else.
    """
    ticket = await ticket_by_id(session, ticket_id, lock=lock)
    if ticket is None or await standing_of(session, actor, ticket) == "none":
        raise not_yours(actor)
    return ticket


async def ticket_by_id(
    session: AsyncSession, ticket_id: int, *, lock: bool = False
) -> Ticket | None:
    """The ticket without asking who wants it: for timers and admins."""
    if lock:
        # What this transaction changed so far must not be overwritten by what is read now.
        await session.flush()
        # By itself: PostgreSQL would give whoever waited here the old unit and assignee.
        await session.execute(select(Ticket.id).where(Ticket.id == ticket_id).with_for_update())
    statement = whole().where(Ticket.id == ticket_id).execution_options(populate_existing=lock)
    return (await session.scalars(statement)).one_or_none()


async def ticket_by_code(session: AsyncSession, code: str) -> Ticket | None:
    """By number, however it was typed; the caller checks who asks."""
    number = rules.read_code(code)
    if number is None:
        return None
    return (await session.scalars(whole().where(Ticket.code == number))).one_or_none()


def whole() -> Select[Ticket]:
    """Tickets with everything a card shows."""
    return select(Ticket).options(*WHOLE)


async def master_of(session: AsyncSession, ticket: Ticket) -> Ticket:
    """The case that stands for this one, after however many merges; itself when there was none."""
    while ticket.master_id is not None:
        ticket = (await session.scalars(whole().where(Ticket.id == ticket.master_id))).one()
    return ticket


async def case_for(
    session: AsyncSession, person: Person, ticket_id: int, *, lock: bool = False
) -> Ticket:
    """What a citizen's ticket is dealt with in: itself, or the case it was merged into."""
    ticket = await ticket_for(session, person, ticket_id, lock=lock)
    if ticket.master_id is None:
        return ticket
    return await ticket_for(session, person, (await master_of(session, ticket)).id, lock=lock)


async def by_message(session: AsyncSession, person: Person, message_id: int) -> int | None:
    """The id of the ticket a message in the person's chat belongs to, ours or their own."""
    lanes = lanes_of(session, person)
    said = select(Outgoing.ticket_id).where(
        Outgoing.lane.in_(lanes),
        Outgoing.message_id == message_id,
        Outgoing.ticket_id.is_not(None),
    )
    heard = select(TicketMessage.ticket_id).where(
        TicketMessage.lane.in_(lanes), TicketMessage.message_id == message_id
    )
    return (await session.scalars(union_all(said, heard))).first()


async def mine(session: AsyncSession, person: Person, limit: int = MOST) -> Sequence[Ticket]:
    """What a citizen reported or follows, the newest first."""
    own = (Ticket.reporter_id == person.id, Ticket.id.in_(hidden_tickets(session, person)))
    followed = select(Follower.ticket_id).where(
        Follower.person_id == person.id, Follower.stopped_at.is_(None)
    )
    # What became confidential is followed by nobody.
    seen = and_(Ticket.id.in_(followed), not_(Ticket.confidential))
    # Each way to a ticket has an index of its own, and "or" would use none of them.
    ways = union(*(select(Ticket.id).where(way) for way in (*own, seen)))
    order = (Ticket.opened_at.desc(), Ticket.id.desc())
    newest = select(Ticket.id).where(Ticket.id.in_(ways)).order_by(*order).limit(limit)
    # By themselves: joined to all the rest, PostgreSQL loses sight of how few they are.
    ids = (await session.scalars(newest)).all()
    return (await session.scalars(whole().where(Ticket.id.in_(ids)).order_by(*order))).all()


def is_late(now: datetime) -> ColumnElement[bool]:
    """The open tickets whose date has passed; what stands still for an answer is not late."""
    running = Ticket.paused_at.is_(None)
    return and_(is_open(), running, Ticket.due_at < now)


def is_soon(now: datetime) -> ColumnElement[bool]:
    """The open tickets whose date is near."""
    running = Ticket.paused_at.is_(None)
    return and_(is_open(), running, Ticket.due_at >= now, Ticket.due_at < now + SOON)


@dataclass(frozen=True)
class Step:
    """One line of a timeline: what happened, what was said, and, for the office, by whom."""

    at: datetime
    kind: str
    what: Text
    said: str
    by: str
    public: bool
    by_reporter: bool


async def timeline(session: AsyncSession, ticket: Ticket, *, public_only: bool) -> list[Step]:
    """The steps in order; the citizen's view leaves out notes, reasons and names of staff."""
    statement = (
        select(Event, Staff.name)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.ticket_id == ticket.id)
        .order_by(Event.seq)
    )
    if public_only:
        statement = statement.where(Event.public)
    return [_step(event, name, public_only) for event, name in await session.execute(statement)]


def _step(event: Event, name: str | None, public_only: bool) -> Step:
    facts = event.payload
    hidden = public_only and event.kind in rules.REASONS | rules.OF_FOLLOWERS
    said = "" if hidden else str(facts.get("text") or "")
    by = "" if public_only else name or str(facts.get("by") or "")
    what = words_of(event.kind, facts)
    return Step(event.at, event.kind, what, said, by, event.public, event.by_reporter)
