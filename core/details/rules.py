"""What a question may look like, and what somebody typed as an answer. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from core.details import dates
from core.errors import Refused

LONGEST_ANSWER = 500
LONGEST_WORDING = 200
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 40
# What is typed instead of a tap may have a slip, not another word.
ALIKE = 85

_NUMBER = re.compile(r"(?<![\w,.])(\d{1,3}(?:[.]\d{3})+|\d+)(?:,(\d+))?(?![\w])")
_WORDS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh"),
)


def wording(typed: str, *, may_miss: bool = False) -> str:
    """The question as it is asked; refused when it says nothing or too much."""
    text = typed.strip()
    if not (text or may_miss) or len(text) > LONGEST_WORDING:
        raise Refused("details.refused.wording", most=LONGEST_WORDING)
    return text


def choices(typed: Sequence[str]) -> list[str]:
    """The answers to choose from, each once; refused when there is nothing to choose."""
    found = list(dict.fromkeys(one.strip() for one in typed if one.strip()))
    many = not FEWEST_CHOICES <= len(found) <= MOST_CHOICES
    if many or any(len(one) > LONGEST_CHOICE for one in found):
        limits = {"least": FEWEST_CHOICES, "most": MOST_CHOICES, "longest": LONGEST_CHOICE}
        raise Refused("details.refused.choices", **limits)
    return found


def with_answer(answers: Sequence[dict[str, Any]], given: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers with this one, in place of an earlier one to the same question."""
    known = {one["question"]: one for one in answers}
    return list((known | {given["question"]: given}).values())


def read(kind: str, offered: Sequence[str], typed: str, today: date) -> str:
    """The answer as it is kept: a choice as it stands, a number with a decimal comma, a date as
    2026-11-03; refused, with what would be understood, when it is none.
    """
    text = " ".join(typed.split())
    if not text or len(text) > LONGEST_ANSWER:
        raise Refused("details.refused.text", most=LONGEST_ANSWER)
    if kind == "choice":
        return _choice(offered, text)
    if kind == "number":
        return _number(text)
    return _date(text, today).isoformat() if kind == "date" else text


def _choice(offered: Sequence[str], text: str) -> str:
    plain = {one: one.casefold() for one in offered}
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
