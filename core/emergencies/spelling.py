"""Reading what somebody typed in haste as words of a list."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from core.language.stems import roots
from core.language.words import spelled

# Stands for any number.
NUMBER = "#"
# What is hung on a word, and how long the word must at least be without it.
ENDINGS = {"nya": 3, "ku": 4, "mu": 4, "lah": 4, "kah": 4, "ne": 4, "e": 4}
# Letters of a word in which a slip is seen, and of one in which two may be missing.
SHORTEST_MISSPELT, LONG = 5, 9
REMEMBERED = 20_000


class Vocabulary:
    """The words of the list, `tabrak*` among them for every word with that root.

    A misspelt word is read as the one it is like, unless it is among the `ordinary` words. Most is
    forgiven in a `telling` word, and nothing in the `alone` ones beside them: one word is enough
    for an alarm there, and a slip would raise too many.
    """

    def __init__(
        self,
        words: Iterable[str],
        telling: Iterable[str],
        ordinary: Iterable[str],
        alone: Iterable[str],
    ) -> None:
        listed = set(words)
        self._roots = {word.removesuffix("*") for word in listed if word.endswith("*")}
        self._plain = {word for word in listed if not word.endswith("*")}
        self._ordinary, self._telling = frozenset(ordinary), frozenset(telling)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        guessed = sorted(self._plain - (set(alone) - self._telling))
        for word in sorted(guessed, key=lambda word: word not in self._telling):
            if len(word) >= SHORTEST_MISSPELT:
                self._by_letter[word[0]].append(word)
        self.read = lru_cache(maxsize=REMEMBERED)(self._read)

    def _read(self, word: str) -> tuple[str, ...]:
        """What the word may stand for in the list."""
        if word.isdigit():
            return (NUMBER,)
        return (self._meant(word), *(f"{root}*" for root in roots(word) & self._roots))

    def _meant(self, word: str) -> str:
        """The word without what is hung on it, or without the slip in it."""
        if word in self._plain:
            return word
        hung = (end for end, least in ENDINGS.items() if len(word) >= least + len(end))
        bases = (word.removesuffix(end) for end in hung if word.endswith(end))
        known = (base for each in bases for base in spelled(each) if base in self._plain)
        return next(known, None) or self._corrected(word)

    def _corrected(self, word: str) -> str:
        if len(word) < SHORTEST_MISSPELT or word in self._ordinary:
            return word
        like = (one for one in self._by_letter[word[0]] if self._is_slip(word, one))
        return next(like, word)

    def _is_slip(self, typed: str, word: str) -> bool:
        """One letter left out, doubled or swapped with its neighbour; in a telling word also one
        wrong letter, or two left out.
        """
        left_out = len(word) - len(typed)
        if abs(left_out) > 2:
            return False
        if OSA.distance(typed, word, score_cutoff=1) <= 1:
            replaced = left_out == 0 and sorted(typed) != sorted(word)
            return word in self._telling or not replaced
        long = word in self._telling and len(word) >= LONG
        return long and left_out == 2 == Indel.distance(typed, word)
