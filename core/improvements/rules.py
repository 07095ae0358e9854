"""What an improvement may become, and when reports make a pattern. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import Refused

LONGEST_TITLE = 120
LONGEST_WORDS = 1500
LONGEST_SUGGESTION = 1500
SHORTEST = 10

# Verb: the states it may be done in, and the one that follows.
TABLE: dict[str, tuple[frozenset[str], str]] = {
    "begin": (frozenset({"planned"}), "running"),
    "finish": (frozenset({"planned", "running"}), "done"),
    "give_up": (frozenset({"planned", "running"}), "cancelled"),
    # What was said to be mended and is not: no closing is final against the facts.
    "resume": (frozenset({"done", "cancelled"}), "running"),
}


@dataclass(frozen=True)
class Pattern:
    """How many reports of one category there were in one area lately."""

    category_id: int
    area_id: int
    reports: int


def patterns(
    counts: Iterable[Pattern], repeats: int, seen_to: Collection[tuple[int, int]]
) -> list[Pattern]:
    """Those with at least `repeats` reports, most first, that nothing is being done about.

    `seen_to` are pairs of category and area with an improvement; with 0 repeats nothing is one.
    """
    found = [
        one
        for one in counts
        if 0 < repeats <= one.reports and (one.category_id, one.area_id) not in seen_to
    ]
    return sorted(found, key=lambda one: (-one.reports, one.category_id, one.area_id))


def after(verb: str, state: str) -> str:
    """The state after a verb; refused where it does not fit."""
    states, then = TABLE[verb]
    if state not in states:
        raise Refused("improvement.refused.state")
    return then


def may(verb: str, state: str) -> bool:
    return state in TABLE[verb][0]


def words(text: str, most: int = LONGEST_WORDS) -> str:
    """The text as it is kept; refused when there is too little or too much of it."""
    said = text.strip()
    if not SHORTEST <= len(said) <= most:
        raise Refused("improvement.refused.words", least=SHORTEST, most=most)
    return said


def title(text: str) -> str:
    return words(" ".join(text.split()), LONGEST_TITLE)


def due(day: date, today: date) -> date:
    if day < today:
        raise Refused("improvement.refused.due")
    return day
