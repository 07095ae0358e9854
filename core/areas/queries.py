"""Reading areas and landmarks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import CTE, Connection, Engine, Select, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks
from core.areas import rules
from core.areas.gazetteer import Gazetteer
from core.areas.models import RANKS, Area, Landmark
from core.features.queries import current

# The word remembered under this name is another one after every change of areas or landmarks.
VERSION = "areas"
NONE = Gazetteer({}, {}, [])

# One per database, replaced whole when anything changed.
_known: WeakKeyDictionary[Engine | Connection, tuple[str, Gazetteer]] = WeakKeyDictionary()


async def gazetteer(session: AsyncSession) -> Gazetteer:
    """Everything in use, as of now; one that knows nothing where no areas were imported."""
    if not current(session).on("areas"):
        return NONE
    version = await marks.named(session, VERSION)
    if not version:
        return NONE
    database = session.get_bind()
    known = _known.get(database)
    if known is None or known[0] != version:
        known = _known[database] = (version, await read(session))
    return known[1]


async def read(session: AsyncSession) -> Gazetteer:
    """The same, made anew: what this transaction changed so far is in it."""
    areas = (await session.scalars(_open_areas())).all()
    shapes = await session.execute(select(Area.id, Area.shape).where(Area.closed_at.is_(None)))
    names = [(one.area_id, [one.name, *one.aliases]) for one in await landmarks(session)]
    places = rules.places(areas)
    outlines = {row.id: row.shape for row in shapes}
    return await asyncio.to_thread(Gazetteer, places, outlines, names)


async def area_of(
    session: AsyncSession,
    place: str,
    location: tuple[float, float] | None,
    chosen: int | None = None,
) -> Area | None:
    """The area somebody chose, else the one a place clearly lies in."""
    if chosen is None and (place or location):
        found = (await gazetteer(session)).find(place, location).area
        chosen = found.id if found else None
    return await area_by_id(session, chosen) if chosen is not None else None


async def area_by_id(session: AsyncSession, area_id: int) -> Area | None:
    """The area, if it is in use."""
    statement = _open_areas().where(Area.id == area_id)
    return (await session.scalars(statement)).one_or_none()


@dataclass(frozen=True)
class Line:
    """An area with its place in the tree, 0 at the top."""

    area: Area
    depth: int


async def tree(session: AsyncSession) -> list[Line]:
    """The areas in use, each followed by those in it."""
    areas = (await session.scalars(_open_areas())).all()
    known = {area.id for area in areas}
    inside: dict[int | None, list[Area]] = {}
    for area in sorted(areas, key=lambda one: one.name):
        over = area.parent_id if area.parent_id in known else None
        inside.setdefault(over, []).append(area)
    return [line for top in inside.get(None, ()) for line in _lines(top, 0, inside)]


def subtree(area_id: int) -> CTE:
    """The area and all in it."""
    own = select(Area.id, literal(0).label("depth")).where(Area.id == area_id)
    inside = own.cte("areas_within", recursive=True)
    under = select(Area.id, inside.c.depth + 1)
    return inside.union_all(
        under.join(inside, Area.parent_id == inside.c.id).where(inside.c.depth < len(RANKS))
    )


async def landmarks(session: AsyncSession) -> Sequence[Landmark]:
    """The landmarks in use, by name."""
    statement = select(Landmark).where(Landmark.closed_at.is_(None))
    return (await session.scalars(statement.order_by(Landmark.name, Landmark.id))).all()


async def landmark_by_id(session: AsyncSession, landmark_id: int) -> Landmark | None:
    """The landmark, if it is in use."""
    found = await session.get(Landmark, landmark_id)
    return found if found is not None and found.closed_at is None else None


def _open_areas() -> Select[Area]:
    return select(Area).where(Area.closed_at.is_(None)).order_by(Area.id)


def _lines(area: Area, depth: int, inside: dict[int | None, list[Area]]) -> list[Line]:
    below = [line for one in inside.get(area.id, ()) for line in _lines(one, depth + 1, inside)]
    return [Line(area, depth), *below]
