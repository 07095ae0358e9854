"""Tickets as the panel lists and counts them. Every number is the length of a list it can show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from core.areas.queries import subtree as areas_within
from core.people.models import Unit
from core.people.queries import subtree
from core.tickets import rules
from core.tickets.access import Sight
from core.tickets.external import has_number
from core.tickets.models import SOLVED, STATES, Attachment, Event, Ticket, is_open
from core.tickets.queries import is_late, whole
from core.tickets.search import says, words_of

SIZE = 25
# Nobody turns pages beyond this; counting further would take longer than reading the page.
MOST_COUNTED = 10_000
SOON = timedelta(days=2)
# What a list can show: a state, or one of these sets.
SETS = ("open", "overdue", "soon", "answered", "solved", "unsolved", "objected_again", "rated")
SHOWS = (*SETS, *STATES)
SORTS = {
    "due": (Ticket.due_at, Ticket.id),
    "newest": (Ticket.opened_at.desc(), Ticket.id.desc()),
    "oldest": (Ticket.opened_at, Ticket.id),
    "unit": (Ticket.unit_id, Ticket.due_at, Ticket.id),
}


@dataclass(frozen=True)
class Filter:
    """What is left out is not filtered. `sight` is what the account may see at all.

    Units include those below, areas those in them; `since` counts from when a ticket was opened;
    `text` is words of the ticket, its place or its number, here or in another system.
    """

    sight: Sight
    show: str = ""
    unit_id: int | None = None
    category_id: int | None = None
    area_id: int | None = None
    kind: str = ""
    since: datetime | None = None
    text: str = ""


@dataclass(frozen=True)
class Page:
    """`number` counts from 1; `total` is of all pages, and `more` says that there are others."""

    tickets: Sequence[Ticket]
    number: int
    pages: int
    total: int
    more: bool


@dataclass(frozen=True)
class Measure:
    """A middle or mean value over `n` tickets; None over none."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Figures:
    """Open, overdue and soon due are of now; the rest of tickets opened in the period.

    Times are medians in working seconds; the rating is a mean of 1 to 4.
    """

    open: int
    overdue: int
    soon: int
    received: int
    response: Measure
    solution: Measure
    rating: Measure
    unsolved: int
    objected_again: int


@dataclass(frozen=True)
class UnitFigures:
    """Counts of a unit and those below it; `depth` is its place in the tree, 0 at the top."""

    unit: Unit
    depth: int
    open: int
    overdue: int
    soon: int
    received: int
    solved: int


