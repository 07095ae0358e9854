"""What a number to call may look like, what it may be for, and when a test of it counts. Pure."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from core.emergencies.models import KINDS
from core.errors import Refused

NUMBER = re.compile(r"\+?[0-9]{3,15}")  # ITU-T E.164 has 15 digits at most; short codes begin at 3
GROUPING = str.maketrans("", "", " .-()/")
# Numbers change hands; after this long the office is asked to call it again.
TEST_LASTS = timedelta(days=365)


def number(text: str) -> str:
    """The digits as a phone dials them, such as `0245551234`; refused when it is no number."""
    plain = text.translate(GROUPING)
    if not NUMBER.fullmatch(plain):
        raise Refused("emergency.refused.number")
    return plain


def kinds(wanted: Collection[str]) -> list[str]:
    """What the number is for, in the order of KINDS; refused when it is for nothing."""
    chosen = [kind for kind in KINDS if kind in wanted]
    if not chosen or len(chosen) < len(set(wanted)):
        raise Refused("emergency.refused.kinds")
    return chosen


def tested(on: date, today: date) -> date:
    """The day somebody called it; refused when that is still to come."""
    if on > today:
        raise Refused("emergency.refused.tested", today=today)
    return on


def is_old(on: date, today: date) -> bool:
    """Whether the number should be tested again."""
    return today - on > TEST_LASTS
