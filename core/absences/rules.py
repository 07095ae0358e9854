"""What days somebody can be away. Pure."""

from datetime import date, timedelta

from core.errors import Refused

LONGEST = timedelta(days=366)


def check(first: date, last: date, today: date) -> None:
    """Refuse days that are over, in the wrong order, or more than a year."""
    if last < first:
        raise Refused("absences.refused.order", first=first)
    if last < today:
        raise Refused("absences.refused.past")
    if last - first >= LONGEST:
        raise Refused("absences.refused.long")


def overlap(first: date, last: date, other_first: date, other_last: date) -> bool:
    return first <= other_last and other_first <= last
