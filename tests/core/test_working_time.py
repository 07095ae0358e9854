"""Office hours and days off."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.rules import (
    WEEKLY,
    Day,
    Hours,
    WorkingCalendar,
    add_calendar_days,
    add_working_days,
    add_working_time,
    closing_of,
    counted_days,
    days_until,
    is_open,
    is_provisional,
    is_working_day,
    local_day,
    next_opening,
    next_working_day_start,
    working_time_between,
)
from core.tickets.measures import share_gone
from tests.core.offices import (
    AFTERNOON,
    HOLIDAYS,
    MORNING,
    OFFICE,
    SIX_DAY_OFFICE,
    SIX_DAYS,
    WEEK,
    WIB,
    WIT,
    WITA,
    WORKS_LEAVE,
    local,
    moment,
)

VECTORS = [
    ("2026-01-15", 1, "2026-01-19", "2026-01-19", "2026-01-17"),
    ("2026-02-13", 5, "2026-02-24", "2026-02-23", "2026-02-21"),
    ("2026-03-02", 14, "2026-03-27", "2026-03-23", "2026-03-25"),
    ("2026-03-02", 60, "2026-06-10", "2026-06-02", "2026-05-22"),
    ("2026-03-17", 3, "2026-03-27", "2026-03-23", "2026-03-27"),
    ("2026-05-13", 3, "2026-05-20", "2026-05-19", "2026-05-19"),
    ("2026-05-25", 5, "2026-06-04", "2026-06-03", "2026-06-03"),
    ("2026-08-14", 5, "2026-08-24", "2026-08-24", "2026-08-21"),
    ("2026-11-20", 5, "2026-11-27", "2026-11-27", "2026-11-26"),
    ("2026-11-20", 14, "2026-12-10", "2026-12-10", "2026-12-07"),
    ("2026-11-21", 3, "2026-11-25", "2026-11-25", "2026-11-25"),
    ("2026-12-18", 5, "2026-12-29", "2026-12-28", "2026-12-26"),
    ("2026-12-23", 5, "2027-01-04", "2026-12-31", "2026-12-31"),
    ("2026-12-28", 14, "2027-01-19", "2027-01-19", "2027-01-15"),
    ("2026-11-20", 60, "2027-02-19", "2027-02-17", "2027-02-03"),
    ("2027-03-04", 3, "2027-03-17", "2027-03-12", "2027-03-13"),
]


@pytest.mark.parametrize(("start", "n", "usual", "leave_worked", "six_days"), VECTORS)
def test_working_days_end_where_the_decrees_say(
    start: str, n: int, usual: str, leave_worked: str, six_days: str
) -> None:
    assert add_working_days(OFFICE, local(start), n) == local(usual, "16:00")
    assert add_working_days(WORKS_LEAVE, local(start), n) == local(leave_worked, "16:00")
    last = add_working_days(SIX_DAY_OFFICE, local(start), n)
    assert local_day(SIX_DAY_OFFICE, last) == date.fromisoformat(six_days)
    assert not is_open(SIX_DAY_OFFICE, last)


@pytest.mark.parametrize(("year", "usual", "leave_worked"), [(2026, 240, 248), (2027, 242, 250)])
def test_a_year_has_as_many_working_days_as_its_decree_leaves(
    year: int, usual: int, leave_worked: int
) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(is_working_day(OFFICE, day) for day in days) == usual
    assert sum(is_working_day(WORKS_LEAVE, day) for day in days) == leave_worked


def test_one_instant_starts_on_another_day_further_east() -> None:
    late = local("2026-11-23", "23:30")
    assert [local_day(replace(OFFICE, timezone=zone), late).day for zone in (WIB, WITA, WIT)] == [
        23,
        24,
        24,
    ]
    dues = [add_working_days(replace(OFFICE, timezone=zone), late, 1) for zone in (WIB, WITA, WIT)]
    assert dues == [
        local("2026-11-24", "16:00", WIB),
        local("2026-11-25", "16:00", WITA),
        local("2026-11-25", "16:00", WIT),
    ]


def test_a_message_after_hours_starts_at_the_next_opening_where_the_office_says_so() -> None:
    patient = replace(OFFICE, starts_at_opening=True)
    evening, lunch = local("2026-11-19", "19:00"), local("2026-11-19", "12:30")
    assert add_working_days(OFFICE, evening, 1) == local("2026-11-20", "16:00")
    assert add_working_days(patient, evening, 1) == local("2026-11-23", "16:00")
    assert add_working_days(patient, lunch, 1) == local("2026-11-20", "16:00")


def test_a_day_of_leave_taken_back_brings_the_date_forward() -> None:
    amended = {day: kind for day, kind in HOLIDAYS.items() if day != date(2026, 12, 24)}
    start = local("2026-12-18")
    assert add_working_days(replace(OFFICE, holidays=amended), start, 5) == local(
        "2026-12-28", "16:00"
    )


def test_the_count_can_be_explained() -> None:
    assert counted_days(OFFICE, local("2026-12-23"), 1) == (
        Day(date(2026, 12, 24), "cuti_bersama"),
        Day(date(2026, 12, 25), "libur_nasional"),
        Day(date(2026, 12, 26), WEEKLY),
        Day(date(2026, 12, 27), WEEKLY),
        Day(date(2026, 12, 28), None),
    )


def test_calendar_days_count_every_day_and_stay_on_a_day_off() -> None:
    assert add_calendar_days(OFFICE, local("2026-11-20"), 10) == local("2026-11-30", "16:00")
    assert add_calendar_days(OFFICE, local("2026-11-20"), 2) == local("2026-11-22", "23:59:59")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20 10:00", 1, "2026-11-20 11:00"),
        ("2026-11-20 10:00", 2, "2026-11-20 12:00"),
        ("2026-11-20 10:00", 3, "2026-11-20 14:30"),
        ("2026-11-20 12:45", 1, "2026-11-20 14:30"),
        ("2026-11-20 15:30", 1, "2026-11-23 08:30"),
        ("2026-11-21 09:00", 7, "2026-11-23 16:00"),
        ("2026-12-23 15:00", 2, "2026-12-28 09:00"),
    ],
)
def test_working_hours_pass_lunch_and_days_off(start: str, hours: int, end: str) -> None:
    began, ended = moment(start), moment(end)
    assert add_working_time(OFFICE, began, timedelta(hours=hours)) == ended
    assert working_time_between(OFFICE, began, ended) == timedelta(hours=hours)


def test_the_office_opens_with_its_blocks() -> None:
    assert is_open(OFFICE, local("2026-11-20", "08:00"))
    assert not is_open(OFFICE, local("2026-11-20", "12:00"))
    assert not is_open(OFFICE, local("2026-11-21", "10:00"))
    assert next_opening(OFFICE, local("2026-11-20", "12:00")) == local("2026-11-20", "13:30")
    assert next_opening(OFFICE, local("2026-11-20", "16:00")) == local("2026-11-23", "08:00")


def test_the_next_working_day_starts_after_today() -> None:
    assert next_working_day_start(OFFICE, local("2026-11-20", "05:00")) == local(
        "2026-11-23", "08:00"
    )
    assert next_working_day_start(OFFICE, local("2026-12-23")) == local("2026-12-28", "08:00")


def test_a_due_date_in_a_year_without_a_decree_is_provisional() -> None:
    only_2026 = replace(OFFICE, covered_years=frozenset({2026}))
    new_year = datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert is_provisional(only_2026, new_year)
    assert not is_provisional(only_2026, new_year - timedelta(seconds=1))


def test_ten_years_overdue_are_counted_like_ten_times_one() -> None:
    plain = replace(OFFICE, holidays={})
    span = working_time_between(plain, local("2020-01-06"), local("2030-01-07"))
    assert span == 522 * (4 * timedelta(hours=7) + timedelta(hours=6.5))


@pytest.mark.parametrize(
    "hours",
    [
        {},
        {0: ()},
        {7: (MORNING,)},
        {0: ((time(12), time(8)),)},
        {0: (AFTERNOON, MORNING)},
        {0: (MORNING, (time(11), time(14)))},
    ],
)
def test_hours_nobody_could_keep_are_refused(hours: Hours) -> None:
    with pytest.raises(ValueError, match="hours"):
        WorkingCalendar(WIB, hours)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        next_opening(OFFICE, datetime(2026, 11, 20))  # noqa: DTZ001


@pytest.mark.parametrize("add", [add_working_days, add_calendar_days])
def test_a_deadline_of_no_days_is_refused(add: type) -> None:
    with pytest.raises(ValueError, match="use 1 or more"):
        add(OFFICE, local("2026-11-20"), 0)


calendars = st.builds(
    WorkingCalendar,
    timezone=st.sampled_from([WIB, WITA, WIT]),
    hours=st.sampled_from([WEEK, SIX_DAYS, {2: (AFTERNOON,)}]),
    holidays=st.just(HOLIDAYS),
    works_cuti_bersama=st.booleans(),
    starts_at_opening=st.booleans(),
)
around_new_year = st.datetimes(datetime(2026, 12, 20), datetime(2027, 1, 10))  # noqa: DTZ001
any_time = st.datetimes(datetime(2025, 12, 1), datetime(2028, 2, 1))  # noqa: DTZ001
moments = (any_time | around_new_year).map(lambda naive: naive.replace(tzinfo=UTC))
spans = st.timedeltas(timedelta(), timedelta(hours=300))
counts = st.integers(1, 60)


def in_hours(cal: WorkingCalendar, at: datetime) -> bool:
    """Open, or closing at this very moment."""
    return is_open(cal, at) or is_open(cal, at - timedelta(microseconds=1))


@given(calendars, moments, moments, counts, spans)
def test_a_later_start_is_never_due_earlier(
    cal: WorkingCalendar, one: datetime, other: datetime, n: int, span: timedelta
) -> None:
    early, late = sorted((one, other))
    assert add_working_days(cal, early, n) <= add_working_days(cal, late, n)
    assert add_calendar_days(cal, early, n) <= add_calendar_days(cal, late, n)
    assert add_working_time(cal, early, span) <= add_working_time(cal, late, span)


@given(calendars, moments, counts, counts)
def test_days_add_up(cal: WorkingCalendar, start: datetime, n: int, more: int) -> None:
    at_once = add_working_days(cal, start, n + more)
    # A due date is at closing time, which an office that starts at opening counts as tomorrow.
    step = replace(cal, starts_at_opening=False)
    assert add_working_days(step, add_working_days(cal, start, n), more) == at_once
    days = counted_days(cal, start, n)
    assert sum(day.skipped is None for day in days) == n


@given(calendars, moments, counts)
def test_the_days_on_the_way_are_the_days_that_were_counted(
    cal: WorkingCalendar, start: datetime, n: int
) -> None:
    end = add_working_days(cal, start, n)
    assert days_until(cal, start, end) == counted_days(cal, start, n)
    assert closing_of(cal, local_day(cal, end)) == end


@given(calendars, moments, spans, st.integers(1, 99), st.integers(1, 99))
def test_more_of_the_time_is_gone_later_and_never_after_the_end(
    cal: WorkingCalendar, start: datetime, span: timedelta, one: int, other: int
) -> None:
    due = add_working_time(cal, start, span)
    first, second = (share_gone(cal, start, due, share) for share in sorted((one, other)))
    assert first <= second <= due
    assert working_time_between(cal, start, first) <= span


@given(calendars, moments, spans, moments, moments)
def test_a_pause_puts_a_date_off_by_the_working_time_it_took(
    cal: WorkingCalendar, start: datetime, span: timedelta, one: datetime, other: datetime
) -> None:
    asked, answered = sorted((one, other))
    due = add_working_time(cal, start, span)
    stood = working_time_between(cal, asked, answered)
    assert working_time_between(cal, due, add_working_time(cal, due, stood)) == stood


@given(calendars, moments, spans, spans)
def test_time_adds_up(cal: WorkingCalendar, start: datetime, a: timedelta, b: timedelta) -> None:
    in_two_steps = add_working_time(cal, add_working_time(cal, start, a), b)
    assert in_two_steps == add_working_time(cal, start, a + b)


@given(calendars, moments, moments, moments)
def test_time_between_adds_up_in_any_order(
    cal: WorkingCalendar, a: datetime, b: datetime, c: datetime
) -> None:
    whole = working_time_between(cal, a, c)
    assert working_time_between(cal, a, b) + working_time_between(cal, b, c) == whole
    assert (whole >= timedelta()) or c < a


@given(calendars, moments, spans)
def test_time_between_takes_back_what_was_added(
    cal: WorkingCalendar, start: datetime, span: timedelta
) -> None:
    assert working_time_between(cal, start, add_working_time(cal, start, span)) == span


@given(calendars, moments, spans, counts)
def test_nothing_is_due_outside_office_hours(
    cal: WorkingCalendar, start: datetime, span: timedelta, n: int
) -> None:
    assert in_hours(cal, add_working_time(cal, start, span))
    assert in_hours(cal, add_working_days(cal, start, n))
    assert is_open(cal, next_opening(cal, start))
    assert is_open(cal, next_working_day_start(cal, start))
