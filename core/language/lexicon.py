"""What a word of a question may mean among the words of an index."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from core.language.stems import Stemmer
from core.language.synonyms import groups

SYNONYM = 0.8
ALIKE = 75  # rapidfuzz ratio, 0 to 100
SHORTEST_REPAIRED = 4
REMEMBERED = 5_000

Meanings = Mapping[str, float]


class Lexicon:
    """Knows the words of questions and of answers; misspelt ones are repaired to the former.

    Both are texts of plain words with blanks between them.
    """

    def __init__(self, asked: Iterable[str], told: Iterable[str]) -> None:
        vocabulary = _all_words(asked)
        self._stemmer = Stemmer(vocabulary.union(*groups()))
        everything = vocabulary | _all_words(told)
        self._stems = {word: self._stemmer.stem(word) for word in everything}
        self._known = set(self._stems.values())
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(vocabulary):
            self._by_letter[word[0]].append(word)
        self._like = self._synonyms()
        self.meanings = lru_cache(maxsize=REMEMBERED)(self._meanings)

    def stem(self, word: str) -> str:
        return self._stems.get(word) or self._stemmer.stem(word)

    def _meanings(self, word: str) -> Meanings:
        """Stems by how surely they are meant: itself, synonyms, else what it may be misspelt for.

        A word nobody knows means itself; what it weighs is for the index to say.
        """
        stem = self.stem(word)
        found = {other: SYNONYM for other in self._like.get(stem, ()) if other in self._known}
        if stem in self._known:
            return {stem: 1.0, **found}
        return found or self._repaired(word) or {stem: 1.0}

    def _repaired(self, word: str) -> Meanings:
        if len(word) < SHORTEST_REPAIRED:
            return {}
        candidates = self._by_letter[word[0]]
        like = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return {self.stem(like[0]): (like[1] / 100) ** 2} if like else {}

    def _synonyms(self) -> dict[str, list[str]]:
        like: dict[str, list[str]] = defaultdict(list)
        for group in groups():
            stems = sorted({self.stem(word) for word in group})
            for stem in stems:
                like[stem] += [other for other in stems if other != stem]
        return like


def _all_words(texts: Iterable[str]) -> set[str]:
    """Text by text: one call for all of them would not let any other thread on meanwhile."""
    found: set[str] = set()
    for text in texts:
        found.update(text.split())
    return found
