"""Questions and answers as the search needs them: read, stemmed and weighed once. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.knowledge.weighing import Phrasing, Question, Term, Weights
from core.language.acronyms import Shortener, explained
from core.language.bm25 import idf, postings
from core.language.facets import silent_words, where_words
from core.language.lexicon import Lexicon
from core.language.reading import Read, Reader
from core.language.synonyms import abbreviations

# Who tells a whole story has said by then what it is about.
MOST_WORDS = 60
# One word alone is no question.
SHORTEST_QUESTION = 2

Postings = Mapping[str, Mapping[int, float]]
NEW = frozenset(["baru", "buat", "pertama"])
# The owner of what more than one entry is asked by.
SHARED = -1


@dataclass(frozen=True)
class Entry:
    """What is asked, in one or more phrasings, and the answer to it.

    `service` is what it belongs to, `name` what people call that, and `facet` what of it this
    tells, as in `components`.
    """

    phrasings: Sequence[str]
    answer: str = ""
    service: str = ""
    name: str = ""
    facet: str = "prosedur"


class Corpus:
    """Entries by number, in the order given.

    `asked` and `told` are the entries that have a stem in their questions and in their answer;
    `weights` are those of the questions, `told_worth` those of the answers. What is kept are
    numbers, strings and plain tuples of them, which the garbage collector need not look at: with
    thousands of articles that would hold up everybody.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._reader = Reader(Shortener(abbreviations() | explained(_texts(entries))))
        self._phrasings = [tuple(map(self._reader.read, one.phrasings)) for one in entries]
        told = {
            at: " ".join(self._reader.words(f"{one.answer}\n{one.name}"))
            for at, one in enumerate(entries)
        }
        asked = {
            at: " ".join(word for words, _ in some for word in words)
            for at, some in enumerate(self._phrasings)
        }
        self._lexicon = Lexicon(asked.values(), told.values())
        self.asked = postings(asked, self._lexicon.stem)
        self.told = postings(told, self._lexicon.stem)
        self.told_worth = _worth(self.told, len(entries))
        self.weights = Weights(
            _worth(self.asked, len(entries)), _facets(self._phrasings), idf(len(entries), 0)
        )
        self._owners = self._find_owners()
        self._names = {one.service: self._stemmed(one.name) for one in entries if one.name}

    def phrasings(self, at: int) -> Iterator[Phrasing]:
        """Every way this entry is asked."""
        for words, facets in self._phrasings[at]:
            yield words, self._stems(words), facets

    def understood(self, text: str) -> Question:
        """The text with every word as what it may mean here."""
        words, facets = self._reader.read(text)
        terms: dict[str, Term] = {}
        for word in dict.fromkeys(words[:MOST_WORDS]):
            meanings = self._lexicon.meanings(word)
            terms.setdefault(next(iter(meanings)), Term(meanings, self._brings(meanings)))
        worth = sum(term.worth for term in terms.values())
        return Question(words, facets, list(terms.values()), worth)

    def owner(self, question: Question) -> int | None:
        """The one entry that is asked in exactly these words and for these facets."""
        owner = self._owners.get(self._said(question.words, question.facets), SHARED)
        return None if owner == SHARED else owner

    def named(self, question: Question) -> list[str]:
        """The services whose name holds every word that is said of the matter."""
        silent = silent_words() | where_words()
        matter = [word for word in question.words if word not in silent]
        meant = [self._lexicon.meanings(word).keys() for word in matter]
        return [
            service
            for service, name in self._names.items()
            if meant and all(not name.isdisjoint(one) for one in meant)
        ]

    def begins(self, at: int) -> int:
        """How many of its phrasings are about getting something new, the usual case."""
        return sum(not NEW.isdisjoint(words) for words, _ in self._phrasings[at])

    def _stemmed(self, name: str) -> frozenset[str]:
        return frozenset(self._stems(self._reader.words(name)))

    def _brings(self, meanings: Mapping[str, float]) -> float:
        """What the word would bring: one that only may be meant counts in part as never seen."""
        known = self.weights.stems
        weight, stem = max(((w, s) for s, w in meanings.items() if s in known), default=(0.0, ""))
        return weight * known.get(stem, 0.0) + (1 - weight) * self.weights.unseen

    def _stems(self, words: Sequence[str]) -> list[str]:
        return [self._lexicon.stem(word) for word in words]

    def _find_owners(self) -> Mapping[str, int]:
        owners: dict[str, int] = {}
        for at, some in enumerate(self._phrasings):
            for words, facets in some:
                if words and len(words) + len(facets) >= SHORTEST_QUESTION:
                    said = self._said(words, facets)
                    owners[said] = at if owners.get(said, at) == at else SHARED
        return owners

    def _said(self, words: Sequence[str], facets: Sequence[str]) -> str:
        """The same for the same stems and facets, in whatever order they were said."""
        return " ".join((*sorted(set(self._stems(words))), "?", *facets))


def _texts(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.phrasings
        yield entry.answer


def _worth(found: Postings, entries: int) -> Mapping[str, float]:
    return {stem: idf(entries, len(having)) for stem, having in found.items()}


def _facets(entries: Sequence[Sequence[Read]]) -> Mapping[str, float]:
    having = Counter(facet for some in entries for facet in {f for _, fs in some for f in fs})
    return {facet: idf(len(entries), count) for facet, count in having.items()}
