"""Which entries a text is about: BM25 over stems, with misspelt words repaired.

k1, b and idf are those of Robertson and Zaragoza (2009). A repaired word counts by how alike it
is, so that a strange word is never bent to a full match.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from core.language.stems import Stemmer
from core.language.words import words

K1, B = 1.2, 0.75
ALIKE = 75  # rapidfuzz ratio, 0 to 100
SHORTEST_REPAIRED = 4
SHORTEST_PHRASING = 2
REMEMBERED = 5_000
# BM25 of one word is at most (K1 + 1) times its idf; 1.6 spreads what occurs over 0 to 1.
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
    one unseen word, so that one rare word alone is known as little; `exact` says that it was
    asked in the very words of one of its phrasings, and of no other entry's.
    """

    key: str
    confidence: float
    evidence: float
    exact: bool = False


class Index:
    """Entries by key, each a list of phrasings. Building it takes time; use it from any thread."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        told = {key: [w for text in texts for w in words(text)] for key, texts in entries.items()}
        vocabulary = {word for found in told.values() for word in found}
        self._stemmer = Stemmer(vocabulary)
        self._by_letter = defaultdict(list)
        for word in sorted(vocabulary):
            self._by_letter[word[0]].append(word)
        counts = {key: Counter(map(self._stemmer.stem, found)) for key, found in told.items()}
        self._postings = _postings(counts)
        self._owners = self._phrasings(entries)
        self._unseen = _idf(len(counts), 0)
        self._idf = {stem: _idf(len(counts), len(found)) for stem, found in self._postings.items()}
        self._term = lru_cache(maxsize=REMEMBERED)(self._read)

    def search(self, text: str, limit: int = 3) -> list[Hit]:
        """The best entries for a text, best first; none when no word of it is known."""
        terms = [self._term(word) for word in dict.fromkeys(words(text))]
        scores: dict[str, float] = defaultdict(float)
        for term in terms:
            for key, part in self._postings.get(term.stem, {}).items():
                scores[key] += term.weight * self._idf[term.stem] * part
        whole = FULL * sum(map(self._worth, terms))
        owners = self._owners.get(frozenset(term.stem for term in terms), set())
        best = sorted(scores, key=lambda key: (owners != {key}, -scores[key], key))[:limit]
        return [
            Hit(key, min(1.0, scores[key] / whole), scores[key] / self._unseen, owners == {key})
            for key in best
        ]

    def _phrasings(self, entries: Mapping[str, Iterable[str]]) -> dict[frozenset[str], set[str]]:
        """Which entries are asked in exactly these stems; one word alone is no phrasing."""
        owners: dict[frozenset[str], set[str]] = defaultdict(set)
        for key, texts in entries.items():
            for text in texts:
                stems = frozenset(map(self._stemmer.stem, words(text)))
                if len(stems) >= SHORTEST_PHRASING:
                    owners[stems].add(key)
        return owners

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


def _postings(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Per stem, the entries that have it with their saturated, length-normalised frequency."""
    lengths: Sequence[int] = [counter.total() for counter in counts.values()]
    average = sum(lengths) / max(1, len(lengths)) or 1.0
    postings: dict[str, dict[str, float]] = defaultdict(dict)
    for (key, counter), length in zip(counts.items(), lengths, strict=True):
        norm = K1 * (1 - B + B * length / average)
        for stem, count in counter.items():
            postings[stem][key] = count * (K1 + 1) / (count + norm)
    return dict(postings)


def _idf(entries: int, having: int) -> float:
    return log(1 + (entries - having + 0.5) / (having + 0.5))
