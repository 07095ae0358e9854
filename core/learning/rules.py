"""Which lesson comes next, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.calendar.rules import WorkingCalendar, is_working_day, local_day

# A question answered wrongly comes back, but not before the explanation has had time to settle.
AGAIN_AFTER = timedelta(days=3)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """How a question last went: the day it was given, and whether it was answered right."""

    day: date
    right: bool | None


def next_lesson(calendar: WorkingCalendar, hour: int, after: datetime) -> datetime:
    """The first working day's `hour` (0 to 23, local) that is later than `after`, in UTC."""
    day = local_day(calendar, after)
    while True:
        at = datetime.combine(day, time(hour), calendar.timezone).astimezone(UTC)
        if at > after and is_working_day(calendar, day):
            return at
        day += ONE_DAY


def choose(
    questions: Sequence[int], past: Mapping[int, Past], wanted: Iterable[int], today: date
) -> int | None:
    """The question to give, of `questions` in their order; None when all were given today.

    First what a case calls for, then what was answered wrongly, then what is new, then what was
    given longest ago. Nothing comes twice on a day.
    """
    free = [one for one in questions if one not in past or past[one].day < today]
    return next(
        (
            order[0]
            for order in (
                [one for one in wanted if one in free],
                [one for one in free if _comes_back(past.get(one), today)],
                [one for one in free if one not in past],
                sorted(free, key=lambda one: past[one].day if one in past else date.min),
            )
            if order
        ),
        None,
    )


def least_recent(questions: Iterable[int], past: Mapping[int, Past]) -> list[int]:
    """Those never given first, then by how long ago; equals keep their order."""
    return sorted(questions, key=lambda one: past[one].day if one in past else date.min)


def _comes_back(past: Past | None, today: date) -> bool:
    return past is not None and past.right is False and today - past.day >= AGAIN_AFTER
