"""A text as answers are looked for with it: its telling words, and what it asks about them."""

from collections.abc import Sequence
from functools import lru_cache

from core.language.acronyms import Shortener
from core.language.facets import asking_words, facets
from core.language.words import spelled, stop_words

GRAM = 3


# Telling words in order and in plain spelling, long forms written short; then the facets. A plain
# tuple, because the garbage collector forgets those: an index has tens of thousands of them.
Read = tuple[tuple[str, ...], tuple[str, ...]]


class Reader:
    """Reads questions and answers alike, as far as they are alike."""

    def __init__(self, shortener: Shortener) -> None:
        self._shorten = shortener.shorten
        self._silent = stop_words() | asking_words()

    def read(self, text: str) -> Read:
        return self.words(text), facets(spelled(text))

    def words(self, text: str) -> tuple[str, ...]:
        """Without the facets: an answer asks for nothing."""
        silent = self._silent
        return tuple(word for word in self._shorten(spelled(text)) if word not in silent)


def grams(words: Sequence[str]) -> frozenset[str]:
    """All runs of three letters, with the beginnings and ends of words."""
    return frozenset().union(*map(_grams, words))


@lru_cache(maxsize=20_000)
def _grams(word: str) -> frozenset[str]:
    framed = f" {word} "
    return frozenset(framed[at : at + GRAM] for at in range(len(framed) - GRAM + 1))
