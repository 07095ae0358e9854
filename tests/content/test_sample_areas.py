"""The demo's map: whole, in the sea, and true to the cases on it."""

import pytest
import shapely

from bot.knowledge.area_schema import Areas
from bot.knowledge.loader import Library
from core.areas import queries
from core.areas.gazetteer import Gazetteer
from core.areas.rules import VILLAGES, Place
from core.db import Database
from simulator.clock import ManualClock
from simulator.telegram import Telegram
from tanggap.areas import as_geojson
from tanggap.sample import Founding
from tests import areas
from tests.kecamatan import NOW


@pytest.fixture
def drawn(library: Library) -> Areas:
    return library.areas[library.samples["kecamatan-fiktif"].areas]


@pytest.fixture
def known(drawn: Areas) -> Gazetteer:
    file = as_geojson(drawn)
    bare, codes = areas.drawn(file, [])
    landmarks = []
    for one in drawn.landmark:
        home = bare.at(one.latitude, one.longitude)
        assert home is not None, one.name
        landmarks.append((codes[home.id], one.name, one.aliases))
    return areas.drawn(file, landmarks)[0]


def village(known: Gazetteer, area: Place) -> str:
    chain = [area, *(known.places[one] for one in area.above)]
    return next((one.name for one in chain if one.kind in VILLAGES), "")


def test_four_kelurahan_and_a_desa_fill_the_kecamatan_without_overlap(drawn: Areas) -> None:
    shapes = {one.code: shapely.Polygon(one.ring) for one in drawn.area}
    villages = [shapes[one.code] for one in drawn.area if one.kind in VILLAGES]
    assert len(villages) == 5
    whole = shapes["tirta-asri"]
    assert shapely.union_all(villages).symmetric_difference(whole).area < 1e-12
    assert sum(one.area for one in villages) == pytest.approx(whole.area)
    for one in drawn.area:
        if one.parent:
            assert shapes[one.code].difference(shapes[one.parent]).area < 1e-12, one.code


def test_every_case_on_the_map_lies_in_a_village(library: Library, known: Gazetteer) -> None:
    cases = [one for one in library.samples["kecamatan-fiktif"].case if one.latitude is not None]
    found = {}
    for case in cases:
        area = known.at(case.latitude or 0, case.longitude or 0)
        assert area is not None, case.id
        found[case.id] = village(known, area)
    assert set(found.values()) == {
        "Tirta Kencana",
        "Tirta Permai",
        "Pasar Anyar",
        "Kampung Tengah",
        "Kali Asri",
    }


def test_the_words_of_a_case_never_lead_to_another_village(
    library: Library, known: Gazetteer
) -> None:
    clear = 0
    for case in library.samples["kecamatan-fiktif"].case:
        found = known.named(case.place or "").area
        if found is None or case.latitude is None or case.longitude is None:
            continue
        there = known.at(case.latitude, case.longitude)
        assert there is not None
        assert village(known, found) == village(known, there), case.place
        clear += 1
    assert clear >= 20


def test_beyond_the_border_a_neighbour_is_named(known: Gazetteer) -> None:
    assert known.at(-5.6042, 108.6150) is None
    assert "Banyu Biru" in known.beyond(-5.6042, 108.6150)


async def test_the_demo_founds_its_office_with_the_map(
    library: Library, database: Database
) -> None:
    world = library.samples["kecamatan-fiktif"]
    telegram = Telegram(ManualClock(NOW))
    telegram.add_bot("100:simulated-token")
    async with database.begin() as session:
        await Founding(session, telegram, NOW).found(library, world)
    async with database.read() as session:
        names = [line.area.full_name for line in await queries.tree(session)]
        [lamp] = [one for one in world.case if one.id == "lampu-melati"]
        area = await queries.area_of(session, lamp.place or "", None)
        assert len(await queries.landmarks(session)) == 20
    assert "Dusun Wanasari, Desa Kali Asri" in names
    assert area is not None
    assert area.full_name == "RW 02, Kelurahan Tirta Kencana"
