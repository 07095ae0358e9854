"""Which area holds a point: inside, outside, on a border, in a hole."""

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.areas.gazetteer import Gazetteer
from tests import areas
from tests.areas import Shape, polygon, ring

# Whole hundredths of a degree around the equator, so that points often fall on borders.
steps = st.integers(-60, 60)
cuts = st.lists(steps, min_size=2, max_size=5, unique=True).map(sorted)
points = st.tuples(steps, steps)


def degrees(step: int) -> float:
    return 110 + step / 100


def box(west: int, south: int, east: int, north: int) -> list[list[float]]:
    return ring(degrees(west), south / 100, degrees(east), north / 100)


def drawn(shapes: dict[str, tuple[str, Shape]]) -> tuple[Gazetteer, dict[int, str]]:
    """The gazetteer of shapes by code, each with its kind."""
    features: list[Any] = [
        areas.feature(code, kind, code, None, shape) for code, (kind, shape) in shapes.items()
    ]
    return areas.drawn(areas.collection(features))


def at(known: Gazetteer, point: tuple[int, int]) -> str | None:
    area = known.at(point[1] / 100, degrees(point[0]))
    return area.name if area else None


def within(point: tuple[int, int], west: int, south: int, east: int, north: int) -> bool:
    return west <= point[0] <= east and south <= point[1] <= north


@given(cuts, cuts, st.lists(points, min_size=1, max_size=12))
def test_a_divided_country_puts_every_point_into_exactly_one_area_that_holds_it(
    xs: list[int], ys: list[int], asked: list[tuple[int, int]]
) -> None:
    cells = {
        f"c{number}": (west, south, east, north)
        for number, ((west, east), (south, north)) in enumerate(product(pairwise(xs), pairwise(ys)))
    }
    known, _ = drawn({code: ("desa", polygon(box(*cell))) for code, cell in cells.items()})
    corners = [(x, y) for x in xs for y in ys]
    for point in (*asked, *corners):
        found = at(known, point)
        holding = {code for code, cell in cells.items() if within(point, *cell)}
        assert found in holding if holding else found is None
        assert found == at(known, point)


@given(points)
def test_the_smaller_kind_within_a_larger_one_is_named(point: tuple[int, int]) -> None:
    known, _ = drawn(
        {
            "kota": ("kota", polygon(box(-50, -50, 50, 50))),
            "desa": ("desa", polygon(box(-50, -50, 10, 10))),
            "rw": ("rw", polygon(box(-50, -50, 0, 0))),
        }
    )
    expected = next(
        (
            code
            for code, edge in (("rw", 0), ("desa", 10), ("kota", 50))
            if within(point, -50, -50, edge, edge)
        ),
        None,
    )
    assert at(known, point) == expected


@given(points)
def test_a_hole_is_outside_and_its_border_is_not(point: tuple[int, int]) -> None:
    known, _ = drawn({"desa": ("desa", polygon(box(-40, -40, 40, 40), box(-20, -20, 20, 20)))})
    inside = within(point, -40, -40, 40, 40) and not within(point, -19, -19, 19, 19)
    assert at(known, point) == ("desa" if inside else None)


@given(points)
def test_an_area_may_have_several_parts_and_another_one_in_its_hole(
    point: tuple[int, int],
) -> None:
    parts = [
        polygon(box(-40, -40, 0, 0), box(-30, -30, -10, -10))["coordinates"],
        polygon(box(20, 20, 40, 40))["coordinates"],
    ]
    known, _ = drawn(
        {
            "desa": ("desa", {"type": "MultiPolygon", "coordinates": parts}),
            "enclave": ("desa", polygon(box(-30, -30, -10, -10))),
        }
    )
    found = at(known, point)
    if within(point, -29, -29, -11, -11):
        assert found == "enclave"
    elif within(point, -30, -30, -10, -10):
        assert found in ("desa", "enclave")
    elif within(point, -40, -40, 0, 0) or within(point, 20, 20, 40, 40):
        assert found == "desa"
    else:
        assert found is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (-6.17, 106.79, "kencana-rw-02-rt-03"),
        (-6.19, 106.79, "kencana-rw-02"),
        (-6.19, 106.835, "permai"),
        (-6.225, 106.82, None),
        (-6.205, 106.855, "kali-asri"),
        (-6.205, 106.845, None),
        (*areas.OUTSIDE, None),
    ],
)
def test_the_town_s_own_map(latitude: float, longitude: float, code: str | None) -> None:
    known, codes = areas.drawn()
    found = known.at(latitude, longitude)
    assert (codes[found.id] if found else None) == code


def test_the_corner_where_four_villages_meet_belongs_to_one_of_the_smallest_kind() -> None:
    known, codes = areas.drawn()
    found = known.at(*areas.CORNER)
    assert found is not None
    assert codes[found.id] in ("kencana-rw-02", "permai-rw-01")


@pytest.mark.parametrize("point", [(90, 0), (-90, 180), (0, -180)])
def test_the_ends_of_the_earth_are_outside(point: tuple[float, float]) -> None:
    known, _ = areas.drawn()
    assert known.at(*point) is None
    assert known.beyond(*point) == ""
