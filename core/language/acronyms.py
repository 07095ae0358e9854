"""Abbreviations that texts explain themselves, as "Kartu Identitas Anak (KIA)" does."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.language.words import spelled

# Either way round: the long form and the short one in brackets, or the other way.
SHORT_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,7})\)")
LONG_IN_BRACKETS = re.compile(r"\b([A-Z]{2,7}) ?\(([^()]{5,80})\)")
LETTERS = re.compile(r"[A-Za-z-]+")
LOOK_BACK = 120  # characters
LONGEST = 7  # words
# Words that mostly give no letter.
SMALL = frozenset(["dan", "atau", "di", "ke", "dari", "untuk", "yang"])


def explained(texts: Iterable[str]) -> dict[str, str]:
    """What each abbreviation stands for, in plain spelling; of several meanings the first."""
    found: dict[str, str] = {}
    for text in texts:
        for short, words in _pairs(text):
            if long := _spelling(short.lower(), words):
                found.setdefault(short.lower(), " ".join(spelled(" ".join(long))))
    return found


def _pairs(text: str) -> Iterator[tuple[str, list[str]]]:
    for match in SHORT_IN_BRACKETS.finditer(text):
        before = text[max(0, match.start() - LOOK_BACK) : match.start()]
        yield match[1], LETTERS.findall(before)[-LONGEST:]
    for match in LONG_IN_BRACKETS.finditer(text):
        yield match[1], LETTERS.findall(match[2])[:LONGEST]


def _spelling(short: str, words: Sequence[str]) -> Sequence[str]:
    """The last words whose first letters are the abbreviation; none when they are not."""
    for count in range(2, len(words) + 1):
        last = words[-count:]
        letters = "".join(word[0].lower() for word in last if word.lower() not in SMALL)
        if letters == short:
            return last
    return ()


class Shortener:
    """Writes long forms short, so that both ways to name a thing meet."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        long = {tuple(text.split()): short for short, text in abbreviations.items()}
        self._long = {words: short for words, short in long.items() if len(words) > 1}
        self._begin = {words[0] for words in self._long}
        self._most = max(map(len, self._long), default=1)

    def shorten(self, said: Sequence[str]) -> list[str]:
        """The words with every long form replaced; "kartu keluarga (KK)" is named once."""
        out: list[str] = []
        here = 0
        while here < len(said):
            word, taken = self._at(said, here)
            if not out or out[-1] != word:
                out.append(word)
            here += taken
        return out

    def _at(self, said: Sequence[str], here: int) -> tuple[str, int]:
        if said[here] not in self._begin:
            return said[here], 1
        for count in range(min(self._most, len(said) - here), 1, -1):
            if short := self._long.get(tuple(said[here : here + count])):
                return short, count
        return said[here], 1
