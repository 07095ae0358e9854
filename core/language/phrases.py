"""Whether a text says one of some words or phrases, however it is spelled."""

import re
from collections.abc import Iterable

from core.language.words import spelled


class Phrases:
    """Whole words only: "api" is not found in "kapital"."""

    def __init__(self, phrases: Iterable[str]) -> None:
        plain = sorted({_plain(phrase) for phrase in phrases} - {""}, key=len, reverse=True)
        any_of = "|".join(map(re.escape, plain))
        self._pattern = re.compile(rf"\b(?:{any_of})\b" if plain else r"(?!)")

    def found_in(self, text: str) -> bool:
        return self._pattern.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(spelled(text))
