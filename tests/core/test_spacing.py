"""When something is due again: later after a good look, sooner after a bad one."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.learning.spacing import DAY, Grade, Memory, review
from tests.core.offices import moment

NOW = moment("2026-11-20 09:00")
GRADES = st.lists(st.sampled_from(Grade), max_size=12)
DAYS = st.integers(1, 120).map(lambda days: timedelta(days=days))


def after(grades: list[Grade], day: timedelta = DAY) -> tuple[Memory | None, timedelta]:
    """The memory after looks that each came when they were due, and the last interval."""
    memory, now, due = None, NOW, NOW
    for grade in grades:
        now = due
        memory, due = review(memory, grade, now, day=day)
    return memory, due - now


@given(GRADES, DAYS)
def test_a_better_grade_never_makes_the_next_look_come_sooner(
    grades: list[Grade], day: timedelta
) -> None:
    intervals = [after([*grades, grade], day)[1] for grade in Grade]
    assert intervals == sorted(intervals)
    assert day <= intervals[0]
    assert intervals[-1] <= 365 * day


@given(st.lists(st.sampled_from(Grade), min_size=1, max_size=8), DAYS)
def test_what_is_kept_between_two_looks_is_all_there_is_to_know(
    grades: list[Grade], day: timedelta
) -> None:
    memory, _ = after(grades, day)
    assert memory is not None
    assert Memory.of(memory.kept) == memory
    later = NOW + 10 * day
    assert review(Memory.of(memory.kept), Grade.GOOD, later, day=day) == review(
        memory, Grade.GOOD, later, day=day
    )


def test_a_longer_day_of_forgetting_stretches_every_interval_alike() -> None:
    grades = [Grade.GOOD, Grade.GOOD, Grade.AGAIN, Grade.GOOD]
    for n in range(1, 5):
        assert after(grades[:n], 30 * DAY)[1] == 30 * after(grades[:n])[1]


def test_a_clock_that_went_back_does_no_harm() -> None:
    memory, _ = review(None, Grade.GOOD, NOW)
    _, due = review(memory, Grade.GOOD, NOW - timedelta(days=3))
    assert due >= NOW - timedelta(days=2)
