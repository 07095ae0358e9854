"""The categories in use, kept for a minute: filing asks for them at every message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Person, Unit
from core.routing.rules import Choice, Directory
from core.tickets.models import Category, HiddenReporter, Ticket
from core.tickets.reporters import hidden_lane

# An old guess does no harm: filing looks at the category itself.
KEPT = timedelta(minutes=1)

_known: WeakKeyDictionary[Engine | Connection, tuple[datetime, Directory]] = WeakKeyDictionary()


async def directory(session: AsyncSession, *, now: datetime) -> Directory:
    """The categories of this database as they were at most a minute ago."""
    found = _known.get(session.get_bind())
    if found is None or not found[0] <= now < found[0] + KEPT:
        found = _known[session.get_bind()] = (now, await _read(session))
    return found[1]


async def _read(session: AsyncSession) -> Directory:
    statement = (
        select(Category, Unit.name)
        .join(Unit, Unit.id == Category.unit_id)
        .where(Category.closed_at.is_(None))
        .order_by(Category.id)
    )
    rows = await session.execute(statement)
    return Directory((_choice(one, unit), one.words, one.examples) for one, unit in rows)


def _choice(category: Category, unit: str) -> Choice:
    return Choice(category.id, category.name, category.name_en, unit, category.near_metres)


_HIDDEN = Ticket.id.in_(
    select(HiddenReporter.ticket_id).where(HiddenReporter.lane == bindparam("hidden"))
)
_WAITING = (
    select(Ticket.id, Ticket.code)
    .where(or_(Ticket.reporter_id == bindparam("reporter"), _HIDDEN), Ticket.state == "waiting")
    .limit(2)
)


async def waiting_for(session: AsyncSession, person: Person) -> Sequence[Row[int, str]]:
    """Id and code of up to two tickets in which an officer waits for this person's answer."""
    connection = await session.connection()
    whose = {"reporter": person.id, "hidden": hidden_lane(session, person)}
    return (await connection.execute(_WAITING, whose)).all()
