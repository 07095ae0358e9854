"""The categories in use, kept for a minute: filing asks for them at every message."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.details.models import CategoryQuestion
from core.emergencies.models import EmergencyNumber
from core.people.models import Person, Unit
from core.routing.directory import Directory
from core.routing.learned import current
from core.routing.rules import Choice, Notice
from core.tickets import rules
from core.tickets.models import Category, HiddenReporter, Ticket
from core.tickets.reporters import hidden_lane

# An old guess does no harm: filing looks at the category itself.
KEPT = timedelta(minutes=1)

_ASKS = (
    select(CategoryQuestion.id)
    .where(CategoryQuestion.category_id == Category.id, CategoryQuestion.closed_at.is_(None))
    .exists()
)

_known: WeakKeyDictionary[Engine | Connection, tuple[datetime, Directory]] = WeakKeyDictionary()


async def directory(session: AsyncSession, *, now: datetime) -> Directory:
    """The categories of this database as they were at most a minute ago."""
    found = _known.get(session.get_bind())
    if found is None or not found[0] <= now < found[0] + KEPT:
        found = _known[session.get_bind()] = (now, await _read(session))
    return found[1]


async def _read(session: AsyncSession) -> Directory:
    statement = (
        select(Category, Unit.name, EmergencyNumber, _ASKS)
        .join(Unit, Unit.id == Category.unit_id)
        .outerjoin(EmergencyNumber, EmergencyNumber.id == Category.warning_number_id)
        .where(Category.closed_at.is_(None))
        .order_by(Category.id)
    )
    rows = await session.execute(statement)
    return Directory(
        [
            (_choice(one, unit, number, asks), one.words, one.examples)
            for one, unit, number, asks in rows
        ],
        await current(session),
    )


def _choice(category: Category, unit: str, number: EmergencyNumber | None, asks: bool) -> Choice:
    return Choice(
        category.id,
        category.name,
        category.name_en,
        unit,
        category.near_metres,
        asks,
        _notice(category, number),
        category.report_class == rules.INSPECTED,
    )


def _notice(category: Category, number: EmergencyNumber | None) -> Notice | None:
    """A number that is not tested any more is not named any more."""
    if not category.warning:
        return None
    tested = number if number is not None and number.tested_on is not None else None
    called = (tested.number, tested.name) if tested else ("", "")
    return Notice(category.warning, category.warning_en, *called)


# Who has a turn in this transaction: what is asked about one is found for all of them at once.
TALKING = "talking"
_KNOWN = "waiting"

_HIDDEN = select(HiddenReporter.ticket_id).where(
    HiddenReporter.lane.in_(bindparam("lanes", expanding=True))
)
_WAITING = (
    select(Ticket.id, Ticket.code, Ticket.reporter_id, HiddenReporter.lane)
    .outerjoin(HiddenReporter, HiddenReporter.ticket_id == Ticket.id)
    .where(
        or_(Ticket.reporter_id.in_(bindparam("reporters", expanding=True)), Ticket.id.in_(_HIDDEN)),
        Ticket.state == "waiting",
    )
)

Waiting = tuple[int, str]


async def waiting_for(session: AsyncSession, person: Person) -> Sequence[Waiting]:
    """Id and code of the tickets in which an officer waits for this person's answer."""
    known: dict[int, list[Waiting]] = session.info.setdefault(_KNOWN, {})
    if person.id not in known:
        people = {person, *session.info.get(TALKING, ())}
        known.update(await _waiting_for(session, people))
    return known[person.id]


async def _waiting_for(
    session: AsyncSession, people: Collection[Person]
) -> dict[int, list[Waiting]]:
    found: dict[int, list[Waiting]] = {one.id: [] for one in people}
    hidden = {hidden_lane(session, one): one.id for one in people}
    connection = await session.connection()
    whose = {"reporters": list(found), "lanes": list(hidden)}
    for ticket_id, code, reporter_id, lane in await connection.execute(_WAITING, whose):
        owner = hidden.get(lane) or reporter_id
        assert owner is not None
        found[owner].append((ticket_id, code))
    return found
