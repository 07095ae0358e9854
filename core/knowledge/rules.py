"""Rules on texts: what is masked before it is kept, and what fills an answer."""

import re
from collections.abc import Mapping

# NIK, family card, phone and account numbers: nine digits or more, however they are grouped.
NUMBER = re.compile(r"\+?\d(?:[ ./-]?\d){8,}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
BRACES = re.compile(r"\{(\w+)\}")
MASK = "[#]"


def masked(text: str) -> str:
    """The text without numbers and addresses that point to one person."""
    return EMAIL.sub(MASK, NUMBER.sub(MASK, text))


def filled(answer: str, facts: Mapping[str, str]) -> str:
    """The answer with the office's facts in place; braces around anything else stay."""
    return BRACES.sub(lambda found: facts.get(found[1], found[0]), answer)
