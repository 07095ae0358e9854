"""Ranking proposals fairly, and what may be written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import takewhile
from math import sqrt

from core.areas.models import Area
from core.areas.queries import Line
from core.errors import Refused
from core.masking import for_others
from core.people.models import Staff

LONGEST_TITLE = 120
LONGEST_TOPIC = 2000
LONGEST_POST = 1000
LONGEST_REASON = 600
SHORTEST = 10
LAST_MINUTE = time(23, 59)
LONGEST_TIME = timedelta(days=366)
# The normal distribution's quantile for 95 % of confidence.
Z = 1.96


@dataclass(frozen=True)
class Count:
    """How many have seen a proposal, and how many of them support it."""

    post_id: int
    looks: int
    supports: int


def lower_bound(supports: int, looks: int) -> float:
    """The share of supporters that is certain with 95 %: the lower end of Wilson's interval.

    A mere count favours whoever wrote first, because more people have seen it; a mere share puts
    first what one person has seen and supported. The lower end asks how large the share among
    everybody is at least, given how few were asked: 1 of 1 gives 0.21, 30 of 40 gives 0.60.
    """
    if looks == 0:
        return 0.0
    share, spread = supports / looks, Z * Z / looks
    middle = share + spread / 2
    width = Z * sqrt((share * (1 - share) + spread / 4) / looks)
    return max(0.0, (middle - width) / (1 + spread))


def ranked(counts: Iterable[Count], minimum: int) -> tuple[list[Count], list[Count]]:
    """Those with a place, best first, and those too few have seen, the most seen first.

    Nobody waits for ever: whoever looks is shown what the fewest have seen.
    """
    found = list(counts)
    placed = [one for one in found if one.looks >= minimum]
    early = [one for one in found if one.looks < minimum]
    placed.sort(key=lambda one: (-lower_bound(one.supports, one.looks), -one.supports, one.post_id))
    early.sort(key=lambda one: (-one.looks, one.post_id))
    return placed, early


def shares(supports: Mapping[int | None, int], smallest: int) -> list[tuple[int | None, int]]:
    """Of a proposal's supporters, percent by area, the largest first.

    None gathers areas with fewer than `smallest` supporters and those who did not say where they
    live.
    """
    total = sum(supports.values())
    named = {area: n for area, n in supports.items() if area is not None and n >= smallest}
    parts = sorted(named.items(), key=lambda part: (-part[1], part[0]))
    rest = total - sum(named.values())
    lines: list[tuple[int | None, int]] = [(area, round(100 * n / total)) for area, n in parts]
    return [*lines, (None, round(100 * rest / total))] if rest else lines


def to_live_in(lines: Sequence[Line], within: int | None) -> list[Area]:
    """The areas somebody may say they live in: the largest there is more than one of.

    No smaller ones: in a neighbourhood of few, a text without a name would still tell who wrote it.
    """
    inside = _inside(lines, within) if within is not None else lines
    for depth in sorted({line.depth for line in inside}):
        here = [line.area for line in inside if line.depth == depth]
        if len(here) > 1:
            return here
    return []


def _inside(lines: Sequence[Line], within: int) -> list[Line]:
    """The lines below one area."""
    at = next((n for n, line in enumerate(lines) if line.area.id == within), len(lines))
    return list(takewhile(lambda line: line.depth > lines[at].depth, lines[at + 1 :]))


def may_open(staff: Staff) -> bool:
    """Asking the public is an act of the unit: its head does it, or a coordinator."""
    return staff.left_at is None and staff.role in ("head", "coordinator")


def words(text: str, most: int, *, least: int = 1) -> str:
    """The text as it is kept; refused when there is too little or too much of it."""
    said = text.strip()
    if len(said) < least:
        raise Refused("forum.refused.short", least=least)
    if len(said) > most:
        raise Refused("forum.refused.long", most=most)
    return said


def shown(text: str, *names: str) -> str:
    """A citizen's words as everybody else reads them."""
    return for_others(words(text, LONGEST_POST, least=SHORTEST), *names)


def period(opens: datetime, closes: datetime, *, now: datetime) -> None:
    """Refuse a time that is over, runs backwards or lasts longer than a year."""
    if closes <= max(opens, now) or closes - opens > LONGEST_TIME:
        raise Refused("forum.refused.period")


def last_minute(now: datetime, days: int, zone: tzinfo) -> datetime:
    """The last minute of the last day, as the office counts days."""
    day = (now + timedelta(days=days)).astimezone(zone).date()
    return datetime.combine(day, LAST_MINUTE, zone)
