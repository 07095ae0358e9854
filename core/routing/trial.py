"""Learning anew, and whether that is any better: pure, and the same for the same reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from core.language.ranking import Index
from core.routing.confirmed import Report
from core.routing.learner import Example, named, train
from core.routing.model import Model

# Whoever has fewer reports is served better by names, keywords and examples.
LEAST_LEARNED, LEAST_HELD, LEAST_LABELS = 100, 20, 2
# One report in so many is only ever asked, never learned from, by any version.
ONE_IN = 5
# What is kept must not let anybody's words be read.
SHARED = 3
SHARPNESS = np.arange(1.0, 12.1, 0.5)

Rank = Callable[[str], Sequence[str]]
# The phrasings of each category: its name first, then keywords and examples.
Start = Mapping[str, Sequence[str]]


@dataclass(frozen=True, order=True)
class Figures:
    """Shares of the reports asked, 0 to 1: right at once, and within three. The first decides."""

    top1: float
    top3: float


@dataclass(frozen=True)
class Trial:
    """What was learned from how many, asked how many, and how others fare with the same."""

    model: Model
    learned: int
    held: int
    now: Figures
    start: Figures
    before: Figures | None

    @property
    def verdict(self) -> str:
        """One of `models.VERDICTS`."""
        if self.now < self.start:
            return "worse_than_start"
        return "worse_than_before" if self.before and self.now < self.before else "better"


def split(reports: Sequence[Report]) -> tuple[list[Report], list[Report]]:
    """Whom to learn from and whom to ask. The same report is always on the same side, so that no
    version is asked what an earlier one has learned; each category gives about the same part.
    """
    known: list[Report] = []
    asked: list[Report] = []
    for one in reports:
        (known if crc32(str(one.id).encode()) % ONE_IN else asked).append(one)
    return known, asked


def enough(known: Sequence[Report], asked: Sequence[Report]) -> bool:
    labels = {one.label for one in known}
    return len(known) >= LEAST_LEARNED and len(asked) >= LEAST_HELD and len(labels) >= LEAST_LABELS


def attempt(
    start: Start, known: Sequence[Report], asked: Sequence[Report], before: Model | None
) -> Trial:
    """Learn from the known and ask everybody the others."""
    told = [Example(text, label) for label, texts in start.items() for text in texts[1:] if text]
    told += [one for label, texts in start.items() for one in named(label, texts[0])]
    model = train([*told, *(Example(one.text, one.label) for one in known)], shared=SHARED)
    model.sharpness = _sharpness(model, asked)
    index = Index(start)
    return Trial(
        model,
        len(known),
        len(asked),
        _figures(lambda text: [one.label for one in model.rank(text)], asked),
        _figures(lambda text: [hit.key for hit in index.search(text)], asked),
        _figures(lambda text: [one.label for one in before.rank(text)], asked) if before else None,
    )


def _figures(rank: Rank, asked: Sequence[Report]) -> Figures:
    ranks = [(one.label, list(rank(one.text))[:3]) for one in asked]
    first = sum(label in found[:1] for label, found in ranks)
    return Figures(first / len(asked), sum(label in found for label, found in ranks) / len(asked))


def _sharpness(model: Model, asked: Sequence[Report]) -> float:
    """With which the chances that the model names come true most nearly."""
    right = [model.labels.index(one.label) for one in asked if one.label in model.labels]
    scores = np.array([model.scores(one.text) for one in asked if one.label in model.labels])
    if not right:
        return model.sharpness

    def likelihood(sharpness: float) -> float:
        spread = sharpness * (scores - scores.max(axis=1, keepdims=True))
        chances = spread[np.arange(len(right)), right] - np.log(np.exp(spread).sum(axis=1))
        return float(chances.mean())

    return float(max(SHARPNESS, key=likelihood))
