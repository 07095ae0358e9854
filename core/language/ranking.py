"""Which entries a text is about: BM25 over stems, with misspelt words repaired.

A repaired word counts by how alike it is, so that a strange word is never bent to a full match.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from core.language.bm25 import idf, postings
from core.language.stems import Stemmer
from core.language.words import words

ALIKE = 75  # rapidfuzz ratio, 0 to 100
SHORTEST_REPAIRED = 4
REMEMBERED = 5_000
# BM25 of one word is at most 2.2 times its idf; 1.6 spreads what occurs over 0 to 1.
FULL = 1.6


@dataclass(frozen=True)
class Term:
    """A word of the question as a stem of the index; `weight` below 1 says it was repaired."""

    stem: str
    weight: float


@dataclass(frozen=True)
class Hit:
    """An entry by its key.

    `confidence` is 0 to 1 and comparable between questions; `evidence` is the score in units of
    one unseen word, so that one rare word alone is known as little.
    """

    key: str
    confidence: float
    evidence: float


class Index:
    """Entries by key, each a list of phrasings. Building it takes time; use it from any thread."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        told = {
            key: " ".join(word for text in texts for word in words(text))
            for key, texts in entries.items()
        }
        vocabulary = {word for text in told.values() for word in text.split()}
        self._stemmer = Stemmer(vocabulary)
        self._by_letter = defaultdict(list)
        for word in sorted(vocabulary):
            self._by_letter[word[0]].append(word)
        self._postings = postings(told, self._stemmer.stem)
        self._unseen = idf(len(told), 0)
        self._idf = {stem: idf(len(told), len(found)) for stem, found in self._postings.items()}
        self._term = lru_cache(maxsize=REMEMBERED)(self._read)

    def search(self, text: str, limit: int = 3) -> list[Hit]:
        """The best entries for a text, best first; none when no word of it is known."""
        terms = [self._term(word) for word in dict.fromkeys(words(text))]
        scores: dict[str, float] = defaultdict(float)
        for term in terms:
            for key, part in self._postings.get(term.stem, {}).items():
                scores[key] += term.weight * self._idf[term.stem] * part
        whole = FULL * sum(map(self._worth, terms))
        best = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
        return [Hit(key, min(1.0, scores[key] / whole), scores[key] / self._unseen) for key in best]

    def _read(self, word: str) -> Term:
        stem = self._stemmer.stem(word)
        if stem in self._postings or len(word) < SHORTEST_REPAIRED:
            return Term(stem, 1.0)
        like = process.extractOne(
            word, self._by_letter[word[0]], scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        if like is None:
            return Term(stem, 1.0)
        return Term(self._stemmer.stem(like[0]), (like[1] / 100) ** 2)

    def _worth(self, term: Term) -> float:
        """What the word would have brought: a repaired one counts in part as never seen."""
        idf = self._idf.get(term.stem, self._unseen)
        return term.weight * idf + (1 - term.weight) * self._unseen
