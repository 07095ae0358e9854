"""When a shortfall is a gap, who it belongs to, and when it is over. Pure.

The chance of a false alarm is shared out so that all of them together stay within `YEARLY` for each
member of staff and year: over the levels that may speak about them, over the signals, and over the
quarters. Every quarter a new bet begins and runs for a year (see `evidence`), so that old merit
hides no new trouble and old trouble is forgotten; four bets begin in a year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from core.development.evidence import contradicts_from_above, least_bad, surely_over
from core.errors import Refused
from core.learning.models import SIGNALS

YEARLY = 0.05
QUARTERS = 4
# The narrowest first: a wider one speaks only for what no narrower one could.
LEVELS = ("person", "unit", "service", "office")
SHARES = {"person": 0.4, "unit": 0.2, "service": 0.2, "office": 0.2}
EVERYBODY = 0  # the one subject of the level "office"
# That it is better again may be said a little sooner: it costs nobody anything.
RECOVERY = 0.2
STAGES = ("lessons", "practice", "coaching")
STATES = ("proposed", "running", "watching", "recovered", "rejected", "withdrawn")
OPEN = ("proposed", "running", "watching")
# Verb: the states it may be done in, and the one that follows.
TABLE: dict[str, tuple[frozenset[str], str]] = {
    "approve": (frozenset({"proposed"}), "running"),
    "reject": (frozenset({"proposed", "running", "watching"}), "rejected"),
    "finish": (frozenset({"running"}), "watching"),
    "escalate": (frozenset({"running", "watching"}), "running"),
    "recover": (frozenset({"watching"}), "recovered"),
    "withdraw": (frozenset(OPEN), "withdrawn"),
}
EXCUSES = ("misrouted", "leave", "load", "knowledge")
# What leave, load or another's mistake explains; that a case came back, they do not.
EXCUSED = ("late", "no_first_response", "low_rating")
SHORTEST, LONGEST = 10, 500


class Subject(NamedTuple):
    """Whom or what a bet is about, in one signal; `place` is that of its level."""

    place: int
    subject_id: int
    signal: str

    @property
    def level(self) -> str:
        return LEVELS[self.place]


class Count(NamedTuple):
    """How many cases, and how many of them went wrong."""

    n: int = 0
    bad: int = 0

    def plus(self, bad: bool) -> "Count":
        return Count(self.n + 1, self.bad + bad)


@dataclass(frozen=True)
class Standard:
    """Of how many cases in a hundred something may go wrong, and how many it takes to speak."""

    threshold: int
    minimum: int

    @property
    def share(self) -> float:
        return self.threshold / 100


def quarter(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@lru_cache(maxsize=4096)
def bets(day: date) -> tuple[date, ...]:
    """The first days of the bets a case of this day counts in: this quarter's and three before."""
    first = quarter(day)
    months = [first.year * 12 + first.month - 1 - 3 * ago for ago in range(QUARTERS)]
    return tuple(date(month // 12, month % 12 + 1, 1) for month in months)


def subjects(ids: Sequence[int | None], signal: str) -> list[Subject]:
    """Everything a case speaks about, the narrowest first; `ids` are in the order of `LEVELS`."""
    return [Subject(place, one, signal) for place, one in enumerate(ids) if one is not None]


def chance(level: str, split: int = 1) -> float:
    """How likely one bet may be wrong; `split` is how many subjects of the level share it."""
    return YEARLY * SHARES[level] / (len(SIGNALS) * QUARTERS * split)


def is_gap(count: Count, standard: Standard, level: str, split: int = 1) -> bool:
    """Whether the bound lies wholly beyond the threshold, with enough cases to speak at all."""
    if count.n < standard.minimum:
        return False
    return count.bad >= least_bad(count.n, standard.share, chance(level, split))


def bound(count: Count, level: str, split: int = 1) -> int:
    """What share goes wrong at least, in percent."""
    return int(surely_over(count.n, count.bad, chance(level, split)) * 100)


def counts(cases: Iterable[tuple[date, bool]]) -> dict[date, Count]:
    """What the cases make in each bet they count in."""
    found: dict[date, Count] = {}
    for day, bad in cases:
        for first in bets(day):
            found[first] = found.get(first, Count()).plus(bad)
    return found


def recovered(count: Count, standard: Standard) -> bool:
    """Whether after the training it is better than the threshold, and surely so."""
    enough = count.n >= standard.minimum
    return enough and contradicts_from_above(count.n, count.bad, standard.share, RECOVERY)


def is_strong(count: Count, standard: Standard) -> bool:
    """Whether somebody could be a mentor in it: enough cases, and half the threshold at most."""
    return count.n >= standard.minimum and count.bad * 2 <= count.n * standard.share


def next_stage(stage: str) -> str:
    """Another form of help; after the last one there is no other."""
    return STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]


def after(verb: str, state: str) -> str:
    """The state after a verb; refused where it does not fit."""
    states, then = TABLE[verb]
    if state not in states:
        raise Refused("development.refused.state")
    return then


def may(verb: str, state: str) -> bool:
    return state in TABLE[verb][0]


def excuse(signal: str, found: Sequence[str]) -> str:
    """The first of what was found that explains the signal better than competence; else empty."""
    if signal not in EXCUSED:
        return ""
    return next((one for one in EXCUSES if one in found), "")


def words(text: str) -> str:
    """A reason as it is kept; refused when there is too little or too much of it."""
    said = text.strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise Refused("development.refused.words", least=SHORTEST, most=LONGEST)
    return said
