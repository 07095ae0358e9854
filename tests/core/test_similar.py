"""Similar reports are found by an index, and ranked by how alike and how near they are."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.language.likeness import likeness
from core.tickets import similar
from core.tickets.similar import METRES_PER_DEGREE, OFFERED, Wanted, metres
from tests.core.counting import Statements
from tests.core.town import LAMP, NOW, Town, open_town

HERE = (-6.19, 106.815)
LATITUDES, LONGITUDES = st.floats(-11, 6), st.floats(95, 141)


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


def wanted(town: Town, point: tuple[float, float] | None = HERE, within: int = 250) -> Wanted:
    return Wanted(town.categories["lampu"], LAMP, point, None, within)


async def found(town: Town, what: Wanted) -> list[int]:
    async with town.database.read() as session:
        return await similar.similar(session, what, now=town.now, by=None)


async def test_the_nearest_of_equals_comes_first_and_three_are_enough(town: Town) -> None:
    ids = [await town.files(location=(HERE[0] + n / 10_000, HERE[1])) for n in (4, 1, 3, 2, 0)]
    order = [ids[4], ids[1], ids[3]]
    with Statements(town.database.reader) as statements:
        assert await found(town, wanted(town)) == order
    assert len(statements) == 1
    assert len(order) == OFFERED


async def test_what_is_old_solved_or_about_something_else_is_not_similar(town: Town) -> None:
    await town.files(location=HERE, category="jalan")
    await town.files(location=HERE, kind="aspiration")
    await town.files(location=HERE, text="Kucing naik tiang tetangga.")
    solved = await town.files(location=HERE)
    await town.does("Budi", "resolve", solved, "Sudah kami ganti.")
    assert await found(town, wanted(town)) == []
    await town.files(location=HERE)
    town.now += similar.RECENT * 2
    assert await found(town, wanted(town)) == []


async def test_the_index_is_used_on_both_databases(town: Town) -> None:
    asked = wanted(town)
    for point, area, names in (
        (True, False, ["ix_tickets_near"]),
        (False, True, ["ix_tickets_same_area"]),
        (True, True, ["ix_tickets_near", "ix_tickets_same_area"]),
    ):
        plan = await explained(town, asked, point=point, area=area)
        assert [name for name in names if name in plan] == names, plan


async def explained(town: Town, asked: Wanted, *, point: bool, area: bool) -> str:
    """How the database goes about it when it may not read the whole table."""
    what = Wanted(asked.category_id, "", HERE if point else None, 7 if area else None, 250)
    values = similar._parameters(what, town.now) | {"by": 0, "but": 0, "lane": ""}
    statement = similar._statement(point, area).params(values)
    async with town.database.read() as session:
        bind, sqlite = session.get_bind(), session.get_bind().dialect.name == "sqlite"
        if not sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        said = str(statement.compile(bind, compile_kwargs={"literal_binds": True}))
        how = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        rows = await session.execute(text(how + said.replace(":", r"\:")))
        return "\n".join(str(row) for row in rows)


@given(LATITUDES, LONGITUDES, st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_the_box_holds_everything_within_the_limit(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    here, there = (latitude, longitude), (latitude + north, longitude + east)
    away = metres(here, there)
    assert away == pytest.approx(metres(there, here))
    assert away <= METRES_PER_DEGREE * (abs(north) + abs(east)) + 1e-6
    box = similar._parameters(Wanted(1, "", here, None, int(away) + 1), NOW)
    assert box["south"] <= there[0] <= box["north"]
    assert box["west"] <= there[1] <= box["east"]


@given(st.text(), st.lists(st.text(), max_size=4))
def test_likeness_is_a_share(said: str, others: list[str]) -> None:
    shares = likeness(said, others)
    assert len(shares) == len(others)
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("lampu PJU dpn balai desa padam", True),
        ("Lmpu jalan di depan balai desa mati lagi", True),
        ("Sampah menumpuk di belakang pasar", False),
        ("", False),
    ],
)
def test_the_same_matter_in_other_words_is_alike(other: str, alike: bool) -> None:
    assert (likeness(LAMP, [other])[0] >= similar.ALIKE_NEAR) is alike


async def test_confidential_reports_and_ones_own_hidden_ones_are_not_offered(town: Town) -> None:
    await town.files(location=HERE, confidential=True)
    hidden = await town.files(location=HERE, anonymous=True)
    async with town.begin() as session:
        for name, expected in (("Sari", []), ("Tono", [hidden])):
            by = await town.person(session, name)
            offered = await similar.similar(session, wanted(town), now=town.now, by=by)
            assert offered == expected, name
