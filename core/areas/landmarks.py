"""Landmarks, one at a time, as an office keeps them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.areas import queries, rules
from core.areas.models import Area, Landmark
from core.areas.rules import Point
from core.areas.services import renew
from core.errors import Refused
from core.people.rules import name as checked_name


async def add_landmark(
    session: AsyncSession,
    *,
    name: str,
    aliases: Sequence[str],
    area: Area | None,
    point: Point | None,
    by: str,
    now: datetime,
) -> Landmark:
    """A new landmark in the area of its point, else in `area`."""
    landmark = Landmark(area_id=await _home(session, area, point))
    session.add(landmark)
    _describe(landmark, name, aliases, point)
    await session.flush()
    audit.record(session, by, "landmark.add", landmark, now=now, area=landmark.area_id)
    await renew(session, now)
    return landmark


async def change_landmark(
    session: AsyncSession,
    landmark: Landmark,
    *,
    name: str,
    aliases: Sequence[str],
    area: Area | None,
    point: Point | None,
    by: str,
    now: datetime,
) -> None:
    """Other names or another place; tickets filed before stay where they are."""
    landmark.area_id = await _home(session, area, point)
    _describe(landmark, name, aliases, point)
    audit.record(session, by, "landmark.change", landmark, now=now, area=landmark.area_id)
    await renew(session, now)


async def close_landmark(
    session: AsyncSession, landmark: Landmark, *, by: str, now: datetime
) -> None:
    """Nobody is understood by it any more."""
    landmark.closed_at = now
    audit.record(session, by, "landmark.close", landmark, now=now)
    await renew(session, now)


def _describe(landmark: Landmark, name: str, aliases: Sequence[str], point: Point | None) -> None:
    landmark.name = rules.telling(checked_name(name))
    others = dict.fromkeys(rules.telling(checked_name(one)) for one in aliases)
    landmark.aliases = [one for one in others if one != landmark.name]
    landmark.latitude, landmark.longitude = point or (None, None)


async def _home(session: AsyncSession, area: Area | None, point: Point | None) -> int:
    """The id of the area it lies in; a point says it better than a choice."""
    if point is None:
        if area is None:
            raise Refused("areas.refused.no_home")
        return area.id
    found = (await queries.gazetteer(session)).at(*point)
    if found is None:
        raise Refused("areas.refused.point_outside")
    return found.id
