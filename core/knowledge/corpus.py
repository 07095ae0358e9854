"""Questions and answers as the search needs them: read, stemmed and weighed once. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from core.knowledge.weighing import Phrasing, Question, Term, Weights
from core.language.acronyms import Shortener, explained
from core.language.bm25 import idf, postings
from core.language.lexicon import Lexicon
from core.language.reading import Read, Reader
from core.language.synonyms import abbreviations

# Who tells a whole story has said by then what it is about.
MOST_WORDS = 60
# One word alone is no question.
SHORTEST_QUESTION = 2

Postings = Mapping[str, Mapping[int, float]]
# The words and facets of a question, in whatever order.
Said = tuple[frozenset[str], Sequence[str]]


@dataclass(frozen=True)
class Entry:
    """What is asked, in one or more phrasings, and the answer to it."""

    phrasings: Sequence[str]
    answer: str = ""


class Corpus:
    """Entries by number, in the order given.

    `asked` and `told` are the entries that have a stem in their questions and in their answer;
    `weights` are those of the questions, `told_worth` those of the answers.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._reader = Reader(Shortener(abbreviations() | explained(_texts(entries))))
        asked = [[self._reader.read(text) for text in one.phrasings] for one in entries]
        told = [self._reader.read(one.answer).words for one in entries]
        self._lexicon = Lexicon(
            {word for reads in asked for one in reads for word in one.words},
            {word for words in told for word in words},
        )
        self.phrasings = [[self._phrasing(one) for one in reads] for reads in asked]
        self._owners = _owners(self.phrasings)
        self.asked = _postings(chain.from_iterable(p[1] for p in some) for some in self.phrasings)
        self.told = _postings(map(self._lexicon.stem, words) for words in told)
        self.told_worth = _worth(self.told, len(entries))
        self.weights = Weights(
            _worth(self.asked, len(entries)), _facets(self.phrasings), idf(len(entries), 0)
        )

    def understood(self, text: str) -> Question:
        """The text with every word as what it may mean here."""
        read = self._reader.read(text)
        terms: dict[str, Term] = {}
        for word in dict.fromkeys(read.words[:MOST_WORDS]):
            meanings = self._lexicon.meanings(word)
            terms.setdefault(next(iter(meanings)), Term(meanings, self._brings(meanings)))
        worth = sum(term.worth for term in terms.values())
        return Question(read, list(terms.values()), worth)

    def owner(self, question: Question) -> int | None:
        """The one entry that is asked in exactly these words and for these facets."""
        _, stems, facets = self._phrasing(question.read)
        owners = self._owners.get((frozenset(stems), facets), ())
        return next(iter(owners)) if len(owners) == 1 else None

    def _brings(self, meanings: Mapping[str, float]) -> float:
        """What the word would bring: one that only may be meant counts in part as never seen."""
        known = self.weights.stems
        weight, stem = max(((w, s) for s, w in meanings.items() if s in known), default=(0.0, ""))
        return weight * known.get(stem, 0.0) + (1 - weight) * self.weights.unseen

    def _phrasing(self, read: Read) -> Phrasing:
        return read.words, tuple(map(self._lexicon.stem, read.words)), read.facets


def _texts(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.phrasings
        yield entry.answer


def _postings(stems: Iterable[Iterable[str]]) -> Postings:
    return postings(dict(enumerate(map(Counter, stems))))


def _worth(found: Postings, entries: int) -> Mapping[str, float]:
    return {stem: idf(entries, len(having)) for stem, having in found.items()}


def _facets(entries: Sequence[Sequence[Phrasing]]) -> Mapping[str, float]:
    having = Counter(facet for some in entries for facet in {f for p in some for f in p[2]})
    return {facet: idf(len(entries), count) for facet, count in having.items()}


def _owners(entries: Sequence[Sequence[Phrasing]]) -> Mapping[Said, set[int]]:
    owners: dict[Said, set[int]] = defaultdict(set)
    for at, some in enumerate(entries):
        for _, stems, facets in some:
            if stems and len(stems) + len(facets) >= SHORTEST_QUESTION:
                owners[frozenset(stems), facets].add(at)
    return owners
