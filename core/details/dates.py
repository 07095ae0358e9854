"""A day as people type it: "kemarin", "3/11", "3 November", "dua hari lalu". Pure."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

WORD = re.compile(r"[a-z]+|\d+")
APOSTROPHE = re.compile(r"['’‘`]")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# Joined to its span, as in "seminggu".
ONE = "se"
FARTHEST = timedelta(days=5 * 366)


def read(text: str, today: date) -> date | None:
    """The day somebody means, seen from `today`; None for what is no day.

    It is the newest that fits: without a year a date is of the past, and "Senin" is the last one.
    """
    plain = APOSTROPHE.sub("", text.casefold())
    if iso := ISO.fullmatch(plain.strip()):
        found = _day(*map(int, iso.groups()))
    else:
        words = [word for word in WORD.findall(plain) if word not in _words("filler")]
        found = _spoken(words, today) or _spoken(_without_times(words), today)
    return found if found is not None and abs(found - today) <= FARTHEST else None


def coming(text: str, today: date) -> date | None:
    """The same seen forward: "Senin" is the next one, "3 Januari" that of next year."""
    found = read(text, today)
    if found is None or found >= today:
        return found
    spoken = WORD.findall(APOSTROPHE.sub("", text.casefold()))
    words = [word for word in spoken if word not in _words("filler")]
    if any(_named("weekdays", word) is not None for word in words):
        return found + timedelta(days=7)
    later = (_written(words, today + timedelta(days=ahead)) for ahead in (30, 364))
    return next((day for day in later if day and day >= today), found)


def _spoken(words: list[str], today: date) -> date | None:
    return _from_today(words, today) or _weekday(words, today) or _written(words, today)


def _without_times(words: list[str]) -> list[str]:
    """The hour says nothing about the day, but for "tadi malam", which is a phrase of its own."""
    return [word for word in words if word not in _words("times")]


def _from_today(words: list[str], today: date) -> date | None:
    """Yesterday, two days ago, a week ago."""
    days: int | None = _content()["days"].get(" ".join(words))
    if days is not None:
        return today + timedelta(days=days)
    if len(words) < 2 or words[-1] not in _words("ago"):
        return None
    *amount, span = [word for word in words[:-1] if word not in ("yang", "yg")] or [""]
    if span.startswith(ONE) and not amount:
        amount, span = [ONE], span.removeprefix(ONE)
    many, length = _number(" ".join(amount)), _named("spans", span)
    return today - timedelta(days=many * length) if many and length else None


def _weekday(words: list[str], today: date) -> date | None:
    """Monday is the last one, today's if it is one; next Monday is the coming one."""
    spoken = [word for word in words if word not in ("hari", "yang")]
    wanted = [found for word in spoken if (found := _named("weekdays", word)) is not None]
    other = {*spoken} - {*_words("ago"), *_words("next")}
    if len(wanted) != 1 or len(other) != 1:
        return None
    if _words("next") & {*spoken}:
        return today + timedelta(days=(wanted[0] - today.weekday() - 1) % 7 + 1)
    back = (today.weekday() - wanted[0]) % 7
    return today - timedelta(days=back or 7 * bool(_words("ago") & {*spoken}))


def _written(words: list[str], today: date) -> date | None:
    """A day of a month: 3/11, 3-11-2026, 3 November, November 3, or only "tanggal 3"."""
    spoken = [word for word in words if _named("weekdays", word) is None and word != "hari"]
    months = [found for word in spoken if (found := _named("months", word)) is not None]
    numbers = [int(word) for word in spoken if word.isdecimal() and len(word) <= 4]
    if len(numbers) + len(months) != len(spoken) or len(months) > 1 or not numbers:
        return None
    day, *rest = numbers
    month = months[0] if months else rest.pop(0) if rest else None
    if len(rest) > 1:
        return None
    if rest:
        return _day(_year(rest[0]), month, day)
    return max((one for one in _before(day, month, today) if one and one <= today), default=None)


def _before(day: int, month: int | None, today: date) -> Iterator[date | None]:
    """This day in the years, or without a month in the months, up to now; 29 February is rare."""
    for back in range(5):
        if month is not None:
            yield _day(today.year - back, month, day)
        else:
            months = today.year * 12 + today.month - 1 - back
            yield _day(months // 12, months % 12 + 1, day)


def _day(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def _year(number: int) -> int:
    return number + 2000 if number < 100 else number


def _number(words: str) -> int | None:
    if words.isdecimal() and len(words) <= 3:
        return int(words)
    return _named("numbers", words)


@cache
def _named(table: str, word: str) -> int | None:
    """The number that a word stands for in one of the tables."""
    found = (int(number) for number, words in _content()[table].items() if word in words)
    return next(found, None)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_content()["words"][name])


@cache
def _content() -> dict[str, Any]:
    text = files(__package__ or "").joinpath("dates.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
