"""How a case ends, and what has to be said of each end besides the explanation. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from core.errors import Refused
from core.tickets.models import OUTCOMES

# What each end needs, in the order it is asked for; the others need nothing more.
WANTED: dict[str, tuple[str, ...]] = {
    "planned": ("year", "budget", "again_on"),
    "referred": ("body", "letter", "again_on"),
}
MOST_YEARS = 10
LONGEST_FACT = 200
NUMBERS = re.compile(r"\d+")

# A fact as steps keep it: dates are written as in ISO 8601.
Facts = Mapping[str, str]


def ending(outcome: str, given: Facts, today: date) -> dict[str, str]:
    """What is known of this end, as it is kept; refused when something is missing or wrong."""
    if outcome not in OUTCOMES:
        raise Refused("ticket.refused.outcome")
    return {name: fact(name, given.get(name, ""), today) for name in WANTED.get(outcome, ())}


def fact(name: str, typed: str, today: date) -> str:
    """One fact as it is kept; a letter may have no number yet."""
    words = " ".join(typed.split())
    if name == "year":
        return _year(words, today)
    if name == "again_on":
        return _day(words, today)
    if len(words) > LONGEST_FACT or not (words or name == "letter"):
        raise Refused(f"ticket.refused.{name}", most=LONGEST_FACT)
    return words


def _year(words: str, today: date) -> str:
    last = today.year + MOST_YEARS
    if not (re.fullmatch(r"\d{4}", words) and today.year <= int(words) <= last):
        raise Refused("ticket.refused.year", first=str(today.year), last=str(last))
    return words


def _day(words: str, today: date) -> str:
    """A coming day: 2027-01-31, or day, month and year as people write them."""
    numbers = [int(one) for one in NUMBERS.findall(words[:LONGEST_FACT])]
    if len(numbers) == 3 and numbers[0] < 100:
        numbers.reverse()
    try:
        day = date(*numbers)
    except (TypeError, ValueError, OverflowError):
        raise Refused("ticket.refused.again_on") from None
    if not today < day <= today + timedelta(days=366 * MOST_YEARS):
        raise Refused("ticket.refused.again_on")
    return day.isoformat()