async def page_of(
    session: AsyncSession, wanted: Filter, *, now: datetime, sort: str, number: int
) -> Page:
    """One page of the list; a number past the end gives the last page."""
    few = select(Ticket.id).where(*conditions(wanted, now)).limit(MOST_COUNTED + 1).subquery()
    counted = (await session.scalars(select(func.count()).select_from(few))).one()
    total = min(counted, MOST_COUNTED)
    pages = max(1, -(-total // SIZE))
    number = min(max(1, number), pages)
    here = select(Ticket.id).where(*conditions(wanted, now)).order_by(*SORTS[sort])
    here = here.limit(SIZE).offset((number - 1) * SIZE)
    return Page(await _these(session, here), number, pages, total, more=counted > total)


async def _these(session: AsyncSession, here: Select[int]) -> list[Ticket]:
    """The tickets with these ids, in their order; what is paged over is not joined to anything."""
    ids = list(await session.scalars(here))
    found = {one.id: one for one in await session.scalars(whole().where(Ticket.id.in_(ids)))}
    return [found[one] for one in ids]


async def count(session: AsyncSession, wanted: Filter, *, now: datetime) -> int:
    statement = select(func.count(Ticket.id)).where(*conditions(wanted, now))
    return (await session.scalars(statement)).one()


async def figures(
    session: AsyncSession, sight: Sight, *, since: datetime | None, now: datetime
) -> Figures:
    """The numbers of the front page."""
    today, period = Filter(sight), Filter(sight, since=since)
    return Figures(
        open=await count(session, replace(today, show="open"), now=now),
        overdue=await count(session, replace(today, show="overdue"), now=now),
        soon=await count(session, replace(today, show="soon"), now=now),
        received=await count(session, period, now=now),
        response=await _median(session, Ticket.response_seconds, period, now),
        solution=await _median(session, Ticket.resolve_seconds, period, now),
        rating=await _mean_rating(session, period, now),
        unsolved=await count(session, replace(period, show="unsolved"), now=now),
        objected_again=await count(session, replace(period, show="objected_again"), now=now),
    )


async def unit_figures(
    session: AsyncSession, sight: Sight, *, since: datetime | None, now: datetime
) -> list[UnitFigures]:
    """Every unit in use that the account may see, as a tree written down line by line."""
    shows = ("open", "overdue", "soon", "", "solved")
    own: list[dict[int, int]] = []
    for show in shows:
        counts_now = show in ("open", "overdue", "soon")
        wanted = Filter(sight, show=show, since=None if counts_now else since)
        own.append(await _by_unit(session, wanted, now))
    units = (await session.scalars(select(Unit).order_by(Unit.name))).all()
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    within = sight.within
    tops = [unit for unit in units if unit.id == within] if within else below.get(None, [])
    return [line for top in tops for line in _lines(top, 0, below, own)]


async def events_of(session: AsyncSession, ticket: Ticket) -> Sequence[Event]:
    """The timeline, the oldest first, with who did each step."""
    statement = select(Event).where(Event.ticket_id == ticket.id).order_by(Event.seq)
    return (await session.scalars(statement.options(joinedload(Event.staff)))).all()


async def attachments_of(session: AsyncSession, ticket: Ticket) -> Sequence[Attachment]:
    statement = select(Attachment).where(Attachment.ticket_id == ticket.id)
    return (await session.scalars(statement.order_by(Attachment.id))).all()


async def attachment_of(
    session: AsyncSession, ticket: Ticket, attachment_id: int
) -> Attachment | None:
    """The file of this number, if it belongs to the ticket."""
    mine = (Attachment.ticket_id == ticket.id, Attachment.id == attachment_id)
    return (await session.scalars(select(Attachment).where(*mine))).one_or_none()


async def ticket_seen(
    session: AsyncSession, code: str, sight: Sight, *, lock: bool = False
) -> Ticket | None:
    """The ticket with this number, if the account may see it."""
    statement = whole().where(Ticket.code == code, *sight.conditions())
    if lock:
        statement = statement.with_for_update(of=Ticket).execution_options(populate_existing=True)
    return (await session.scalars(statement)).one_or_none()


async def tickets_seen(
    session: AsyncSession, codes: Sequence[str], sight: Sight
) -> Sequence[Ticket]:
    """Those of the tickets with these numbers that the account may see."""
    statement = whole().where(Ticket.code.in_(codes), *sight.conditions())
    return (await session.scalars(statement.order_by(Ticket.id))).all()


def conditions(wanted: Filter, now: datetime | None) -> list[ColumnElement[bool]]:
    """The filter in SQL; `now` is only needed for what depends on the time."""
    found = wanted.sight.conditions()
    if wanted.unit_id is not None:
        found.append(Ticket.unit_id.in_(select(subtree(wanted.unit_id).c.id)))
    if wanted.show:
        found += _shown(wanted.show, now)
    if wanted.area_id is not None:
        found.append(Ticket.area_id.in_(select(areas_within(wanted.area_id).c.id)))
    same = {Ticket.category_id: wanted.category_id, Ticket.kind: wanted.kind}
    found += [column == value for column, value in same.items() if value]
    if wanted.since is not None:
        # Nothing is due before it came in: said twice, every order finds its beginning.
        found += [Ticket.opened_at >= wanted.since, Ticket.due_at >= wanted.since]
    if words_of(wanted.text):
        found.append(_says(wanted.text))
    return found


def _shown(show: str, now: datetime | None) -> list[ColumnElement[bool]]:
    if show in STATES:
        return [Ticket.state == show]
    if show in ("answered", "solved", "rated"):
        column = {
            "answered": Ticket.response_seconds,
            "solved": Ticket.resolve_seconds,
            "rated": Ticket.rating,
        }[show]
        return [column.is_not(None)]
    if show == "unsolved":
        return [Ticket.outcome.is_not(None), Ticket.outcome.not_in(SOLVED)]
    if show == "objected_again":
        return [Ticket.reopened > 1]
    still_open = is_open()
    if show == "open":
        return [still_open]
    assert now is not None
    if show == "overdue":
        return [is_late(now)]
    running = Ticket.paused_at.is_(None)
    return [still_open, running, Ticket.due_at >= now, Ticket.due_at < now + SOON]


def _says(text: str) -> ColumnElement[bool]:
    code = rules.read_code(text)
    found = or_(says(text), has_number(text))
    return or_(found, Ticket.code == code) if code else found


async def _median(
    session: AsyncSession,
    column: InstrumentedAttribute[int | None],
    wanted: Filter,
    now: datetime,
) -> Measure:
    """The lower median; the databases share no function for it."""
    known = (*conditions(wanted, now), column.is_not(None))
    n = (await session.scalars(select(func.count(Ticket.id)).where(*known))).one()
    middle = select(column).where(*known).order_by(column).offset(max(0, n - 1) // 2).limit(1)
    return Measure((await session.scalars(middle)).one_or_none(), n)


async def _mean_rating(session: AsyncSession, wanted: Filter, now: datetime) -> Measure:
    statement = select(func.avg(Ticket.rating), func.count(Ticket.rating))
    mean, n = (await session.execute(statement.where(*conditions(wanted, now)))).one()
    return Measure(round(float(mean), 1) if n else None, n)


async def _by_unit(session: AsyncSession, wanted: Filter, now: datetime) -> dict[int, int]:
    statement = select(Ticket.unit_id, func.count(Ticket.id)).where(*conditions(wanted, now))
    found = await session.execute(statement.group_by(Ticket.unit_id))
    return dict(found.all())


def _lines(
    unit: Unit, depth: int, below: dict[int | None, list[Unit]], own: list[dict[int, int]]
) -> list[UnitFigures]:
    """The unit, then those below it; each counts what is below."""
    parts = [_lines(child, depth + 1, below, own) for child in below.get(unit.id, ())]
    children = [part[0] for part in parts if part]
    sums = [counts.get(unit.id, 0) for counts in own]
    for child in children:
        numbers = (child.open, child.overdue, child.soon, child.received, child.solved)
        sums = [total + number for total, number in zip(sums, numbers, strict=True)]
    if unit.closed_at is not None and not any(sums):
        return []
    return [UnitFigures(unit, depth, *sums), *(line for part in parts for line in part)]
