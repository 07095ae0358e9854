"""A GeoJSON file comes in whole or not at all, and says what is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.areas import geojson, queries, services
from core.areas.models import Area
from core.areas.services import Imported
from core.audit import Audit
from core.db import Database
from core.errors import Refused
from core.i18n import plain
from tests import areas
from tests.areas import BEGAN, Shape, polygon, ring

SQUARE = polygon(ring(106.8, -6.2, 106.9, -6.1))


async def bring(database: Database, data: bytes) -> Imported:
    rows = geojson.read(data)
    async with database.begin() as session:
        return await services.import_areas(session, rows, by="cli", now=BEGAN)


async def full_names(database: Database) -> dict[str, str]:
    async with database.read() as session:
        return {line.area.code: line.area.full_name for line in await queries.tree(session)}


def one(
    shape: Any = SQUARE, code: Any = "a", kind: Any = "desa", name: Any = "Anggrek", **more: Any
) -> bytes:
    """A file with one area."""
    feature = areas.feature(code, kind, name, None, shape)
    feature["properties"] |= more
    return areas.collection([feature])


def told(refused: Refused) -> str:
    """The reason in Indonesian; English has one too."""
    assert plain(refused.key, "en", UTC, **refused.params)
    return plain(refused.key, "id", UTC, **refused.params)


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        geojson.read(data)
    return told(refused.value)


async def test_a_file_becomes_a_tree_of_areas_and_is_noted(database: Database) -> None:
    assert await bring(database, areas.the_file()) == Imported(len(areas.AREAS), 0, 0)
    names = await full_names(database)
    assert names["tirta-asri"] == "Kecamatan Tirta Asri"
    assert names["kencana-rw-02"] == "RW 02, Kelurahan Kencana"
    assert names["krajan-rw-04"] == "RW 04, Dusun Krajan, Desa Sukamaju"
    async with database.read() as session:
        [act] = (await session.scalars(select(Audit))).all()
        kencana = (await session.scalars(select(Area).where(Area.code == "kencana"))).one()
    assert (act.actor, act.action) == ("cli", "area.import")
    assert act.detail == {"added": len(areas.AREAS), "changed": 0, "areas": len(areas.AREAS)}
    box = (kencana.west, kencana.south, kencana.east, kencana.north)
    assert box == areas.AREAS["kencana"][3]


async def test_the_same_file_again_changes_nothing_and_a_new_one_what_it_names(
    database: Database,
) -> None:
    await bring(database, areas.the_file())
    assert await bring(database, areas.the_file()) == Imported(0, 0, len(areas.AREAS))
    moved = json.loads(areas.the_file())
    moved["features"] = moved["features"][:2]
    moved["features"][1]["properties"]["name"] = "Kencana Jaya"
    assert await bring(database, json.dumps(moved).encode()) == Imported(0, 1, 1)
    names = await full_names(database)
    assert names["kencana-rw-02"] == "RW 02, Kelurahan Kencana Jaya"
    assert len(names) == len(areas.AREAS)


async def test_an_area_lies_where_the_newest_file_draws_it(database: Database) -> None:
    await bring(database, one())
    async with database.read() as session:
        assert await queries.area_of(session, "", (-6.15, 106.85)) is not None
    await bring(database, one(polygon(ring(107.8, -6.2, 107.9, -6.1))))
    async with database.read() as session:
        assert await queries.area_of(session, "", (-6.15, 106.85)) is None
        assert await queries.area_of(session, "", (-6.15, 107.85)) is not None


async def test_what_was_rolled_back_is_not_remembered(database: Database) -> None:
    await bring(database, one())
    far = geojson.read(one(polygon(ring(107.8, -6.2, 107.9, -6.1))))
    async with database.begin() as session:
        await services.import_areas(session, far, by="cli", now=BEGAN)
        assert await queries.area_of(session, "", (-6.15, 107.85)) is not None
        await session.rollback()
    async with database.read() as session:
        assert await queries.area_of(session, "", (-6.15, 107.85)) is None
    await bring(database, one(polygon(ring(108.8, -6.2, 108.9, -6.1))))
    async with database.read() as session:
        assert await queries.area_of(session, "", (-6.15, 107.85)) is None
        assert await queries.area_of(session, "", (-6.15, 108.85)) is not None


async def test_what_the_file_does_not_say_stays_as_the_office_entered_it(
    database: Database,
) -> None:
    await bring(database, one(outside="Kecamatan Banyu Biru"))
    await bring(database, one(name="Anggrek Baru"))
    async with database.read() as session:
        [line] = await queries.tree(session)
        assert line.area.outside == "Kecamatan Banyu Biru"
    await bring(database, one(outside=""))
    async with database.read() as session:
        [line] = await queries.tree(session)
        assert line.area.outside == ""


async def test_properties_may_be_indonesian_and_numbers(database: Database) -> None:
    feature = {
        "type": "Feature",
        "properties": {"KODE": 3201011001, "Nama": "Kelurahan Anggrek", "jenis": "Kelurahan"},
        "geometry": SQUARE,
    }
    await bring(database, b"\xef\xbb\xbf" + areas.collection([feature]))
    assert await full_names(database) == {"3201011001": "Kelurahan Anggrek"}


BOWTIE = polygon([[106.8, -6.2], [106.9, -6.1], [106.9, -6.2], [106.8, -6.1], [106.8, -6.2]])
SQUARE_RING = SQUARE["coordinates"][0]

BAD_SHAPES: list[tuple[Shape | None, str]] = [
    (None, "hanya Polygon dan MultiPolygon"),
    ({"type": "Point", "coordinates": [106.8, -6.2]}, "bentuknya Point"),
    ({"type": "LineString", "coordinates": SQUARE_RING}, "bentuknya LineString"),
    ({"type": "GeometryCollection", "geometries": [SQUARE]}, "bentuknya GeometryCollection"),
    ({"type": "Polygon"}, "tidak terbaca"),
    (polygon(), "tidak terbaca"),
    (polygon([]), "tidak terbaca"),
    ({"type": "MultiPolygon", "coordinates": []}, "tidak terbaca"),
    ({"type": "MultiPolygon", "coordinates": SQUARE["coordinates"]}, "tidak terbaca"),
    (polygon([["x", 1.0]] * 4), "tidak terbaca"),  # type: ignore[list-item]
    (polygon([[True, False]] * 4), "tidak terbaca"),
    (polygon([[106.8]] * 4), "tidak terbaca"),
    (polygon([[10**400, 1]] * 4), "tidak terbaca"),
    (polygon([*SQUARE_RING[:-1], [106.8, -6.2, "x"]]), "tidak terbaca"),  # type: ignore[list-item]
    (polygon(SQUARE_RING[:-1]), "tidak tertutup"),
    (polygon(SQUARE_RING[:2]), "kurang dari empat titik"),
    (polygon([[-6.2, 106.8], [-6.1, 106.8], [-6.1, 106.9], [-6.2, 106.8]]), "bujur lalu lintang"),
    (polygon(ring(678_000, 9_380_000, 679_000, 9_381_000)), "tidak ada di bumi"),
    (polygon([[float("nan"), 1.0]] * 4), "tidak ada di bumi"),
    (polygon([[float("inf"), 1.0]] * 4), "tidak ada di bumi"),
    (BOWTIE, "memotong dirinya sendiri di dekat 106.85, -6.15"),
    (polygon([[106.8, -6.2]] * 5), "tidak masuk akal di dekat 106.8, -6.2"),
    (polygon(SQUARE_RING, ring(107, -6.2, 107.1, -6.1)), "tidak masuk akal"),
    ({"type": "MultiPolygon", "coordinates": [[SQUARE_RING], [SQUARE_RING]]}, "dirinya sendiri"),
]


@pytest.mark.parametrize(("shape", "words"), BAD_SHAPES)
def test_a_shape_that_is_none_is_named_with_the_place(shape: Shape | None, words: str) -> None:
    said = refusal(one(shape))
    assert "Wilayah ke-1 (Anggrek)" in said
    assert words in said


BAD_FILES: list[tuple[bytes, str]] = [
    (b"", "bukan GeoJSON"),
    (b"\x89PNG\r\n", "bukan GeoJSON"),
    (b"\xff\xfe{\x00}\x00", "bukan GeoJSON"),
    (b"[" * 200_000, "bukan GeoJSON"),
    (b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}", "bukan GeoJSON"),
    (areas.the_file()[:-40], "bukan GeoJSON"),
    (b"[]", "FeatureCollection"),
    (b"null", "FeatureCollection"),
    (json.dumps(SQUARE).encode(), "FeatureCollection"),
    (b'{"type": "FeatureCollection", "features": {}}', "FeatureCollection"),
    (areas.collection([]), "1 sampai"),
    (areas.collection([{}] * 10_001), "1 sampai"),
    (b" " * 10_000_001, "paling besar 10 MB"),
    (areas.collection([7]), "bukan sebuah Feature"),
    (areas.collection([{"type": "Feature"}]), "tidak punya properties"),
    (b'{"crs": {"name": "EPSG:23839"}, "type": "FeatureCollection", "features": [{}]}', "WGS84"),
    (one(code=""), "isi code"),
    (one(code="a b"), "isi code"),
    (one(code="a" * 41), "isi code"),
    (one(code=None), "isi code"),
    (one(code=["a"]), "isi code"),
    (one(name=""), "isi nama"),
    (one(name="x" * 121), "isi nama"),
    (one(kind="planet"), "salah satu dari: kabupaten, kota, kecamatan"),
    (one(kind=""), "salah satu dari"),
    (one(outside="x" * 301), "paling banyak 300"),
    (json.dumps({"type": "FeatureCollection", "features": [
        areas.feature("a", "desa", "A", None, SQUARE), areas.feature("a", "desa", "B", None, SQUARE)
    ]}).encode(), "code a dipakai lebih dari sekali"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), BAD_FILES, ids=lambda value: str(value)[:30])
def test_a_file_that_cannot_be_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_the_example_of_the_guide_can_be_imported() -> None:
    guide = Path(__file__).parents[2] / "docs" / "wilayah.md"
    example = guide.read_text(encoding="utf-8").split("```json")[1].split("```")[0]
    assert [row.code for row in geojson.read(example.encode())] == ["kenanga", "kenanga-rw-02"]


def test_wgs84_may_be_named() -> None:
    named = json.loads(one())
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"):
        named["crs"] = {"type": "name", "properties": {"name": name}}
        assert len(geojson.read(json.dumps(named).encode())) == 1


def test_heights_are_let_pass() -> None:
    high = polygon([[*position, 12.5] for position in SQUARE_RING])
    [row] = geojson.read(one(high))
    assert row.box == (106.8, -6.2, 106.9, -6.1)


def test_every_problem_is_told_at_once_and_many_are_counted() -> None:
    bad = [areas.feature(f"a{n}", "desa", f"A{n}", None, BOWTIE) for n in range(20)]
    said = refusal(areas.collection(bad))
    assert "Wilayah ke-8 (A7)" in said
    assert "Wilayah ke-9" not in said
    assert "dan 12 masalah lain" in said


def lies_in(code: str) -> Callable[[dict[str, Any]], None]:
    def change(properties: dict[str, Any]) -> None:
        properties["parent"] = code

    return change


def served_by(code: str) -> Callable[[dict[str, Any]], None]:
    def change(properties: dict[str, Any]) -> None:
        properties["unit"] = code

    return change


def is_now(kind: str) -> Callable[[dict[str, Any]], None]:
    def change(properties: dict[str, Any]) -> None:
        properties["kind"] = kind

    return change


@pytest.mark.parametrize(
    ("code", "change", "words"),
    [
        ("krajan", lies_in("nowhere"), "wilayah induk nowhere tidak ada"),
        ("krajan", lies_in("krajan-rw-04"), "harus lebih besar jenisnya"),
        ("krajan", lies_in("krajan"), "harus lebih besar jenisnya"),
        ("krajan", lies_in("wanasari"), "harus lebih besar jenisnya"),
        ("krajan", served_by("nobody"), "unit kerja nobody tidak ada"),
        ("kencana", is_now("rt"), "harus lebih besar jenisnya"),
    ],
)
async def test_nothing_comes_in_half(
    database: Database, code: str, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    file = json.loads(areas.the_file())
    [spoilt] = [one for one in file["features"] if one["properties"]["code"] == code]
    change(spoilt["properties"])
    with pytest.raises(Refused) as refused:
        await bring(database, json.dumps(file).encode())
    assert words in told(refused.value)
    async with database.read() as session:
        assert (await session.scalars(select(func.count(Area.id)))).one() == 0
        assert (await session.scalars(select(func.count(Audit.id)))).one() == 0


async def test_an_area_does_not_shrink_below_what_lies_in_it(database: Database) -> None:
    await bring(database, areas.the_file())
    rows = [row for row in geojson.read(areas.the_file()) if row.code == "krajan"]
    async with database.begin() as session:
        with pytest.raises(Refused) as refused:
            await services.import_areas(session, [replace(rows[0], kind="rt")], by="cli", now=BEGAN)
    assert "yang tidak lebih kecil" in told(refused.value)


async def test_a_closed_area_comes_back_with_a_file_that_names_it(database: Database) -> None:
    await bring(database, one())
    async with database.begin() as session:
        [line] = await queries.tree(session)
        await services.close_area(session, line.area, by="cli", now=BEGAN)
    assert await full_names(database) == {}
    async with database.read() as session:
        assert await queries.area_of(session, "", (-6.15, 106.85)) is None
        assert await queries.area_of(session, "Anggrek", None) is None
        assert await queries.area_of(session, "", None, chosen=line.area.id) is None
    await bring(database, one())
    assert await full_names(database) == {"a": "Desa Anggrek"}
