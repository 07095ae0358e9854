"""Whether a text tells of an emergency, and of which kinds. Pure.

A guess that leans to the safe side: whoever reads a number too many loses nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.emergencies.models import KINDS
from core.emergencies.quiet import Quiet, hushes
from core.emergencies.signs import BREAK, Finder, Part, Sign, Span, Spans, words_of
from core.emergencies.spelling import Vocabulary

# A full stop after a short word is mostly an abbreviation: "kec.", "jl.".
SENTENCE = re.compile(r"[!?;\n]+|(?<=\w{4})\.\s|\.{2,}")


@dataclass(frozen=True)
class Alarm:
    """What somebody may need help with, in the order of KINDS; `asked` if they only ask whom to
    call. Empty for an ordinary matter.
    """

    kinds: tuple[str, ...] = ()
    asked: bool = False

    def __bool__(self) -> bool:
        return bool(self.kinds)


NO_ALARM = Alarm()


@dataclass(frozen=True)
class Telling:
    """Signs that tell of a kind; words of the `despite` groups do not make them harmless."""

    kind: str
    signs: Sequence[str]
    despite: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordList:
    """What the content files say. `figures` are turns of speech that mean something else;
    `urgent` words undo the quiet words of their sentence; `telling` and `ordinary` as in
    `Vocabulary`.
    """

    groups: Mapping[str, str]
    emergencies: Sequence[Telling]
    asked: Sequence[Telling]
    quiets: Sequence[Quiet]
    figures: Sequence[str]
    urgent: Sequence[str]
    telling: Sequence[str]
    ordinary: Collection[str]


class Watch:
    """Hears emergencies. Building it takes some milliseconds."""

    def __init__(self, listed: WordList) -> None:
        @cache
        def part(written: str) -> Part:
            return Part(written, listed.groups)

        self._told = _Signs(listed.emergencies, part)
        self._asked = _Signs(listed.asked, part)
        self._quiets = {part("|".join(one.words)): one for one in listed.quiets}
        self._figures = part("|".join(listed.figures))
        self._urgent = part("|".join(listed.urgent))
        parts = [*self._told.parts, *self._asked.parts, *self._quiets, self._figures, self._urgent]
        words = {word for one in parts for word in one.words}
        vocabulary = Vocabulary(words, listed.telling, listed.ordinary, self._told.alone)
        self._finder = Finder(parts, vocabulary)

    def hears(self, text: str) -> Alarm:
        told: set[str] = set()
        asked: set[str] = set()
        for sentence in SENTENCE.split(text):
            words = words_of(sentence)
            spans = self._finder.find(words)
            asked.update(one.kind for one, _ in self._asked.found(spans))
            if figures := spans.get(self._figures):
                words = _without(words, figures)
                spans = self._finder.find(words)
            told.update(self._told_in(words, spans))
        kinds = tuple(kind for kind in KINDS if kind in told | asked)
        return Alarm(kinds, asked=not told and bool(asked))

    def _told_in(self, words: Sequence[str], spans: Spans) -> Iterator[str]:
        """The kinds of the signs that no quiet words make harmless."""
        quiet = list(self._quiet_in(spans))
        for one, found in self._told.found(spans):
            heeded = (each for each in quiet if each[0].name not in one.despite)
            if not any(hushes(each, at, found, words) for each, at in heeded):
                yield one.kind

    def _quiet_in(self, spans: Spans) -> Iterator[tuple[Quiet, Sequence[Span]]]:
        urgent = self._urgent in spans
        for part, quiet in self._quiets.items():
            if part in spans and not (urgent and quiet.where == "sentence"):
                yield quiet, spans[part]


class _Signs:
    """The signs of all kinds, by their first part: most are ruled out by its absence."""

    def __init__(self, tellings: Iterable[Telling], part: Callable[[str], Part]) -> None:
        self._by_first: dict[Part, list[tuple[Telling, Sign]]] = defaultdict(list)
        self.parts: list[Part] = []
        self.alone: set[str] = set()
        for one in tellings:
            for written in one.signs:
                sign = Sign([part(text) for text in written.split(" + ")])
                self._by_first[sign.parts[0]].append((one, sign))
                self.parts += sign.parts
                if len(sign.parts) == 1:
                    phrases = sign.parts[0].phrases
                    self.alone |= {phrase[0] for phrase in phrases if len(phrase) == 1}

    def found(self, spans: Spans) -> Iterator[tuple[Telling, list[Span]]]:
        for first in spans:
            for one, sign in self._by_first.get(first, ()):
                yield from ((one, found) for found in sign.found(spans))


def _without(words: Sequence[str], figures: Iterable[Span]) -> list[str]:
    """The words with a break in place of every figure of speech."""
    spoken = {at for start, end in figures for at in range(start, end)}
    return [BREAK if at in spoken else word for at, word in enumerate(words)]
