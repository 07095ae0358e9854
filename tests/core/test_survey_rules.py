"""How an index is made of answers, and when there is none."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.survey import rules
from core.survey.models import Band
from core.survey.rules import Count, Sum, months_on, percent, period, result

ELEMENTS = [f"u{n}" for n in range(1, 10)]
BANDS = [
    Band(grade=grade, least=least)
    for grade, least in (("A", 8831), ("B", 7661), ("C", 6500), ("D", 2500))
]
SHEETS = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40)


def count_of(sheets: list[list[int]], asked: int = 0) -> Count:
    columns = zip(ELEMENTS, zip(*sheets, strict=True), strict=True)
    sums = {code: Sum(len(column), sum(column)) for code, column in columns}
    return Count(len(sheets), asked, sums)


@given(SHEETS)
def test_the_index_is_the_mean_of_all_elements_in_hundredths_rounded_half_up(
    sheets: list[list[int]],
) -> None:
    found = result(count_of(sheets), ELEMENTS, BANDS, 1)
    exact = Fraction(25 * sum(map(sum, sheets)), 9 * len(sheets))
    digits = Decimal(exact.numerator * 10**12 // exact.denominator).scaleb(-12)
    assert found.index == digits.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(25) <= found.index <= Decimal(100)
    assert found.means[found.lowest] == min(found.means.values())


@given(st.integers(2500, 10000))
def test_every_rounded_index_has_exactly_one_grade(hundredths: int) -> None:
    least = next(band for band in BANDS if hundredths >= band.least)
    assert rules.grade(Decimal(hundredths).scaleb(-2), BANDS) == least.grade


def test_it_is_rounded_before_it_is_graded_and_nine_perfect_answers_are_a_hundred() -> None:
    perfect = result(count_of([[4] * 9]), ELEMENTS, BANDS, 1)
    assert (perfect.index, perfect.grade) == (Decimal("100.00"), "A")
    # 76.605 exactly: below the least of B, and B once it is rounded.
    between = {code: Sum(1000, 3064) for code in ELEMENTS[:8]} | {"u9": Sum(5000, 15329)}
    found = result(Count(1000, 1000, between), ELEMENTS, BANDS, 1)
    exact = sum((one.mean for one in between.values()), Fraction(0)) * 25 / 9
    assert Fraction(7660, 100) < exact < Fraction(7661, 100)
    assert (found.index, found.grade) == (Decimal("76.61"), "B")
    third = {code: Sum(1000, 3066) for code in ELEMENTS}
    assert result(Count(1000, 1000, third), ELEMENTS, BANDS, 1).grade == "B"


@given(SHEETS, st.integers(2, 50))
def test_below_the_minimum_there_is_no_figure_at_all(sheets: list[list[int]], least: int) -> None:
    found = result(count_of(sheets, asked=60), ELEMENTS, BANDS, least)
    assert (found.n, found.asked) == (len(sheets), 60)
    shown = (found.index is not None, bool(found.grade), bool(found.means), bool(found.lowest))
    assert set(shown) == {len(sheets) >= least}


def test_an_element_nobody_answered_leaves_no_index_and_is_never_a_zero() -> None:
    sums = dict(count_of([[3] * 9] * 5).sums)
    del sums["u4"]
    found = result(Count(5, 5, sums), ELEMENTS, BANDS, 5)
    assert (found.index, found.grade) == (None, "")
    assert "u4" not in found.means


@given(SHEETS, SHEETS)
def test_counts_of_units_add_up_to_that_of_the_unit_above(
    one: list[list[int]], other: list[list[int]]
) -> None:
    assert count_of(one, 3) + count_of(other, 4) == count_of([*one, *other], 7)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(list(rules.MONTHS)))
def test_periods_of_a_kind_follow_each_other_without_a_gap(day: date, kind: str) -> None:
    now, before = period(kind, day), period(kind, day, 1)
    assert now.first <= day < now.end == months_on(now.first, rules.MONTHS[kind])
    assert before.end == now.first
    assert 1 <= now.number <= 12 // rules.MONTHS[kind]
    assert now.first.year == now.year


@given(st.integers(0, 60), SHEETS)
def test_a_rate_is_never_more_than_everybody(asked: int, sheets: list[list[int]]) -> None:
    found = result(count_of(sheets, asked), ELEMENTS, BANDS, 1)
    assert found.asked == max(asked, len(sheets))
    assert 0 <= found.rate <= 100
    assert percent(0, 0) == 0
