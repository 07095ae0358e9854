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
    """Stems and meanings by the words of the questions; `told` are words of answers only.

    The words of both are read, only those of questions are what misspelt ones are repaired to.
    """

    def __init__(self, asked: Iterable[str], told: Iterable[str]) -> None:
        vocabulary = set(asked)
        self._stemmer = Stemmer(vocabulary.union(*groups()))
        self.stem = self._stemmer.stem
        self._known = {self.stem(word) for word in vocabulary}
        self._told = {self.stem(word) for word in told}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(vocabulary):
            self._by_letter[word[0]].append(word)
        self._like = self._synonyms()
        self.meanings = lru_cache(maxsize=REMEMBERED)(self._meanings)

    def _meanings(self, word: str) -> Meanings:
        """Stems by how surely they are meant: itself, synonyms, else what it may be misspelt for.

        A word nobody knows means itself; what it weighs is for the index to say.
        """
        stem = self.stem(word)
        found = {other: SYNONYM for other in self._like.get(stem, ()) if self._knows(other)}
        if self._knows(stem):
            return {stem: 1.0, **found}
        return found or self._repaired(word) or {stem: 1.0}

    def _knows(self, stem: str) -> bool:
        return stem in self._known or stem in self._told

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
