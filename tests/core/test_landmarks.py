"""Landmarks, and the areas around them, as an office keeps them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from core.areas import geojson, landmarks, queries, rules, services
from core.areas.models import Area, Landmark
from core.areas.rules import Point
from core.audit import Audit
from core.db import Database
from core.errors import Refused
from core.knowledge import office
from tests import areas
from tests.areas import BEGAN

IN_KENCANA, IN_PERMAI = (-6.19, 106.765), (-6.19, 106.835)


@pytest.fixture
async def mapped(database: Database) -> Database:
    async with database.begin() as session:
        rows = geojson.read(areas.the_file())
        await services.import_areas(session, rows, by="cli", now=BEGAN)
    return database


async def area(database: Database, code: str) -> Area:
    async with database.read() as session:
        return (await session.scalars(select(Area).where(Area.code == code))).one()


async def enters(
    database: Database,
    name: str,
    aliases: Sequence[str] = (),
    home: str | None = "permai",
    point: Point | None = None,
) -> int:
    chosen = await area(database, home) if home else None
    facts = {"by": "admin:ani", "now": BEGAN}
    async with database.begin() as session:
        landmark = await landmarks.add_landmark(
            session,
            name=name,
            aliases=aliases,
            area=chosen,
            point=point,
            **facts,  # type: ignore[arg-type]
        )
        return landmark.id


async def code_of(database: Database, place: str) -> str | None:
    async with database.read() as session:
        found = await queries.area_of(session, place, None)
        return found.code if found else None


async def test_a_landmark_is_understood_by_all_its_names_from_then_on(mapped: Database) -> None:
    assert await code_of(mapped, "Toko Makmur") is None
    await enters(mapped, "Toko Makmur", ["toko koh ahong", "Toko Makmur", "toko koh ahong"])
    assert await code_of(mapped, "depan toko makmur") == "permai"
    assert await code_of(mapped, "samping toko koh ahong") == "permai"
    async with mapped.read() as session:
        [one] = await queries.landmarks(session)
        acts = [act.action for act in await session.scalars(select(Audit))]
    assert one.aliases == ["toko koh ahong"]
    assert acts == ["area.import", "landmark.add"]


async def test_its_point_says_in_which_area_it_lies(mapped: Database) -> None:
    await enters(mapped, "Toko Makmur", home="permai", point=IN_KENCANA)
    assert await code_of(mapped, "toko makmur") == "kencana-rw-01"


async def test_a_changed_landmark_is_understood_anew_and_a_closed_one_no_longer(
    mapped: Database,
) -> None:
    number = await enters(mapped, "Toko Makmur")
    async with mapped.begin() as session:
        landmark = await queries.landmark_by_id(session, number)
        assert landmark is not None
        facts = {"area": None, "point": IN_KENCANA, "by": "cli", "now": BEGAN}
        await landmarks.change_landmark(
            session,
            landmark,
            name="Toko Jaya",
            aliases=[],
            **facts,  # type: ignore[arg-type]
        )
    assert await code_of(mapped, "toko makmur") is None
    assert await code_of(mapped, "toko jaya") == "kencana-rw-01"
    async with mapped.begin() as session:
        landmark = await queries.landmark_by_id(session, number)
        assert landmark is not None
        await landmarks.close_landmark(session, landmark, by="cli", now=BEGAN)
    assert await code_of(mapped, "toko jaya") is None
    async with mapped.read() as session:
        assert await queries.landmark_by_id(session, number) is None
        acts = [act.action for act in await session.scalars(select(Audit))]
    assert acts[1:] == ["landmark.add", "landmark.change", "landmark.close"]


@pytest.mark.parametrize(
    ("name", "aliases", "home", "point", "key"),
    [
        ("", [], "permai", None, "people.refused.name"),
        ("x" * 121, [], "permai", None, "people.refused.name"),
        ("🙂", [], "permai", None, "areas.refused.no_words"),
        ("RT 03/RW 02", [], "permai", None, "areas.refused.no_words"),
        ("Jalan", [], "permai", None, "areas.refused.no_words"),
        ("Toko", ["kecamatan"], "permai", None, "areas.refused.no_words"),
        ("Toko", [], None, None, "areas.refused.no_home"),
        ("Toko", [], "permai", areas.OUTSIDE, "areas.refused.point_outside"),
    ],
)
async def test_a_landmark_that_cannot_be_is_refused(
    mapped: Database,
    name: str,
    aliases: list[str],
    home: str | None,
    point: Point | None,
    key: str,
) -> None:
    with pytest.raises(Refused) as refused:
        await enters(mapped, name, aliases, home, point)
    assert refused.value.key == key
    async with mapped.read() as session:
        assert (await session.scalars(select(Landmark))).all() == []


async def test_landmarks_with_a_point_follow_it_when_borders_move(mapped: Database) -> None:
    await enters(mapped, "Toko Makmur", point=IN_PERMAI)
    await enters(mapped, "Toko Jaya")
    moved = areas.feature(
        "baru",
        "desa",
        "Baru",
        "tirta-asri",
        areas.polygon(areas.ring(106.83, -6.195, 106.84, -6.18)),
    )
    async with mapped.begin() as session:
        rows = geojson.read(areas.collection([moved]))
        await services.import_areas(session, rows, by="cli", now=BEGAN)
    assert await code_of(mapped, "toko makmur") == "baru"
    assert await code_of(mapped, "toko jaya") == "permai"


async def test_an_area_is_closed_when_nothing_lies_in_it_any_more(mapped: Database) -> None:
    await enters(mapped, "Toko Makmur", home="wanasari")
    for code in ("kali-asri", "wanasari"):
        found = await area(mapped, code)
        async with mapped.begin() as session:
            with pytest.raises(Refused, match="in_use"):
                await services.close_area(session, found, by="cli", now=BEGAN)


async def test_the_office_says_whom_to_turn_to_outside_and_takes_it_back(
    mapped: Database,
) -> None:
    for text in ("  Kecamatan\n Banyu Biru ", ""):
        async with mapped.begin() as session:
            await services.say_outside(session, text, by="admin:ani", now=BEGAN)
            assert await office.confirmed(session, office.OUTSIDE) == " ".join(text.split())
    async with mapped.read() as session:
        acts = [act.action for act in await session.scalars(select(Audit))]
    assert acts[1:] == ["setting.change"] * 2


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("-5.6012, 108.6034", (-5.6012, 108.6034)),
        (" -5.6012;108.6034 ", (-5.6012, 108.6034)),
        ("-5 108", (-5.0, 108.0)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_point_is_pasted_from_a_map(typed: str, point: Point | None) -> None:
    assert rules.point(typed) == point


@pytest.mark.parametrize(
    "typed", ["108.6034, -5.6012", "x", "-5.6012", "99, 10", "5, 181", "1,2,3", "1e5, 2"]
)
def test_a_point_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="point"):
        rules.point(typed)
