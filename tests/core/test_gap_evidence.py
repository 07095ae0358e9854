"""Nobody is sent to training by chance: the statistics and the rules on them, tried hard."""

from datetime import date, timedelta
from fractions import Fraction
from math import comb, exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.development import rules
from core.development.__main__ import BUSY, SMALL
from core.development.evidence import (
    contradicts,
    contradicts_from_above,
    least_bad,
    log_capital,
    surely_over,
)
from core.development.rules import Count, Standard
from core.development.simulation import STANDARDS, course, false_alarms, first_gap
from core.errors import Refused
from core.learning.models import SIGNALS

SHARES = st.integers(1, 90).map(lambda percent: percent / 100)
COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def mixed(n: int, bad: int, p0: Fraction) -> Fraction:
    """The capital as the integral over all stakes, term by term, without rounding."""
    total = Fraction(0)
    for power in range(bad + 1):
        ways = comb(bad, power) * ((1 - p0) / p0) ** power
        # ∫ u^a (1 - u)^b du = a! b! / (a + b + 1)!
        good = n - bad
        total += ways / ((power + good + 1) * comb(power + good, power))
    return total


@given(st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), SHARES)
def test_the_closed_form_is_the_mean_over_all_bettors(count: tuple[int, int], p0: float) -> None:
    expected = float(mixed(*count, Fraction(round(p0 * 100), 100)))
    assert exp(log_capital(*count, p0)) == pytest.approx(expected, rel=1e-6)


@given(COUNTS, SHARES)
def test_as_long_as_no_more_goes_wrong_than_allowed_nobody_gains(
    count: tuple[int, int], p0: float
) -> None:
    """The next case leaves the capital on average as it is at `p0`, and smaller below it."""
    n, bad = count
    now, well = log_capital(n, bad, p0), log_capital(n + 1, bad, p0)
    wrong = log_capital(n + 1, bad + 1, p0)
    for true, least in ((p0, 1 - 1e-6), (p0 / 2, 0.0)):
        mean = true * exp(wrong - now) + (1 - true) * exp(well - now)
        assert least <= mean <= 1 + 1e-6


@given(COUNTS, SHARES, SHARES)
def test_the_edge_is_one_number_that_every_further_case_moves_the_right_way(
    count: tuple[int, int], low: float, high: float
) -> None:
    n, bad = count
    low, high = min(low, high), max(low, high)
    assert log_capital(n, bad, high) <= log_capital(n, bad, low) + 1e-9
    assert log_capital(n + 1, bad, low) <= log_capital(n, bad, low) + 1e-9
    assert log_capital(n + 1, bad + 1, low) >= log_capital(n, bad, low) - 1e-9
    edge = surely_over(n, bad, 0.01)
    assert edge == 0 or edge < bad / n
    assert contradicts(n, bad, low, 0.01) == (low <= edge) or abs(low - edge) < 1e-6


@given(st.integers(0, 400), SHARES)
def test_the_least_number_is_the_first_that_contradicts(n: int, p0: float) -> None:
    least = least_bad(n, p0, 0.001)
    assert least > n or contradicts(n, least, p0, 0.001)
    assert least == 0 or not contradicts(n, least - 1, p0, 0.001)


@pytest.mark.parametrize("p0", [0.15, 0.2, 0.25])
@pytest.mark.parametrize("chance", [0.05, 0.2])
def test_however_often_one_looks_the_error_is_within_what_was_promised(
    p0: float, chance: float
) -> None:
    """Two thousand streams at the very threshold, looked at after each of three hundred cases."""
    luck, crossed = Random(7), {"over": 0, "under": 0}
    streams = 2000
    for _ in range(streams):
        bad, over, under = 0, False, False
        for n in range(1, 301):
            bad += luck.random() < p0
            over = over or bad >= least_bad(n, p0, chance)
            under = under or n - bad >= least_bad(n, 1 - p0, chance)
        crossed["over"] += over
        crossed["under"] += under
    margin = 3 * (chance * (1 - chance) / streams) ** 0.5
    assert max(crossed.values()) / streams <= chance + margin
    assert crossed["over"] > 0


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_four_bets_run_each_begun_in_a_quarter_none_longer_than_a_year(day: date) -> None:
    running = rules.bets(day)
    assert len(set(running)) == 4
    assert running[0] <= day
    assert all(first.day == 1 and first.month in (1, 4, 7, 10) for first in running)
    assert day - running[-1] < timedelta(days=366)
    assert rules.bets(running[0]) == running


