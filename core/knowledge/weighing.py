"""How well an entry fits a question, phrasing by phrasing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.language.lexicon import Meanings
from core.language.reading import grams

# What the answer says, how it is spelled and what is asked of the matter count beside the match.
TOLD, ALIKE, FACET = 0.6, 0.15, 0.2

# Words, stems and facets of one way an entry is asked.
Phrasing = tuple[Sequence[str], Sequence[str], Sequence[str]]


@dataclass(frozen=True)
class Term:
    """A word of the question: what it may mean, and what it would bring if it were all there."""

    meanings: Meanings
    worth: float


@dataclass(frozen=True)
class Question:
    """What is asked, as the index understands it; `worth` is that of all terms."""

    words: Sequence[str]
    facets: Sequence[str]
    terms: Sequence[Term]
    worth: float


@dataclass(frozen=True)
class Weights:
    """What stems and facets are worth in this index; those it does not have are worth `unseen`."""

    stems: Mapping[str, float]
    facets: Mapping[str, float]
    unseen: float

    def of_all(self, facets: Iterable[str]) -> float:
        return sum(self.facets.get(facet, self.unseen) for facet in facets)


@dataclass(frozen=True)
class Signs:
    """What speaks for an entry, each 0 to 1.

    `match` and `told` are BM25 with the questions and with the answer, of what is possible at
    most. Of the phrasing that fits best each: `covered` is how much of the question it says,
    `asked` how much of it the question says, `alike` how alike both are spelled, and `facet` how
    much of what the question wants to know it is about, as far as it covers the question.
    """

    match: float
    told: float
    covered: float
    asked: float
    alike: float
    facet: float

    @property
    def score(self) -> float:
        """What entries are ranked by."""
        return self.match + TOLD * self.told + ALIKE * self.alike + FACET * self.facet


def signs(
    question: Question, phrasings: Iterable[Phrasing], match: float, told: float, weights: Weights
) -> Signs:
    """Each sign as the phrasing has it that fits best by it."""
    own = grams(question.words)
    wanted = weights.of_all(question.facets)
    rows = []
    for words, stems, facets in phrasings:
        covered, asked = _overlap(question, stems, weights)
        shared = weights.of_all(set(facets).intersection(question.facets))
        facet = shared / wanted * covered if wanted else 0.0
        rows.append((covered, asked, _dice(own, grams(words)), facet))
    return Signs(match, told, *map(max, zip(*rows, strict=True)))


def _overlap(question: Question, stems: Sequence[str], weights: Weights) -> tuple[float, float]:
    """How much of the question the phrasing says, and how much of the phrasing it says."""
    said: dict[str, float] = {}
    covered = 0.0
    for term in question.terms:
        best = 0.0
        for stem, weight in term.meanings.items():
            if stem in stems:
                said[stem] = max(weight, said.get(stem, 0.0))
                best = max(best, weight * weights.stems[stem])
        covered += best
    whole = sum(weights.stems[stem] for stem in set(stems))
    asked = sum(weight * weights.stems[stem] for stem, weight in said.items())
    return covered / (question.worth or 1), asked / (whole or 1)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0
