"""What is too few to be shown cannot be computed from what is shown either."""

from collections.abc import Hashable
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.survey import suppression

MINIMUM = 5
N = st.one_of(st.just(0), st.integers(1, 12))


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    depths = [0]
    for _ in range(draw(st.integers(0, 6))):
        depths.append(draw(st.integers(1, depths[-1] + 1)))
    return depths


def below(depths: list[int], place: int) -> list[int]:
    end = place + 1
    while end < len(depths) and depths[end] > depths[place]:
        end += 1
    return list(range(place, end))


def is_computed(wanted: list[int], shown: list[list[int]]) -> bool:
    """Whether the sum can be made of those shown, by adding and taking away."""
    rows = [[Fraction(n) for n in one] for one in shown]
    left = [Fraction(n) for n in wanted]
    for column in range(len(left)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in (*rows, left):
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
    return not any(left)


@given(trees(), st.data())
def test_no_unit_with_too_few_answers_is_computed_from_the_others(
    depths: list[int], data: st.DataObject
) -> None:
    own = data.draw(st.lists(N, min_size=len(depths), max_size=len(depths)))
    gone = suppression.units(depths, own, MINIMUM)
    # What nobody answered is known to be nothing.
    sums = [
        [int(one in below(depths, place) and own[one] > 0) for one in range(len(depths))]
        for place in range(len(depths))
    ]
    shown = [sums[place] for place in range(len(depths)) if place not in gone]
    for place in range(len(depths)):
        n = sum(own[one] for one in below(depths, place))
        assert not (0 < n < MINIMUM and place not in gone)
        if 0 < n < MINIMUM:
            assert not is_computed(sums[place], shown)


def test_two_go_where_one_is_too_few_and_what_is_enough_stays() -> None:
    # An office with nothing of its own over three units.
    assert suppression.units([0, 1, 1, 1], [0, 20, 7, 2], MINIMUM) == {2, 3}
    # Its own answers, which are shown nowhere, cover for the small one.
    assert suppression.units([0, 1, 1], [9, 20, 2], MINIMUM) == {2}
    # Own answers that are too few would be what is left.
    assert suppression.units([0, 1, 1], [2, 20, 9], MINIMUM) == {2}
    # Nothing is hidden where all are enough, or nobody answered.
    assert suppression.units([0, 1, 1], [0, 20, 9], MINIMUM) == set()
    assert suppression.units([0, 1, 1], [0, 20, 0], MINIMUM) == set()
    # The only unit below an office is the office: with what is below a hidden one.
    assert suppression.units([0, 1, 2, 2], [0, 0, 30, 3], MINIMUM) == {2, 3}


def test_services_and_channels_are_hidden_in_twos_in_both_directions() -> None:
    own: list[dict[Hashable, int]] = [
        {},
        {"chat": 20, "counter": 8, "letter": 9},
        {"chat": 30, "counter": 2, "letter": 9},
    ]
    gone, cells = suppression.cells([0, 1, 1], own, MINIMUM)
    assert gone == set()
    # The second unit's two at the counter, another of its channels, and both of the first unit's.
    assert cells == {(2, "counter"), (2, "letter"), (1, "counter"), (1, "letter")}


@given(trees(), st.data())
def test_no_cell_stands_alone_in_a_sum(depths: list[int], data: st.DataObject) -> None:
    cells_of: dict[Hashable, st.SearchStrategy[int]] = {"chat": N, "counter": N}
    row = st.fixed_dictionaries(cells_of)
    own: list[dict[Hashable, int]] = data.draw(
        st.lists(row, min_size=len(depths), max_size=len(depths))
    )
    gone, cells = suppression.cells(depths, own, MINIMUM)
    for place in range(len(depths)):
        counts = {
            key: sum(own[one][key] for one in below(depths, place)) for key in ("chat", "counter")
        }
        hidden = {key for key in counts if (place, key) in cells}
        assert {key for key, n in counts.items() if 0 < n < MINIMUM} <= hidden
        if place not in gone and any(counts[key] for key in hidden):
            left = sum(counts[key] for key in hidden)
            assert left >= MINIMUM