def test_all_chances_together_are_what_a_year_may_bring() -> None:
    """Over levels, signals and the bets that begin in a year."""
    whole = sum(rules.chance(level) for level in rules.LEVELS) * len(SIGNALS) * rules.QUARTERS
    assert whole == pytest.approx(rules.YEARLY)
    assert rules.chance("service", 7) * 7 == pytest.approx(rules.chance("service"))


@given(COUNTS, st.sampled_from(rules.LEVELS), st.integers(1, 90), st.integers(5, 200))
def test_a_gap_lies_wholly_beyond_the_threshold_and_is_never_one_and_recovery_at_once(
    count: tuple[int, int], level: str, threshold: int, minimum: int
) -> None:
    found, standard = Count(*count), Standard(threshold, minimum)
    if rules.is_gap(found, standard, level):
        assert found.n >= minimum
        assert surely_over(*found, rules.chance(level)) >= standard.share - 1e-6
        assert not rules.recovered(found, standard)
        assert not rules.is_strong(found, standard)
    if rules.recovered(found, standard):
        assert found.bad < found.n * standard.share
        assert contradicts_from_above(*found, standard.share, rules.RECOVERY)


def test_too_few_cases_say_nothing_however_bad_they_are() -> None:
    for n in range(8):
        assert not rules.is_gap(Count(n, n), Standard(20, 8), "person")
    assert rules.is_gap(Count(8, 8), Standard(20, 8), "person")


def test_what_explains_a_case_better_comes_first_and_not_for_what_it_cannot_explain() -> None:
    assert rules.excuse("late", ["load", "leave"]) == "leave"
    assert rules.excuse("late", []) == ""
    assert rules.excuse("reopened", ["load"]) == ""


@given(st.sampled_from(sorted(rules.TABLE)), st.sampled_from(rules.STATES))
def test_a_plan_moves_only_as_the_table_says(verb: str, state: str) -> None:
    if rules.may(verb, state):
        assert rules.after(verb, state) in rules.STATES
        assert state in rules.OPEN
    else:
        with pytest.raises(Refused):
            rules.after(verb, state)
    assert rules.next_stage("coaching") == "coaching"


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("office", [SMALL, BUSY], ids=["small", "busy"])
def test_a_year_of_nothing_but_noise_hardly_ever_opens_a_gap(office: object, seed: int) -> None:
    """The short form; `make gaps` runs a thousand years."""
    years = 40 if office is SMALL else 8
    assert false_alarms(office, years, 1.0, seed) <= 5  # type: ignore[arg-type]
    assert false_alarms(office, years // 4, 0.5, seed) == 0  # type: ignore[arg-type]


def test_an_office_of_twelve_with_fifteen_cases_a_month_acts_within_a_quarter() -> None:
    """Nobody has enough cases to be named; together they have."""

    def rates(_: int, signal: str, __: date) -> float:
        return 0.6 if signal == "late" else 0.05

    found = [first_gap(SMALL, rates, seed, 92) for seed in range(40)]
    acted = [one for one in found if one is not None]
    assert len(acted) >= 32
    assert sum(level in ("unit", "service", "office") for _, level, _ in acted) >= 30


def test_a_gap_opens_is_trained_and_closes_only_when_the_signal_recovers() -> None:
    went = [course(BUSY, 0.5, 0.05, seed) for seed in range(12)]
    done = [one for one in went if one is not None]
    assert len(done) == 12
    for one in done:
        assert one.recovered is not None
        assert one.opened < one.trained < one.recovered
        assert rules.is_gap(one.before, STANDARDS["late"], "person")
        assert rules.recovered(one.after, STANDARDS["late"])
    same = [course(BUSY, 0.5, 0.5, seed) for seed in range(12)]
    assert [one.recovered for one in same if one is not None] == [None] * 12


def test_a_simulated_year_is_the_same_every_time() -> None:
    assert course(BUSY, 0.5, 0.05, 3) == course(BUSY, 0.5, 0.05, 3)
