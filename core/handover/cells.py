"""What stands in one cell of a file from another system. Pure; refuses with what to do."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from core.errors import Refused
from core.handover.columns import meant, plain, words
from core.tickets.external import LONGEST
from core.tickets.models import KINDS
from core.tickets.rules import LONGEST_TEXT

# Excel shortens long numbers; the digits it left out are lost.
SHORTENED = re.compile(r"\d+([.,]\d+)?e\+?\d+", re.IGNORECASE)
FORMULA = "="
TIME = r"(?:\D+(\d{1,2})[.:](\d{2}))?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}")
MONTH = r"(\d{1,2}|[^\W\d]+)"
DAY_FIRST = re.compile(rf"(?:[^\W\d]+,\s*)?(\d{{1,2}})[-/. ]+{MONTH}[-/., ]+(\d{{4}}){TIME}")
OLDEST = timedelta(days=3653)
LONGEST_PLACE = 300


def number(cell: str) -> str:
    """What the other system calls the case."""
    said = cell.removeprefix("#").strip()
    if not said:
        raise Refused("handover.problem.number_missing")
    if said.startswith(FORMULA):
        raise Refused("handover.problem.formula")
    if SHORTENED.fullmatch(said):
        raise Refused("handover.problem.number_shortened")
    if len(said) > LONGEST:
        raise Refused("handover.problem.number_long", most=LONGEST)
    return said


def key(said: str) -> str:
    """A number as it is compared: signs and blanks around it differ from file to file."""
    return said.removeprefix("#").strip().casefold()


def received(cell: str, zone: tzinfo, now: datetime) -> datetime:
    """When it came in; a day without a time is its beginning in `zone`. Aware, in UTC."""
    at = _moment(cell.strip(), zone)
    if at is None:
        raise Refused("handover.problem.date")
    if at > now:
        raise Refused("handover.problem.date_ahead")
    if at < now - OLDEST:
        raise Refused("handover.problem.date_old")
    return at


def _moment(said: str, zone: tzinfo) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(said), zone)
    except (ValueError, OverflowError):
        pass
    if found := YEAR_FIRST.match(said):
        year, month, day, hour, minute = found.groups()
    elif found := DAY_FIRST.match(said):
        day, month, year, hour, minute = found.groups()
    else:
        return None
    try:
        at = datetime(int(year), _month(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001
    except ValueError:
        return None
    return _aware(at, zone)


def _month(said: str) -> int:
    return int(said) if said.isdecimal() else int(meant("months", said) or 0)


def _aware(at: datetime, zone: tzinfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def story(title: str, text: str) -> str:
    """The case in its words: the title first, unless the words begin with it."""
    said = text if text.startswith(title) else f"{title}\n\n{text}".strip()
    if not said:
        raise Refused("handover.problem.text_missing")
    if len(said) > LONGEST_TEXT:
        raise Refused("handover.problem.text_long", most=LONGEST_TEXT)
    return said


def place(cell: str) -> str:
    return " ".join(cell.split())[:LONGEST_PLACE]


def kind(cell: str) -> str:
    """One of KINDS; what is not said is a complaint. Reports about staff are not for this door."""
    if meant("classes", cell):
        raise Refused("handover.problem.inspected")
    found = meant("kinds", cell)
    return found if found in KINDS else KINDS[0]


def is_ended(cell: str) -> bool:
    """Whether the other system is done with it."""
    return meant("status", cell) == "ended"


def is_secret(cell: str) -> bool:
    said = set(plain(cell).split())
    known = words("secrecy")
    return bool(said & set(known["secret"])) and not said & set(known["open"])
