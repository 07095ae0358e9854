"""Open reports of the same matter: same category, near, recent, and told in like words.

The database hands over some dozens from an index; the words are compared here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    bindparam,
    func,
    not_,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import BigId
from core.language.likeness import likeness
from core.people.models import Person
from core.tickets.indexes import STILL_OPEN
from core.tickets.models import HiddenReporter, Ticket
from core.tickets.queries import whole
from core.tickets.reporters import hidden_lane
from core.tickets.spoken import TOLD

RECENT = timedelta(days=90)
OFFERED = 3
COMPARED = 40
# Letters of a report that are compared; long enough to say what it is about.
READ = 600
# What lies within the limit needs fewer common words than what only shares an area.
ALIKE_NEAR, ALIKE_IN_AREA = 0.4, 0.5
METRES_PER_DEGREE = 111_320.0
# Beyond this latitude nobody lives, and a degree of longitude has no width.
HIGHEST = 89.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Wanted:
    """What a report is about and where; `within` is metres, `area_id` the area of its place."""

    category_id: int
    text: str
    point: Point | None
    area_id: int | None
    within: int


async def similar(
    session: AsyncSession, wanted: Wanted, *, now: datetime, by: Person | None, but: int = 0
) -> list[int]:
    """The ids of at most three similar open reports, the likest first.

    Confidential ones, those of `by` themselves and the ticket `but` are left out.
    """
    if not wanted.within or (wanted.point is None and wanted.area_id is None):
        return []
    statement = _statement(wanted.point is not None, wanted.area_id is not None)
    asked = _parameters(wanted, now) | {"but": but, "by": by.id if by else 0}
    asked["lane"] = hidden_lane(session, by) if by else ""
    return ranked(wanted, (await session.execute(statement, asked)).all())


async def alike(
    session: AsyncSession, ticket: Ticket, *where: ColumnElement[bool], now: datetime
) -> Sequence[Ticket]:
    """Open reports of the same matter as the ticket; where an office never asks citizens, staff
    still find what is near.
    """
    if ticket.category is None:
        return []
    point = None
    if ticket.latitude is not None and ticket.longitude is not None:
        point = (ticket.latitude, ticket.longitude)
    within = ticket.category.near_metres or session.info["service"].near_metres
    words = f"{ticket.words} {ticket.place}"
    wanted = Wanted(ticket.category.id, words, point, ticket.area_id, within)
    found = await similar(session, wanted, now=now, by=None, but=ticket.id)
    rows = await session.scalars(whole().where(Ticket.id.in_(found), *where))
    return sorted(rows, key=lambda one: found.index(one.id))


def ranked(wanted: Wanted, found: Sequence[Row[Any]]) -> list[int]:
    """The best of what was found: alike enough for how near it is, the likest and nearest first."""
    near = [(row, away) for row in found if (away := _away(wanted, row)) <= wanted.within]
    words = likeness(wanted.text, [f"{row.beginning} {row.place}" for row, _ in near])
    alike = [
        (-share, away, -row.id)
        for (row, away), share in zip(near, words, strict=True)
        if share >= _least(wanted, row)
    ]
    return [-number for _, _, number in sorted(alike)[:OFFERED]]


def metres(one: Point, other: Point) -> float:
    """How far two points are apart; exact enough within a few kilometres."""
    north = one[0] - other[0]
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east) * METRES_PER_DEGREE


def _away(wanted: Wanted, row: Row[Any]) -> float:
    """Metres between them; 0 for what only shares the area."""
    if wanted.point is None or row.latitude is None:
        return 0.0
    return metres(wanted.point, (row.latitude, row.longitude))


def _least(wanted: Wanted, row: Row[Any]) -> float:
    measured = wanted.point is not None and row.latitude is not None
    return ALIKE_NEAR if measured else ALIKE_IN_AREA


def _parameters(wanted: Wanted, now: datetime) -> dict[str, Any]:
    asked: dict[str, Any] = {"category": wanted.category_id, "since": now - RECENT}
    if wanted.area_id is not None:
        asked["area"] = wanted.area_id
    if wanted.point is not None:
        (latitude, longitude), north = wanted.point, wanted.within / METRES_PER_DEGREE
        east = north / cos(radians(min(HIGHEST, abs(latitude) + north)))
        asked |= {"south": latitude - north, "north": latitude + north}
        asked |= {"west": longitude - east, "east": longitude + east}
    return asked


@cache
def _statement(has_point: bool, has_area: bool) -> Select[Any]:
    """One statement; each part reads one index and ends after some dozens of rows."""
    parts = []
    if has_point:
        box = (
            Ticket.latitude.between(bindparam("south"), bindparam("north")),
            Ticket.longitude.between(bindparam("west"), bindparam("east")),
        )
        parts.append(_newest(text("latitude IS NOT NULL"), *box))
    if has_area:
        same = Ticket.area_id == bindparam("area", type_=BigId)
        placed = (text("area_id IS NOT NULL"), same)
        parts.append(_newest(*placed, *([Ticket.latitude.is_(None)] if has_point else [])))
    found = union_all(*(select(part) for part in parts)).subquery()
    return select(found)


def _newest(*where: Any) -> Subquery:
    hidden = select(HiddenReporter.ticket_id).where(HiddenReporter.lane == bindparam("lane"))
    statement = (
        select(
            Ticket.id,
            func.substr(TOLD, 1, READ).label("beginning"),
            Ticket.place,
            Ticket.latitude,
            Ticket.longitude,
        )
        .where(
            Ticket.category_id == bindparam("category", type_=BigId),
            text(STILL_OPEN),
            *where,
            Ticket.opened_at >= bindparam("since"),
            Ticket.kind == "complaint",
            not_(Ticket.confidential),
            or_(Ticket.reporter_id.is_(None), Ticket.reporter_id != bindparam("by", type_=BigId)),
            Ticket.id.not_in(hidden),
            Ticket.id != bindparam("but", type_=BigId),
        )
        .order_by(Ticket.opened_at.desc())
        .limit(COMPARED)
    )
    return statement.subquery()
