"""Names of areas and landmarks, and where a typed text says one of them. Pure.

A name is found where its words stand together, at most one other word among them. Rare words tell
more than common ones: "Melati" says which gang it is, "Gang" does not. A misspelt word counts by
how alike it is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from rapidfuzz import fuzz, process

# rapidfuzz ratio, 0 to 100; below, "Merpati" would be heard for "Melati".
ALIKE = 80
SHORTEST_REPAIRED = 4
# Score of a name that was surely meant, and of one worth asking about.
SURE, MAYBE = 0.8, 0.6

# By word of a name: where in the text it stands, and how alike it is, 0 to 1.
Heard = dict[str, list[tuple[tuple[int, ...], float]]]


@dataclass(frozen=True)
class Name:
    """One way to name an area, in plain words; `landmark` is what stands there, if it is that."""

    words: tuple[str, ...]
    area_id: int
    landmark: str = ""


@dataclass(frozen=True)
class Mention:
    """A name in a text: how surely, 0 to 1, the positions of its words, and what was not said."""

    name: Name
    score: float
    at: frozenset[int]
    missing: tuple[str, ...] = ()


class Names:
    """All names, ready to be found. Building it takes some milliseconds."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = [name for name in names if name.words]
        counts = Counter(word for name in self._names for word in set(name.words))
        self._worth = {word: log(1 + len(self._names) / n) for word, n in counts.items()}
        self._having: dict[str, list[Name]] = defaultdict(list)
        self._means: dict[str, tuple[str, ...]] = {}
        for name in self._names:
            self._means |= {a + b: (a, b) for a, b in pairwise(name.words)}
            for word in set(name.words):
                self._having[word].append(name)
        self._means |= {word: (word,) for word in counts}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._means):
            self._by_letter[word[0]].append(word)

    def find(self, said: Sequence[str]) -> list[Mention]:
        """Every name that may be meant, each place where it stands."""
        heard = self._hear(said)
        numbers = {place for place, word in enumerate(said) if word.isdecimal()}
        heard_of = {name: None for word in heard for name in self._having[word]}
        # Most names share no more than "gang" with the text: not worth a closer look.
        near = (name for name in heard_of if self._at_best(name, heard) >= MAYBE)
        return [one for name in near for one in self._mentions(name, heard, numbers)]

    def _hear(self, said: Sequence[str]) -> Heard:
        """The known words in a text, each with where it stands; also two written as one, or one
        as two."""
        heard: Heard = defaultdict(list)
        for place, word in enumerate(said):
            for known, like in self._like(word):
                for meant in self._means[known]:
                    heard[meant].append(((place,), like))
        for place, (first, second) in enumerate(pairwise(said)):
            for meant in self._means.get(first + second, ()):
                heard[meant].append(((place, place + 1), 1.0))
        return heard

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        if word in self._means:
            yield word, 1.0
        elif len(word) >= SHORTEST_REPAIRED and not word.isdecimal():
            known = self._by_letter.get(word[0], ())
            for found, ratio, _ in process.extract(
                word, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3
            ):
                yield found, (ratio / 100) ** 2

    def _at_best(self, name: Name, heard: Collection[str]) -> float:
        """The score if every word of it that was heard stood in its place."""
        whole = sum(self._worth[word] for word in name.words)
        return sum(self._worth[word] for word in name.words if word in heard) / whole

    def _mentions(self, name: Name, heard: Heard, numbers: set[int]) -> list[Mention]:
        """The stretches of the text that say the name well enough; no part of one counts again."""
        starts = {places[0] for word in name.words for places, _ in heard.get(word, ())}
        found: dict[frozenset[int], Mention] = {}
        for start in sorted(starts):
            stretch = range(start, start + len(name.words) + 1)
            one = self._within(name, heard, stretch)
            # Another number: another school, another gang.
            other = any(word.isdecimal() for word in one.missing) and numbers & set(stretch)
            if one.score >= MAYBE and not other:
                found[one.at] = one
        return [one for one in found.values() if not any(one.at < other for other in found)]

    def _within(self, name: Name, heard: Heard, stretch: range) -> Mention:
        score, at, missing = 0.0, set[int](), []
        for word in name.words:
            here = [one for one in heard.get(word, ()) if set(one[0]) <= set(stretch)]
            if not here:
                missing.append(word)
                continue
            places, like = max(here, key=lambda one: one[1])
            score += like * self._worth[word]
            at |= set(places)
        whole = sum(self._worth[word] for word in name.words)
        return Mention(name, score / whole, frozenset(at), tuple(missing))
