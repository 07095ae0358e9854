"""Which answer a question is about. Pure.

Found by BM25 over the phrasings of each entry, and weakly over its answer; the best are then
compared with the question phrasing by phrasing (`weighing.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from core.knowledge.corpus import Corpus, Entry, Postings
from core.knowledge.shelf import Shelf
from core.knowledge.weighing import TOLD, Question, Signs, Term, signs
from core.language.bm25 import MOST

# Compared phrasing by phrasing.
CANDIDATES = 25


@dataclass(frozen=True)
class Hit:
    """An entry by its key, with what speaks for it.

    `lead` is how far it is ahead of any other entry (behind: negative), `evidence` what of it was
    said, both in units of one unseen word, so that one common word alone is known as little;
    `exact` says that it was asked in the very words of one of its phrasings, and of no other's.
    """

    key: str
    signs: Signs
    lead: float
    evidence: float
    exact: bool = False


class Answers:
    """Entries by key. Building it takes time; use it from any thread."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._keys = list(entries)
        self._corpus = Corpus(list(entries.values()))
        usual = sorted(range(len(entries)), key=lambda at: -self._corpus.begins(at))
        keys = [self._keys[at] for at in usual]
        self.shelf = Shelf({key: (entries[key].service, entries[key].facet) for key in keys})

    def search(self, text: str, limit: int = 3) -> list[Hit]:
        """The best entries for a text, best first; none when no word of it is known."""
        question = self._corpus.understood(text)
        owner = self._corpus.owner(question)
        found = list(self._compared(question))
        found.sort(key=lambda one: (one[0] != owner, -one[1].score, one[0]))
        best, second = (found[at][1].score if at < len(found) else 0.0 for at in (0, 1))
        unit = question.worth / self._corpus.weights.unseen
        return [
            Hit(
                key=self._keys[at],
                signs=one,
                lead=(one.score - (second if rank == 0 else best)) * unit,
                evidence=one.match * MOST * unit,
                exact=at == owner,
            )
            for rank, (at, one) in enumerate(found[:limit])
        ]

    def named(self, text: str) -> list[str]:
        """The services that the text calls by their name and says nothing else of."""
        return self._corpus.named(self._corpus.understood(text))

    def _compared(self, question: Question) -> Iterator[tuple[int, Signs]]:
        """The likeliest entries by number, in no order."""
        corpus, most = self._corpus, MOST * question.worth
        asked = _scores(question.terms, corpus.asked, corpus.weights.stems)
        told = _scores(question.terms, corpus.told, corpus.told_worth)
        rough = {at: asked.get(at, 0.0) + TOLD * told.get(at, 0.0) for at in asked | told}
        for at in nlargest(CANDIDATES, rough, key=lambda at: (rough[at], -at)):
            match, said = asked.get(at, 0.0) / most, told.get(at, 0.0) / most
            yield at, signs(question, corpus.phrasings(at), match, said, corpus.weights)


def _scores(terms: Sequence[Term], found: Postings, worth: Mapping[str, float]) -> dict[int, float]:
    """BM25 by entry; of the meanings of a word, only the one that brings most counts."""
    scores: dict[int, float] = defaultdict(float)
    for term in terms:
        best: dict[int, float] = {}
        for stem, weight in term.meanings.items():
            value = weight * worth.get(stem, 0.0)
            for at, part in found.get(stem, {}).items():
                best[at] = max(best.get(at, 0.0), value * part)
        for at, part in best.items():
            scores[at] += part
    return scores
