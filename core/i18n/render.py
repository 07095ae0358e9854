"""Filling a text: parameters escaped, dates and numbers in the reader's language and zone.

In a catalogue text `{due:day}` is "Kamis, 10 Desember 2026", `{due:moment}` adds the time,
`{due:short}` is "10 Des", `{at:time}` is "14.30", `{n:many:report|reports}` chooses the plural
form, `{name}` is the value itself; a Decimal has two digits after the comma.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from core.i18n.catalogue import template

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


class Text:
    """A text inside a text: rendered in the language of the one around it."""

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params: dict[str, object] = params


def plain(key: str, language: str, zone: tzinfo = UTC, **params: object) -> str:
    """The text with parameters as they are."""
    return _fill(key, language, zone, params, str)


def html(key: str, language: str, zone: tzinfo = UTC, **params: object) -> str:
    """The text as HTML: what the catalogue marks up stays, every parameter is escaped."""
    return _fill(key, language, zone, params, _escaped)


def plain_text(text: Text, language: str, zone: tzinfo = UTC) -> str:
    return _fill(text.key, language, zone, text.params, str)


def _escaped(value: object) -> str:
    return escape(str(value), quote=False)


def _fill(
    key: str, language: str, zone: tzinfo, params: dict[str, Any], show: Callable[[object], str]
) -> str:
    out = []
    for literal, name, spec in template(key, language):
        out.append(literal)
        if name is not None:
            out.append(_value(params[name], spec, language, zone, show))
    return "".join(out)


def _value(
    value: Any, spec: str, language: str, zone: tzinfo, show: Callable[[object], str]
) -> str:
    if isinstance(value, Text):
        return _fill(value.key, language, zone, value.params, show)
    if isinstance(value, datetime):
        return moment(value.astimezone(zone), spec or "moment", language)
    if isinstance(value, date):
        return _date(value, "d MMM y", language) if spec == "short" else day(value, language)
    if spec.startswith("many:"):
        return _plural(value, spec.removeprefix("many:"), language)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(format_decimal(value, locale=_locale(language)))
    if isinstance(value, Decimal):
        return str(format_decimal(value, format="#,##0.00", locale=_locale(language)))
    return show(value)


def day(value: date, language: str) -> str:
    return _date(value, "EEEE, d MMMM y", language)


def moment(value: datetime, spec: str, language: str) -> str:
    """`value` in the reader's zone, in one of the shapes day, short, time, moment."""
    clock = value.strftime("%H.%M" if language == "id" else "%H:%M")
    if spec == "time":
        return clock
    if spec == "short":
        return _date(value.date(), "d MMM", language)
    if spec == "day":
        return day(value.date(), language)
    offset = value.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    at = "pukul" if language == "id" else "at"
    return f"{day(value.date(), language)} {at} {clock} {ZONES.get(int(hours), '')}".rstrip()


def _plural(value: Any, forms: str, language: str) -> str:
    one, _, other = forms.partition("|")
    return one if _locale(language).plural_form(value) == "one" else other or one


@lru_cache(maxsize=256)
def _date(value: date, pattern: str, language: str) -> str:
    return str(format_date(value, pattern, locale=_locale(language)))


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language if language == "en" else "id")
