"""Words that make a sign harmless: "last year", "a drill", "not"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.emergencies.signs import BREAK, LONGEST, Span, near

# How many words a quiet word reaches ahead: "takut nanti di sana longsor".
AHEAD = 4


@dataclass(frozen=True)
class Quiet:
    """They stand shortly before the sign, or anywhere in its sentence."""

    name: str
    where: Literal["before", "sentence"]
    words: Sequence[str]


def hushes(
    quiet: Quiet, spans: Sequence[Span], found: Sequence[Span], words: Sequence[str]
) -> bool:
    """Whether quiet words at `spans` make the sign harmless that was found."""
    if quiet.where == "sentence":
        return any(not _within(span, found) for span in spans)
    return any(
        _reaches(span, one, words) and not _within(span, found)
        for one in found
        for span in near(spans, one[0] - AHEAD - LONGEST, one[0])
    )


def _within(span: Span, found: Sequence[Span]) -> bool:
    """Whether the quiet words are part of the sign itself, as in "not breathing"."""
    return any(one[0] <= span[0] and span[1] <= one[1] for one in found)


def _reaches(span: Span, to: Span, words: Sequence[str]) -> bool:
    """Whether a quiet word stands shortly before, in the same clause."""
    return 0 <= to[0] - span[1] <= AHEAD and BREAK not in words[span[1] : to[0]]
