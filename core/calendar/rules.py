"""Working days and office hours: pure arithmetic on a calendar that is handed in.

Instants are aware; results are UTC. A day belongs to the calendar's own zone, so one instant
can fall on different days in two offices. Blocks of hours are half open: at closing time the
office is closed, yet work that ends at closing time ends within office hours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

NATIONAL, JOINT_LEAVE, REGIONAL, OFFICE = "libur_nasional", "cuti_bersama", "daerah", "kantor"
KINDS = (NATIONAL, JOINT_LEAVE, REGIONAL, OFFICE)
WEEKLY = "libur_mingguan"
ONE_DAY = timedelta(days=1)

Hours = Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """When one office works.

    `hours` maps a weekday (0 is Monday) to its blocks in local time, in order; a weekday without
    blocks is off. `holidays` holds the kind of each day off. `covered_years` are the years whose
    decree is known. With `starts_at_opening` a message that comes after hours counts as if it
    came at the next opening.

    Raises ValueError for hours nobody could keep.
    """

    timezone: ZoneInfo
    hours: Hours
    holidays: Mapping[date, str] = field(default_factory=dict)
    works_cuti_bersama: bool = False
    covered_years: frozenset[int] = frozenset()
    starts_at_opening: bool = False

    def __post_init__(self) -> None:
        check_hours(self.hours)

    @cached_property
    def week(self) -> tuple[timedelta, ...]:
        """Working time of each weekday."""
        return tuple(sum(map(_length, self.hours.get(n, ())), timedelta()) for n in range(7))


class Day(NamedTuple):
    """One day on the way to a due date; a counted day has no `skipped` reason."""

    day: date
    skipped: str | None


def check_hours(hours: Hours) -> None:
    """Raise ValueError unless blocks are in order, apart, and there is at least one."""
    if not any(hours.values()):
        raise ValueError("hours: give at least one weekday its opening hours")
    for weekday, blocks in hours.items():
        if weekday not in range(7):
            raise ValueError(f"hours: weekday {weekday} does not exist; 0 is Monday, 6 Sunday")
        edges = [edge for block in blocks for edge in block]
        if any(later <= earlier for earlier, later in pairwise(edges)):
            raise ValueError(f"hours: blocks of weekday {weekday} must be apart and in order")


def reason_off(cal: WorkingCalendar, day: date) -> str | None:
    """Why the office is closed all day: a kind of holiday, `WEEKLY`, or None when it works."""
    kind = cal.holidays.get(day)
    if kind and not (kind == JOINT_LEAVE and cal.works_cuti_bersama):
        return kind
    return None if cal.hours.get(day.weekday()) else WEEKLY


def is_working_day(cal: WorkingCalendar, day: date) -> bool:
    return reason_off(cal, day) is None


def is_open(cal: WorkingCalendar, at: datetime) -> bool:
    return next_opening(cal, at) == at


def next_opening(cal: WorkingCalendar, at: datetime) -> datetime:
    """`at` itself while the office is open, else the moment it opens again."""
    blocks = _blocks_from(cal, local_day(cal, at))
    return next(max(opens, at.astimezone(UTC)) for opens, closes in blocks if closes > at)


def next_working_day_start(cal: WorkingCalendar, at: datetime) -> datetime:
    """The opening of the first working day after the day of `at`."""
    opens, _ = next(_blocks_from(cal, local_day(cal, at) + ONE_DAY))
    return opens


def local_day(cal: WorkingCalendar, at: datetime) -> date:
    """The date on the office's wall; ValueError for a datetime without a zone."""
    if at.tzinfo is None:
        raise ValueError("a datetime without a zone reached the calendar")
    return at.astimezone(cal.timezone).date()


