"""The areas of an invented kecamatan, drawn for the tests: four villages that meet in one point.

The point, -6.2, 106.8, is the one the simulator shares. Kali Asri has a lake that is not in it,
and a piece across the border.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.areas import geojson, queries, rules, services
from core.areas.gazetteer import Gazetteer
from core.areas.models import Area, Landmark

BEGAN = datetime(2026, 1, 5, tzinfo=UTC)

Box = tuple[float, float, float, float]
Shape = dict[str, Any]

CORNER = (-6.2, 106.8)
OUTSIDE = (-6.2, 106.87)
LAKE = (106.815, -6.23, 106.825, -6.22)

# Code: kind, name, parent, west, south, east, north.
AREAS: dict[str, tuple[str, str, str | None, Box]] = {
    "tirta-asri": ("kecamatan", "Tirta Asri", None, (106.76, -6.24, 106.84, -6.16)),
    "kencana": ("kelurahan", "Kencana", "tirta-asri", (106.76, -6.2, 106.8, -6.16)),
    "permai": ("kelurahan", "Permai", "tirta-asri", (106.8, -6.2, 106.84, -6.16)),
    "sukamaju": ("desa", "Sukamaju", "tirta-asri", (106.76, -6.24, 106.8, -6.2)),
    "kali-asri": ("desa", "Kali Asri", "tirta-asri", (106.8, -6.24, 106.84, -6.2)),
    "dusun-sukamaju": ("dusun", "Sukamaju", "sukamaju", (106.76, -6.24, 106.78, -6.2)),
    "krajan": ("dusun", "Krajan", "sukamaju", (106.78, -6.24, 106.8, -6.2)),
    "wanasari": ("dusun", "Wanasari", "kali-asri", (106.8, -6.24, 106.81, -6.2)),
    "kencana-rw-01": ("rw", "01", "kencana", (106.76, -6.2, 106.78, -6.16)),
    "kencana-rw-02": ("rw", "02", "kencana", (106.78, -6.2, 106.8, -6.16)),
    "kencana-rw-02-rt-03": ("rt", "03", "kencana-rw-02", (106.78, -6.18, 106.8, -6.16)),
    "permai-rw-01": ("rw", "01", "permai", (106.8, -6.2, 106.81, -6.16)),
    "permai-rw-02": ("rw", "02", "permai", (106.81, -6.2, 106.82, -6.16)),
    "permai-rw-03": ("rw", "03", "permai", (106.82, -6.2, 106.83, -6.16)),
    "krajan-rw-04": ("rw", "04", "krajan", (106.78, -6.24, 106.8, -6.22)),
}

# Area: what stands there, with its other names.
LANDMARKS: list[tuple[str, str, list[str]]] = [
    ("kencana-rw-02", "Gang Melati", []),
    ("permai-rw-01", "Gang Mawar 1", []),
    ("permai-rw-02", "Gang Mawar 2", []),
    ("sukamaju", "Gang Dahlia", []),
    ("kencana", "Jalan Raya Tirta", []),
    ("permai", "Jalan Kenanga", []),
    ("kencana", "SDN 2 Tirta Asri", ["SD 2"]),
    ("permai", "SDN 1 Tirta Asri", ["SD 1"]),
    ("kencana", "Masjid Al Ikhlas", []),
    ("kali-asri", "Masjid Al Ikhlas", []),
    ("sukamaju", "Masjid Nurul Iman", []),
    ("permai", "Puskesmas Tirta Asri", ["puskesmas"]),
    ("permai-rw-03", "Pasar Anyar", ["pasar"]),
    ("permai", "Perumahan Tirta Indah", []),
    ("kali-asri", "Jembatan Kali Asri", []),
    ("sukamaju", "Balai Desa Sukamaju", []),
    ("kencana", "Kantor Kecamatan", ["kantor camat"]),
    ("kencana", "TK Harapan", []),
    ("wanasari", "Warung Kencana", []),
]


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> Shape:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: str, kind: str, name: str, parent: str | None, shape: Shape) -> dict[str, Any]:
    said = {"code": code, "kind": kind, "name": name, "parent": parent}
    return {"type": "Feature", "properties": said, "geometry": shape}


def collection(features: Sequence[Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def the_file() -> bytes:
    """All areas as a GeoJSON file."""
    shapes = {code: polygon(ring(*box)) for code, (*_, box) in AREAS.items()}
    shapes["kali-asri"] = {
        "type": "MultiPolygon",
        "coordinates": [
            [ring(*AREAS["kali-asri"][3]), ring(*LAKE)],
            [ring(106.85, -6.21, 106.86, -6.2)],
        ],
    }
    shapes["tirta-asri"] = polygon(ring(*AREAS["tirta-asri"][3]), ring(*LAKE))
    return collection([feature(code, *facts[:3], shapes[code]) for code, facts in AREAS.items()])


def drawn(
    data: bytes | None = None, landmarks: Sequence[tuple[str, str, Sequence[str]]] = LANDMARKS
) -> tuple[Gazetteer, dict[int, str]]:
    """The gazetteer of a file without any database, and the codes of its areas."""
    rows = geojson.read(data or the_file())
    ids = {row.code: number for number, row in enumerate(rows, start=1)}
    areas = [
        Area(
            id=ids[row.code],
            name=row.name,
            kind=row.kind,
            full_name=row.name,
            outside=row.outside or "",
            parent_id=ids[row.parent] if row.parent else None,
        )
        for row in rows
    ]
    shapes = {ids[row.code]: row.shape for row in rows}
    names = [(ids[code], [name, *more]) for code, name, more in landmarks if code in ids]
    return Gazetteer(rules.places(areas), shapes, names), {n: code for code, n in ids.items()}


async def plant(session: AsyncSession, now: datetime = BEGAN) -> None:
    """Import the areas and enter the landmarks."""
    await services.import_areas(session, geojson.read(the_file()), by="cli", now=now)
    areas = {line.area.code: line.area for line in await queries.tree(session)}
    for code, name, aliases in LANDMARKS:
        session.add(Landmark(name=name, aliases=aliases, area_id=areas[code].id))
    await services.renew(session, now)


async def say_beyond(session: AsyncSession, area: Area, text: str) -> None:
    """Whom to turn to across this area's border."""
    await services.change_area(session, area, unit=None, outside=text, by="cli", now=BEGAN)
