"""Bringing areas in, and keeping them and their landmarks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from secrets import token_hex

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from core import audit, marks
from core.areas import queries, rules
from core.areas.geojson import Row, refuse, told
from core.areas.models import Area, Landmark
from core.errors import Refused
from core.i18n import Text
from core.knowledge import office
from core.knowledge.models import Setting
from core.people import queries as people
from core.people.models import Unit


@dataclass(frozen=True)
class Imported:
    """How many areas were new, changed, and as they were before."""

    added: int
    changed: int
    same: int


async def import_areas(
    session: AsyncSession, rows: Sequence[Row], *, by: str, now: datetime
) -> Imported:
    """Take in every area of a file, or none; areas the file does not name stay as they are.

    An area is known again by its code. Raises Refused with what does not fit together.
    """
    await marks.lock(session, queries.VERSION, now)
    known = await _known(session)
    units = {unit.code: unit.id for unit in await people.units(session)}
    refuse(list(_misfits(rows, known, units)))
    before = len(known)
    changed = await _write(session, rows, known, units, now)
    added = len(known) - before
    _rename([area for area in known.values() if area.closed_at is None])
    await session.flush()
    await _move_landmarks(session)
    detail = {"added": added, "changed": changed - added, "areas": len(rows)}
    audit.record(session, by, "area.import", known[rows[0].code], now=now, **detail)
    await renew(session, now)
    return Imported(added, changed - added, len(rows) - changed)


async def change_area(
    session: AsyncSession,
    area: Area,
    *,
    unit: Unit | None,
    outside: str,
    by: str,
    now: datetime,
) -> None:
    """Who serves the area, and whom to turn to beyond it; the rest comes with the file."""
    area.unit_id, area.outside = unit.id if unit else None, rules.note(outside)
    area.changed_at = now
    audit.record(session, by, "area.change", area, now=now, unit=unit.code if unit else None)
    await renew(session, now)


async def close_area(session: AsyncSession, area: Area, *, by: str, now: datetime) -> None:
    """Take an area out of use; tickets keep it. Refused while anything in use lies in it."""
    inside = or_(
        select(Area.id).where(Area.parent_id == area.id, Area.closed_at.is_(None)).exists(),
        select(Landmark.id)
        .where(Landmark.area_id == area.id, Landmark.closed_at.is_(None))
        .exists(),
    )
    if (await session.scalars(select(inside))).one():
        raise Refused("areas.refused.in_use", area=area.full_name)
    area.closed_at = now
    audit.record(session, by, "area.close", area, now=now, code=area.code)
    await renew(session, now)


async def say_outside(session: AsyncSession, text: str, *, by: str, now: datetime) -> None:
    """Whom to turn to where no area near says it; empty leaves it at general words."""
    await office.set_fact(session, office.OUTSIDE, rules.note(text), now=now)
    fact = await session.get_one(Setting, office.OUTSIDE)
    audit.record(session, by, "setting.change", fact, now=now, name=office.OUTSIDE)


async def _known(session: AsyncSession) -> dict[str, Area]:
    found = await session.scalars(select(Area).options(undefer(Area.shape)))
    return {area.code: area for area in found}


def _misfits(
    rows: Sequence[Row], known: Mapping[str, Area], units: Mapping[str, int]
) -> Iterator[Text]:
    """What only shows beside the areas and units that are there."""
    kinds = {code: area.kind for code, area in known.items() if area.closed_at is None}
    kinds |= {row.code: row.kind for row in rows}
    over = _largest_inside(known, rows)
    for row in rows:
        problem: Text | None = None
        if row.parent is not None and row.parent not in kinds:
            problem = Text("areas.problem.parent", code=row.parent)
        elif row.parent and rules.rank(kinds[row.parent]) >= rules.rank(row.kind):
            problem = Text("areas.problem.smaller", code=row.parent)
        elif row.unit is not None and row.unit not in units:
            problem = Text("areas.problem.unit", code=row.unit)
        elif row.code in over and rules.rank(row.kind) >= over[row.code]:
            problem = Text("areas.problem.larger", kind=row.kind)
        if problem:
            yield told(row.number, row.name, problem)


def _largest_inside(known: Mapping[str, Area], rows: Sequence[Row]) -> dict[str, int]:
    """By the code of an area, the rank of the largest area in it that the file leaves alone."""
    codes = {area.id: code for code, area in known.items()}
    named = {row.code for row in rows}
    found: dict[str, int] = {}
    for code, area in known.items():
        if area.parent_id is not None and area.closed_at is None and code not in named:
            over = codes[area.parent_id]
            found[over] = min(rules.rank(area.kind), found.get(over, rules.rank(area.kind)))
    return found


async def _write(
    session: AsyncSession,
    rows: Sequence[Row],
    known: dict[str, Area],
    units: Mapping[str, int],
    now: datetime,
) -> int:
    """Write the rows, the larger areas first, so that the others find them; how many changed."""
    changed = 0
    for _, of_rank in groupby(sorted(rows, key=_rank), key=_rank):
        areas = [_area(row, known, units) for row in of_rank]
        for area in areas:
            session.add(area)
            if session.is_modified(area):
                area.changed_at = now
                changed += 1
        await session.flush()
        known |= {area.code: area for area in areas}
    return changed


def _rank(row: Row) -> int:
    return rules.rank(row.kind)


def _area(row: Row, known: Mapping[str, Area], units: Mapping[str, int]) -> Area:
    area = known.get(row.code) or Area(code=row.code, full_name=row.name, outside="")
    area.name, area.kind, area.shape, area.closed_at = row.name, row.kind, row.shape, None
    area.parent_id = known[row.parent].id if row.parent else None
    area.west, area.south, area.east, area.north = row.box
    if row.unit is not None:
        area.unit_id = units[row.unit]
    if row.outside is not None:
        area.outside = row.outside
    return area


def _rename(areas: Sequence[Area]) -> None:
    names = rules.full_names(areas)
    for area in areas:
        area.full_name = names[area.id]


async def _move_landmarks(session: AsyncSession) -> None:
    """Borders may have moved: a landmark with a point goes where its point is now."""
    places = await queries.read(session)
    for landmark in await queries.landmarks(session):
        if landmark.latitude is not None and landmark.longitude is not None:
            area = places.at(landmark.latitude, landmark.longitude)
            landmark.area_id = area.id if area else landmark.area_id


async def renew(session: AsyncSession, now: datetime) -> None:
    """Let everybody read anew. By chance and not by counting: a number that was rolled back
    would come again with other content."""
    await session.flush()
    await marks.name(session, queries.VERSION, token_hex(8), now=now)