def counted_days(cal: WorkingCalendar, start_at: datetime, n: int) -> tuple[Day, ...]:
    """Every day after the start day up to the n-th working day, which is the last."""
    if n < 1:
        raise ValueError(f"a deadline of {n} working days cannot be kept; use 1 or more")
    starts = next_opening(cal, start_at) if cal.starts_at_opening else start_at
    day = local_day(cal, starts)
    days: list[Day] = []
    while n:
        day += ONE_DAY
        days.append(Day(day, reason_off(cal, day)))
        if days[-1].skipped is None:
            n -= 1
    return tuple(days)


def days_until(cal: WorkingCalendar, start_at: datetime, end: datetime) -> tuple[Day, ...]:
    """Every day after the start day up to the day of `end`, counted or skipped."""
    starts = next_opening(cal, start_at) if cal.starts_at_opening else start_at
    day, last = local_day(cal, starts), local_day(cal, end)
    days = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    return tuple(Day(day, reason_off(cal, day)) for day in days)


def closing_of(cal: WorkingCalendar, day: date) -> datetime:
    """When the office closes on a working day."""
    return _at(cal, day, cal.hours[day.weekday()][-1][1])


# Cases that are filed together have the same dates.
@lru_cache(maxsize=256)
def add_working_days(cal: WorkingCalendar, start_at: datetime, n: int) -> datetime:
    """Closing time of the n-th working day; the start day is not counted. n is at least 1."""
    return closing_of(cal, counted_days(cal, start_at, n)[-1].day)


def add_calendar_days(cal: WorkingCalendar, start_at: datetime, n: int) -> datetime:
    """Closing time n days after the start day, or the end of that day when it is a day off."""
    if n < 1:
        raise ValueError(f"a deadline of {n} calendar days cannot be kept; use 1 or more")
    day = local_day(cal, start_at) + timedelta(days=n)
    # The law counts days here: a deadline on a Sunday stays on it and is not made longer.
    return closing_of(cal, day) if is_working_day(cal, day) else _at(cal, day, time(23, 59, 59))


def add_working_time(cal: WorkingCalendar, start_at: datetime, amount: timedelta) -> datetime:
    """The first moment within office hours at which `amount` has been worked since the start."""
    if amount < timedelta():
        raise ValueError("working time to add cannot be negative")
    blocks = _blocks_from(cal, local_day(cal, start_at))
    while True:
        opens, closes = next(blocks)
        left = closes - max(opens, start_at)
        if left >= amount:
            return closes - left + amount
        amount -= max(left, timedelta())


def working_time_between(cal: WorkingCalendar, a: datetime, b: datetime) -> timedelta:
    """Time the office was open from a to b; negative when b comes first."""
    if b < a:
        return -working_time_between(cal, b, a)
    first, last = local_day(cal, a), local_day(cal, b)
    total = _worked(cal, first, a, b)
    if first < last:
        total += _worked(cal, last, a, b)
    # Whole days are added, not looked into: a ticket can be overdue for years.
    between = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return total + sum(
        (cal.week[day.weekday()] for day in between if is_working_day(cal, day)), timedelta()
    )


def is_provisional(cal: WorkingCalendar, due: datetime) -> bool:
    """Whether a decree still to come can move this due date."""
    return local_day(cal, due).year not in cal.covered_years


def _blocks_from(cal: WorkingCalendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    while True:
        yield from _blocks(cal, day)
        day += ONE_DAY


def _blocks(cal: WorkingCalendar, day: date) -> list[tuple[datetime, datetime]]:
    if not is_working_day(cal, day):
        return []
    return [(_at(cal, day, a), _at(cal, day, b)) for a, b in cal.hours[day.weekday()]]


def _worked(cal: WorkingCalendar, day: date, a: datetime, b: datetime) -> timedelta:
    spans = (min(closes, b) - max(opens, a) for opens, closes in _blocks(cal, day))
    return sum((max(span, timedelta()) for span in spans), timedelta())


def _at(cal: WorkingCalendar, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, cal.timezone).astimezone(UTC)


def _length(block: tuple[time, time]) -> timedelta:
    opens, closes = (datetime.combine(date.min, edge) for edge in block)
    return closes - opens
