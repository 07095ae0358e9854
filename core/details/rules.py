"""Reading what somebody typed as an answer. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz, process

from core.details import dates
from core.errors import Refused

LONGEST_ANSWER = 500
# What is typed instead of a tap may have a slip, not another word.
ALIKE = 85

_NUMBER = re.compile(r"(?<![\w,.])(\d{1,3}(?:[.]\d{3})+|\d+)(?:,(\d+))?(?![\w])")
_WORDS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh"),
)


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
    found = dates.read(text, today)
    if found is None:
        raise Refused("details.refused.date")
    return found
