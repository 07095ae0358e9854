"""The areas of a content file on their way into the database, by the way of a real file."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.area_schema import Area, Areas
from core.areas import geojson
from core.areas.landmarks import add_landmark
from core.areas.services import import_areas


async def draw(session: AsyncSession, areas: Areas, *, by: str, now: datetime) -> None:
    """Import the areas, and enter the landmarks one by one."""
    rows = geojson.read(as_geojson(areas))
    await import_areas(session, rows, by=by, now=now)
    for one in areas.landmark:
        point = (one.latitude, one.longitude)
        await add_landmark(
            session, name=one.name, aliases=one.aliases, area=None, point=point, by=by, now=now
        )


def as_geojson(areas: Areas) -> bytes:
    """The areas as an office would bring them."""
    features = [_feature(one) for one in areas.area]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _feature(one: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": one.model_dump(exclude={"ring"}, exclude_defaults=True),
        "geometry": {"type": "Polygon", "coordinates": [[*one.ring, one.ring[0]]]},
    }
