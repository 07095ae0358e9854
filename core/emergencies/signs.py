"""Signs in a sentence: words and phrases of a list that stand near each other.

A sign is written `x + y`: both, in either order. A part may offer several, `a|b`; `{group}` stands
for all words of a group, `tabrak*` for every word with that root, any number for every number.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from core.emergencies.spelling import NUMBER, Vocabulary
from core.language.words import spelled

Phrase = tuple[str, ...]
# First word and the one after the last, counted from the beginning of the sentence.
Span = tuple[int, int]

# Words between the parts of a sign, and in a phrase at most.
REACH, LONGEST = 8, 8
# Where a clause ends; no phrase has it.
BREAK = ","
CLAUSE = re.compile(r"[,:()/]| - ")
GROUP = re.compile(r"\{(\w+)\}")


class Part:
    """Phrases one of which has to be there."""

    def __init__(self, written: str, groups: Mapping[str, str]) -> None:
        whole = GROUP.sub(lambda found: groups[found[1]], written)
        self.phrases = frozenset(filter(None, map(_phrase, whole.split("|"))))

    @property
    def words(self) -> set[str]:
        return {word for phrase in self.phrases for word in phrase}


Spans = Mapping[Part, Sequence[Span]]


class Sign:
    """Parts that have to be there near each other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts

    def found(self, spans: Spans) -> Iterable[list[Span]]:
        """Where it stands: per occurrence of the first part, the spans of all parts."""
        if not all(part in spans for part in self.parts):
            return
        first, *others = (spans[part] for part in self.parts)
        for start in first:
            close = [one for those in others if (one := _nearest(start, those)) is not None]
            if len(close) == len(others) and all(_gap(start, one) <= REACH for one in close):
                yield [start, *close]


class Finder:
    """Finds many parts in one pass."""

    def __init__(self, parts: Iterable[Part], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._parts: dict[Phrase, list[Part]] = defaultdict(list)
        for part in dict.fromkeys(parts):
            for phrase in part.phrases:
                self._parts[phrase].append(part)
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._parts:
            self._by_first[phrase[0]].append(phrase)

    def find(self, words: Sequence[str]) -> Spans:
        read = [self._vocabulary.read(word) for word in words]
        spans: dict[Part, list[Span]] = defaultdict(list)
        for start, meanings in enumerate(read):
            for phrase in (one for word in meanings for one in self._by_first.get(word, ())):
                end = start + len(phrase)
                if end <= len(read) and all(map(_in, phrase, islice(read, start, end))):
                    for part in self._parts[phrase]:
                        spans[part].append((start, end))
        return spans


def words_of(sentence: str) -> list[str]:
    """The words in plain spelling, with BREAK where a clause ends."""
    said: list[str] = []
    for clause in CLAUSE.split(sentence):
        said += [*spelled(clause), BREAK]
    return said[:-1]


def near(spans: Sequence[Span], first: int, last: int) -> Sequence[Span]:
    """Those that begin between two words; spans stand in order, so long texts cost little."""
    return spans[bisect_left(spans, (first,)) : bisect_left(spans, (last + 1,))]


def _phrase(written: str) -> Phrase:
    """The phrase in plain spelling; a word with a star stays as it is."""
    words: list[str] = []
    for word in written.split():
        words += [word] if word.endswith("*") else spelled(word)
    return tuple(NUMBER if word.isdigit() else word for word in words)


def _in(word: str, meanings: tuple[str, ...]) -> bool:
    return word in meanings


def _nearest(to: Span, spans: Sequence[Span]) -> Span | None:
    """The nearest span within reach that does not overlap."""
    around = near(spans, to[0] - REACH - LONGEST, to[1] + REACH)
    apart = [one for one in around if one[1] <= to[0] or one[0] >= to[1]]
    return min(apart, key=lambda one: _gap(to, one), default=None)


def _gap(a: Span, b: Span) -> int:
    return max(b[0] - a[1], a[0] - b[1])
