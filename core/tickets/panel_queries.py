"""Tickets as the panel lists them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.areas.queries import subtree as areas_within
from core.lanes import named
from core.people.models import Unit
from core.people.queries import subtree
from core.tickets import rules
from core.tickets.access import Sight
from core.tickets.external import numbered
from core.tickets.indexes import OBJECTED_AGAIN, UNSOLVED
from core.tickets.models import OPEN, STATES, Attachment, Event, Ticket, is_open
from core.tickets.queries import is_late, is_soon, whole
from core.tickets.search import matches, says, words_of

SIZE = 25
# Nobody turns pages beyond this; counting further would take longer than reading the page.
MOST_COUNTED = 2_500
# Of what was searched for by words even less: more words are quicker than more pages.
MOST_FOUND = 1_000
# What a list can show: a state, or one of these sets.
SETS = ("open", "overdue", "soon", "answered", "solved", "unsolved", "objected_again", "rated")
SHOWS = (*SETS, *STATES)
# What sooner or later becomes of most tickets has no index; the other sets have one each.
MOSTLY = {
    "closed": Ticket.state == "closed",
    "answered": Ticket.response_seconds.is_not(None),
    "solved": Ticket.resolve_seconds.is_not(None),
    "rated": Ticket.rating.is_not(None),
}
WITH_INDEX = frozenset(SHOWS) - MOSTLY.keys()
# The columns of each order; "newest" is the only one that goes down.
SORTS = {
    "due": ("due_at", "id"),
    "newest": ("opened_at", "id"),
    "oldest": ("opened_at", "id"),
    "unit": ("unit_id", "due_at", "id"),
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


async def page_of(
    session: AsyncSession, wanted: Filter, *, now: datetime, sort: str, number: int
) -> Page:
    """One page of the list; a number past the end gives the last page."""
    leading, others = _leading(wanted, now), await _others(session, wanted)
    most = MOST_FOUND if wanted.text else MOST_COUNTED
    found = select(Ticket.id, Ticket.due_at, Ticket.opened_at, Ticket.unit_id)
    few = found.where(*leading, *others).limit(most + 1).subquery()
    counted = (await session.scalars(select(func.count()).select_from(few))).one()
    total = min(counted, most)
    pages = max(1, -(-total // SIZE))
    number = min(max(1, number), pages)
    if counted > total:
        if session.get_bind().dialect.name == "sqlite":
            others = _by_the_way(others)
        here = select(Ticket.id).where(*leading, *others).order_by(*_order(Ticket, sort))
    else:
        here = select(few.c.id).order_by(*_order(few.c, sort))
    here = here.limit(SIZE).offset((number - 1) * SIZE)
    return Page(await _these(session, here), number, pages, total, more=counted > total)


def _by_the_way(conditions: Sequence[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """The same, of no use to an index. What is few is put in order; what is much is met soon enough
    on the way through the index of that order, and SQLite, which guesses, would sort it instead.
    """
    return [case((and_(*conditions), 1), else_=0) == 1]


def _order(of: Any, sort: str) -> list[ColumnElement[Any]]:
    columns = [getattr(of, name) for name in SORTS[sort]]
    return [column.desc() for column in columns] if sort == "newest" else columns


async def _these(session: AsyncSession, here: Select[int]) -> list[Ticket]:
    """The tickets with these ids, in their order; what is paged over is not joined to anything."""
    ids = list(await session.scalars(here))
    found = {one.id: one for one in await session.scalars(whole().where(Ticket.id.in_(ids)))}
    return [found[one] for one in ids]


async def count(session: AsyncSession, wanted: Filter, *, now: datetime) -> int:
    where = await conditions(session, wanted, now)
    return (await session.scalars(select(func.count(Ticket.id)).where(*where))).one()


async def conditions(
    session: AsyncSession, wanted: Filter, now: datetime
) -> list[ColumnElement[bool]]:
    """The filter in SQL."""
    return [*_leading(wanted, now), *await _others(session, wanted)]


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


def _leading(wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    """What has an index of its own, or is a stretch of one."""
    found = _shown(wanted.show, now) if wanted.show in WITH_INDEX else []
    if wanted.since is not None:
        # Nothing is due before it came in: said twice, every order finds its beginning.
        found += [Ticket.opened_at >= wanted.since, Ticket.due_at >= wanted.since]
    return found


async def _others(session: AsyncSession, wanted: Filter) -> list[ColumnElement[bool]]:
    """The rest of the filter."""
    found = wanted.sight.protected()
    if wanted.show in MOSTLY:
        found.append(MOSTLY[wanted.show])
    units = await _units(session, wanted)
    if units is not None:
        found.append(Ticket.unit_id.in_(units))
    if wanted.area_id is not None:
        areas = await session.scalars(select(areas_within(wanted.area_id).c.id))
        found.append(Ticket.area_id.in_(areas.all()))
    same = {Ticket.category_id: wanted.category_id, Ticket.kind: wanted.kind}
    found += [column == value for column, value in same.items() if value]
    if words_of(wanted.text):
        found.append(await _says(session, wanted.text))
    return found


async def _units(session: AsyncSession, wanted: Filter) -> Collection[int] | None:
    """The ids of the units in the list, None for all: a condition every ticket meets would only
    mislead the database. Written out, it knows how many tickets each has.
    """
    tops = [top for top in (wanted.unit_id, wanted.sight.within) if top is not None]
    if not tops:
        return None
    every = set(await session.scalars(select(Unit.id)))
    below = [set(await session.scalars(select(subtree(top).c.id))) for top in tops]
    found = every.intersection(*below)
    return sorted(found) if found != every else None


def _shown(show: str, now: datetime) -> list[ColumnElement[bool]]:
    """Written out, not bound, so that the index of just these tickets can serve."""
    sets: dict[str, list[Any]] = {
        **{state: [is_open(), Ticket.state == named(state)] for state in OPEN},
        "open": [is_open()],
        "overdue": [is_late(now)],
        "soon": [is_soon(now)],
        "resolved": [Ticket.state == named("resolved")],
        "unsolved": [text(UNSOLVED)],
        "objected_again": [text(OBJECTED_AGAIN)],
    }
    return sets[show]


async def _says(session: AsyncSession, text: str) -> ColumnElement[bool]:
    """Words of the ticket or its place, or its number, here or in another system."""
    ids = list(await numbered(session, text))
    if code := rules.read_code(text):
        ids += await session.scalars(select(Ticket.id).where(Ticket.code == code))
    found = matches(text, session.get_bind().dialect.name).limit(MOST_FOUND + 1)
    few = (await session.scalars(found)).all()
    if len(few) <= MOST_FOUND:
        return Ticket.id.in_({*few, *ids})
    return or_(says(text), Ticket.id.in_(ids)) if ids else says(text)
