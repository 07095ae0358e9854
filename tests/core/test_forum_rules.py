"""What is fair when citizens rank proposals, and what counts as a pattern of reports."""

from hypothesis import given
from hypothesis import strategies as st

from core.forums.rules import Count, lower_bound, ranked, shares
from core.improvements.rules import Pattern, patterns

COUNTS = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_one_reader_who_likes_it_does_not_beat_thirty_of_forty() -> None:
    assert round(lower_bound(1, 1), 2) == 0.21
    assert round(lower_bound(30, 40), 2) == 0.60
    placed, early = ranked([Count(1, 1, 1), Count(2, 40, 30), Count(3, 400, 100)], 10)
    assert [one.post_id for one in placed] == [2, 3]
    assert [one.post_id for one in early] == [1]


@given(COUNTS)
def test_the_measure_lies_between_nothing_and_the_share_and_grows_with_support(
    counts: tuple[int, int],
) -> None:
    supports, looks = counts
    bound = lower_bound(supports, looks)
    assert 0 <= bound <= (supports / looks if looks else 0) + 1e-9
    if supports < looks:
        assert bound < lower_bound(supports + 1, looks)
    if supports:
        assert bound < lower_bound(supports * 2, looks * 2)


@given(st.lists(COUNTS, max_size=12), st.integers(1, 50))
def test_everybody_is_either_placed_or_waits_for_readers(
    counts: list[tuple[int, int]], minimum: int
) -> None:
    every = [Count(number, looks, supports) for number, (supports, looks) in enumerate(counts)]
    placed, early = ranked(every, minimum)
    assert sorted([*placed, *early], key=lambda one: one.post_id) == every
    assert all(one.looks >= minimum for one in placed)
    bounds = [lower_bound(one.supports, one.looks) for one in placed]
    assert bounds == sorted(bounds, reverse=True)


@given(st.dictionaries(st.none() | st.integers(1, 9), st.integers(1, 40)), st.integers(2, 9))
def test_an_area_with_few_supporters_is_never_named(
    supports: dict[int | None, int], smallest: int
) -> None:
    named = [area for area, _ in shares(supports, smallest) if area is not None]
    assert all(supports[area] >= smallest for area in named)
    assert set(named) == {area for area, n in supports.items() if area and n >= smallest}


def test_a_pattern_needs_enough_reports_and_nothing_done_about_it() -> None:
    counts = [Pattern(1, 1, 2), Pattern(1, 2, 5), Pattern(2, 1, 3), Pattern(3, 3, 9)]
    assert patterns(counts, 3, {(3, 3)}) == [Pattern(1, 2, 5), Pattern(2, 1, 3)]
    assert patterns(counts, 0, ()) == []
