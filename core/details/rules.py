"""Reading what somebody typed as an answer. Pure."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from core.errors import Refused
from core.language.words import spelled

LONGEST_ANSWER = 500
# What is typed instead of a tap may have a slip, not another word.
ALIKE = 85
FARTHEST = timedelta(days=5 * 366)

_NUMBER = re.compile(r"(?<![\w,.])(\d{1,3}(?:[.]\d{3})+|\d+)(?:,(\d+))?(?![\w])")
_WORDS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh"),
)
_DAY = re.compile(r"\b(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,})(?:[-/. ]+(\d{4}|\d{2}))?\b")
_MONTHS = ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"]
# Spelled otherwise: "agustus", "agt", and English months.
_ALSO = {"ags": 8, "agt": 8, "aug": 8, "may": 5, "oct": 10, "dec": 12, "nop": 11, "peb": 2}
_BACK = {
    "sekarang": 0,
    "today": 0,
    "kemarin": 1,
    "kmrn": 1,
    "yesterday": 1,
}
_AGO = re.compile(r"(\d+|[a-z]+) (hari|minggu|bulan) (?:yang |yg )?(?:lalu|lewat)")
_LENGTH = {"hari": 1, "minggu": 7, "bulan": 30}
_WEEKDAYS = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]


def read(kind: str, choices: Sequence[str], typed: str, today: date) -> str:
    """The answer as it is kept: a choice as it stands, a number with a decimal comma, a date as
    2026-11-03; refused, with what would be understood, when it is none.
    """
    text = " ".join(typed.split())
    if not text or len(text) > LONGEST_ANSWER:
        raise Refused("details.refused.text", most=LONGEST_ANSWER)
    if kind == "choice":
        return _choice(choices, text)
    if kind == "number":
        return _number(text)
    return _date(text, today).isoformat() if kind == "date" else text


def _choice(choices: Sequence[str], text: str) -> str:
    plain = {one: one.casefold() for one in choices}
    found = process.extractOne(text.casefold(), plain, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if found is None:
        raise Refused("details.refused.choice")
    return found[2]


def _number(text: str) -> str:
    found = _NUMBER.findall(text)
    if len(found) == 1:
        whole, part = found[0]
        return f"{int(whole.replace('.', ''))}{',' + part if part else ''}"
    words = [_WORDS.index(word) for word in text.casefold().split() if word in _WORDS]
    if found or len(words) != 1:
        raise Refused("details.refused.number")
    return str(words[0])


def _date(text: str, today: date) -> date:
    """The newest day that fits: without a year a date is of the past, "Senin" the last one."""
    said = text.casefold()
    found = _ago(said, today) or _named(said, today) or _written(said, today)
    if found is None or abs(found - today) > FARTHEST:
        raise Refused("details.refused.date")
    return found


def _ago(said: str, today: date) -> date | None:
    found = _AGO.search(said)
    if found is None:
        return None
    count = _WORDS.index(found[1]) if found[1] in _WORDS else int(found[1].zfill(1)[:4] or 0)
    return today - timedelta(days=count * _LENGTH[found[2]])


def _named(said: str, today: date) -> date | None:
    words = {*said.split(), *spelled(said)}
    if "hari ini" in said or "tadi" in words:
        return today
    for word, days in _BACK.items():
        if word in words:
            return today - timedelta(days=days)
    for number, word in enumerate(_WEEKDAYS):
        if word in words:
            return today - timedelta(days=(today.weekday() - number) % 7)
    return None


def _written(said: str, today: date) -> date | None:
    found = _DAY.search(said)
    if found is None:
        return None
    day, month, year = int(found[1]), _month(found[2]), found[3]
    if year is not None:
        return _day(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year > today:
        return _day(today.year - 1, month, day)
    return this_year


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _ALSO.get(text[:3], _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
