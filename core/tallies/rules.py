"""Which days are read from the tallies, which from the tickets, and what both add up to."""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import numpy as np

DAY = timedelta(days=1)
# Four bytes, without sign: working seconds never need more.
SECONDS = "I"


@dataclass(frozen=True)
class Measure:
    """A middle or mean value over `n` tickets; None over none."""

    value: float | None
    n: int


@dataclass
class Counts:
    """Tickets of a period; `stars` is the sum of the ratings, the rest as in `Tally`."""

    received: int = 0
    unsolved: int = 0
    objected_again: int = 0
    rated: int = 0
    stars: int = 0
    responses: list[bytes] = field(default_factory=list)
    solutions: list[bytes] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        self.received += other.received
        self.unsolved += other.unsolved
        self.objected_again += other.objected_again
        self.rated += other.rated
        self.stars += other.stars
        self.responses += other.responses
        self.solutions += other.solutions

    @property
    def solved(self) -> int:
        return sum(map(len, self.solutions)) // array(SECONDS).itemsize

    @property
    def rating(self) -> Measure:
        return Measure(round(self.stars / self.rated, 1) if self.rated else None, self.rated)


@dataclass(frozen=True)
class Known:
    """Whole days from `first` up to, not with, `until` are counted as they stood at `seen`."""

    first: date
    until: date
    seen: datetime

    def has(self, day: date) -> bool:
        return self.first <= day < self.until

    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range((self.until - self.first).days)]


@dataclass(frozen=True)
class Span:
    """From a moment up to, not with, another; without end when that is None."""

    start: datetime
    end: datetime | None


def packed(seconds: Iterable[int]) -> bytes:
    return array(SECONDS, seconds).tobytes()


def median(parts: Iterable[bytes]) -> Measure:
    """The lower median of packed seconds."""
    values = np.frombuffer(b"".join(parts), dtype=np.uint32)
    n = len(values)
    middle = (n - 1) // 2
    return Measure(int(np.partition(values, middle)[middle]) if n else None, n)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def split(
    since: datetime, now: datetime, known: Known, changed: Collection[date]
) -> tuple[list[date], list[Span]]:
    """The days to read from the tallies, and what has to be read from the tickets: days that are
    not counted, have changed, or belong to the period only in part.
    """
    first, today = day_of(since), day_of(now)
    kept, spans = [], []
    every = [first + number * DAY for number in range((today - first).days + 1)]
    for is_kept, days in groupby(every, key=lambda day: _is_kept(day, since, known, changed)):
        run = list(days)
        if is_kept:
            kept += run
        else:
            end = None if run[-1] == today else midnight(run[-1] + DAY)
            spans.append(Span(max(since, midnight(run[0])), end))
    return kept, spans


def _is_kept(day: date, since: datetime, known: Known, changed: Collection[date]) -> bool:
    return known.has(day) and midnight(day) >= since and day not in changed


def widened(known: Known, now: datetime, *, at_most: int, longest: timedelta) -> Known:
    """What is to be counted next: up to yesterday, then further back; only so many days more."""
    today = day_of(now)
    until = min(today, known.until + at_most * DAY)
    left = at_most - max(0, (until - known.until).days)
    first = max(today - longest, known.first - left * DAY)
    return Known(min(first, until), until, now)
