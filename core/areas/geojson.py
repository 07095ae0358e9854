"""A GeoJSON file (RFC 7946) of areas: read whole, or refused with everything that is wrong in it.

Each feature is an area with a Polygon or MultiPolygon in WGS84 and the properties `code`, `name`
and `kind`; `parent` (the code of the area it lies in), `unit` (the code of the unit that serves
it) and `outside` (whom to turn to beyond its border) may be there.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from core.areas import rules
from core.errors import Refused
from core.i18n import Text

LARGEST = 10_000_000  # bytes
MOST = 10_000  # features
MOST_TOLD = 8
CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
PLACE = re.compile(r"(.*)\[(\S+) (\S+)\]")

# Indonesian names of the properties.
ALSO = {
    "code": "kode",
    "name": "nama",
    "kind": "jenis",
    "parent": "induk",
    "unit": "unit",
    "outside": "luar",
}


@dataclass(frozen=True)
class Row:
    """One area of a file. A `unit` or `outside` of None was not said and stays as it is.

    `number` counts the features from 1; `box` is west, south, east, north in degrees.
    """

    number: int
    code: str
    name: str
    kind: str
    parent: str | None
    unit: str | None
    outside: str | None
    shape: str
    box: tuple[float, float, float, float]


def read(data: bytes) -> list[Row]:
    """The areas of a file; takes a second or two for the largest. Raises Refused."""
    rows: list[Row] = []
    problems: list[Text] = []
    for number, feature in enumerate(_features(data), start=1):
        try:
            rows.append(_row(number, feature))
        except Refused as refused:
            problems.append(told(number, _named(feature), Text(refused.key, **refused.params)))
    problems += _twice(rows)
    refuse(problems)
    return rows


def refuse(problems: Sequence[Text]) -> None:
    """Raise Refused with the first of the problems one below the other, if there are any."""
    if not problems:
        return
    shown = list(problems[:MOST_TOLD])
    if more := len(problems) - len(shown):
        shown.append(Text("areas.problem.more", n=more))
    whole = shown[0]
    for one in shown[1:]:
        whole = Text("areas.problem.lines", above=whole, below=one)
    raise Refused("areas.refused.file", problems=whole)


def told(number: int, name: str, problem: Text) -> Text:
    """Which feature has the problem."""
    return Text("areas.problem.feature", number=str(number), name=name, problem=problem)


def _features(data: bytes) -> list[Any]:
    if len(data) > LARGEST:
        raise Refused("areas.refused.too_large", most=LARGEST // 1_000_000)
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused("areas.refused.no_json") from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise Refused("areas.refused.no_collection")
    if not features or len(features) > MOST:
        raise Refused("areas.refused.count", most=MOST)
    if "crs" in found and not any(name in json.dumps(found["crs"]) for name in WGS84):
        raise Refused("areas.refused.crs")
    return features


def _row(number: int, feature: Any) -> Row:
    said = _properties(feature)
    kind = rules.kind_named(said.get("kind", ""))
    geometry = _geometry(feature.get("geometry"))
    west, south, east, north = geometry.bounds
    return Row(
        number=number,
        code=_code(said.get("code", "")),
        name=rules.bare(said.get("name", ""), kind),
        kind=kind,
        parent=said.get("parent") or None,
        unit=said.get("unit") or None,
        outside=rules.note(said["outside"]) if "outside" in said else None,
        shape=shapely.to_geojson(geometry),
        box=(west, south, east, north),
    )


def _properties(feature: Any) -> dict[str, str]:
    """The properties we know, under their English names; numbers become words."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused("areas.problem.no_feature")
    given = feature.get("properties")
    if not isinstance(given, dict):
        raise Refused("areas.problem.no_properties")
    lower = {str(name).casefold(): value for name, value in given.items()}
    found = {name: lower.get(name, lower.get(also)) for name, also in ALSO.items()}
    return {
        name: str(value).strip()
        for name, value in found.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    }


def _named(feature: Any) -> str:
    try:
        said = _properties(feature)
    except Refused:
        return "–"
    return (said.get("name") or said.get("code") or "–")[:60]


def _code(text: str) -> str:
    if not CODE.fullmatch(text) or len(text) > 40:
        raise Refused("areas.problem.code")
    return text


def _geometry(given: Any) -> shapely.Geometry:
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Refused("areas.problem.geometry", kind=str(kind)[:40])
    polygons = [given.get("coordinates")] if kind == "Polygon" else given.get("coordinates")
    rings = [ring for polygon in _list(polygons) for ring in _list(polygon)]
    for ring in rings:
        _check_ring(ring)
    try:
        geometry = shapely.from_geojson(
            json.dumps({"type": kind, "coordinates": given["coordinates"]})
        )
    except shapely.errors.GEOSException:
        raise Refused("areas.problem.coordinates") from None
    if not geometry.is_valid:
        raise _invalid(geometry)
    return geometry


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Refused("areas.problem.coordinates")
    return value


def _check_ring(ring: Any) -> None:
    positions = [_position(one) for one in _list(ring)]
    for longitude, latitude in positions:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise Refused("areas.problem.range", **_place(longitude, latitude))
    if len(positions) < 4:
        raise Refused("areas.problem.short")
    if positions[0] != positions[-1]:
        raise Refused("areas.problem.open", **_place(*positions[0]))


def _position(value: Any) -> tuple[float, float]:
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) < 2 or not all(type(one) in (int, float) for one in numbers):
        raise Refused("areas.problem.coordinates")
    try:
        return float(numbers[0]), float(numbers[1])
    except OverflowError:
        raise Refused("areas.problem.coordinates") from None


def _invalid(geometry: shapely.Geometry) -> Refused:
    """What GEOS finds wrong, in words, and where."""
    reason = shapely.is_valid_reason(geometry)
    found = PLACE.fullmatch(reason)
    where = _place(float(found[2]), float(found[3])) if found else _place(*geometry.bounds[:2])
    crosses = "self-intersection" in reason.casefold()
    return Refused(f"areas.problem.{'crosses' if crosses else 'invalid'}", **where)


def _place(longitude: float, latitude: float) -> dict[str, str]:
    """A place as people look for it in their map program: longitude first, as in the file."""
    return {"longitude": f"{longitude:.6g}", "latitude": f"{latitude:.6g}"}


def _twice(rows: Sequence[Row]) -> Iterator[Text]:
    counts = Counter(row.code for row in rows)
    for row in rows:
        if counts[row.code] > 1:
            yield told(row.number, row.name, Text("areas.problem.twice", code=row.code))
