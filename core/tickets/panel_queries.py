"""Tickets as the panel lists them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.areas.queries import subtree as areas_within
from core.lanes import named
from core.people.models import Unit
from core.people.queries import subtree
from core.tickets import rules
from core.tickets.access import Sight
from core.tickets.external import numbered
from core.tickets.models import (
    OBJECTED_AGAIN,
    OPEN,
    STATES,
    UNSOLVED,
    Attachment,
    Event,
    Ticket,
    is_open,
)
from core.tickets.queries import is_late, is_soon, whole
from core.tickets.search import says, words_of

SIZE = 25
# Nobody turns pages beyond this; counting further would take longer than reading the page.
MOST_COUNTED = 10_000
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


async def page_of(
    session: AsyncSession, wanted: Filter, *, now: datetime, sort: str, number: int
) -> Page:
    """One page of the list; a number past the end gives the last page."""
    where = await conditions(session, wanted, now)
    few = select(Ticket.id).where(*where).limit(MOST_COUNTED + 1).subquery()
    counted = (await session.scalars(select(func.count()).select_from(few))).one()
    total = min(counted, MOST_COUNTED)
    pages = max(1, -(-total // SIZE))
    number = min(max(1, number), pages)
    here = select(Ticket.id).where(*where).order_by(*SORTS[sort])
    here = here.limit(SIZE).offset((number - 1) * SIZE)
    return Page(await _these(session, here), number, pages, total, more=counted > total)


async def _these(session: AsyncSession, here: Select[int]) -> list[Ticket]:
    """The tickets with these ids, in their order; what is paged over is not joined to anything."""
    ids = list(await session.scalars(here))
    found = {one.id: one for one in await session.scalars(whole().where(Ticket.id.in_(ids)))}
    return [found[one] for one in ids]


async def count(session: AsyncSession, wanted: Filter, *, now: datetime) -> int:
    where = await conditions(session, wanted, now)
    return (await session.scalars(select(func.count(Ticket.id)).where(*where))).one()


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


async def conditions(
    session: AsyncSession, wanted: Filter, now: datetime
) -> list[ColumnElement[bool]]:
    """The filter in SQL."""
    found = wanted.sight.protected()
    units = await _units(session, wanted)
    if units is not None:
        found.append(Ticket.unit_id.in_(units))
    if wanted.show:
        found += _shown(wanted.show, now)
    if wanted.area_id is not None:
        areas = await session.scalars(select(areas_within(wanted.area_id).c.id))
        found.append(Ticket.area_id.in_(areas.all()))
    same = {Ticket.category_id: wanted.category_id, Ticket.kind: wanted.kind}
    found += [column == value for column, value in same.items() if value]
    if wanted.since is not None:
        # Nothing is due before it came in: said twice, every order finds its beginning.
        found += [Ticket.opened_at >= wanted.since, Ticket.due_at >= wanted.since]
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
    """Sets and states; written out, not bound, so that the index of just these rows can serve."""
    if show in STATES:
        own = [Ticket.state == named(show)]
        return [is_open(), *own] if show in OPEN else own
    return [
        {
            "open": is_open(),
            "overdue": is_late(now),
            "soon": is_soon(now),
            "answered": Ticket.response_seconds.is_not(None),
            "solved": Ticket.resolve_seconds.is_not(None),
            "rated": Ticket.rating.is_not(None),
            "unsolved": text(UNSOLVED),
            "objected_again": text(OBJECTED_AGAIN),
        }[show]
    ]


async def _says(session: AsyncSession, text: str) -> ColumnElement[bool]:
    """Words of the ticket or its place, or its number, here or in another system."""
    ids = list(await numbered(session, text))
    if code := rules.read_code(text):
        ids += await session.scalars(select(Ticket.id).where(Ticket.code == code))
    return or_(says(text), Ticket.id.in_(ids)) if ids else says(text)
