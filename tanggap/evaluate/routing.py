"""How well categories are found: the service's own learner, on only the data given."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from core.errors import Refused
from core.routing.learner import Example, named, train
from core.routing.model import Model
from tanggap.evaluate.labelled import check_labels, read

SEED = 1
WORST = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Guess:
    """What was said of one text: labels, the likeliest first, and how long that took."""

    labels: Sequence[str]
    ms: float


def measure_test(train_file: Path, test_file: Path, shared: int) -> "Outcome":
    """Learn from one file, and guess the other."""
    known, asked = read(train_file), read(test_file)
    check_labels(train_file, known)
    return Outcome(_guesses(learn(known, shared), asked), asked)


def measure_folds(file: Path, folds: int, shared: int, progress: Progress) -> "Outcome":
    """Guess each part of a file by what was learned from all others."""
    rows = read(file)
    check_labels(file, rows)
    if folds > len(rows):
        raise Refused("cli.evaluate.routing.refused.folds", file=file, folds=folds, rows=len(rows))
    guesses, asked = [], []
    for number, (known, part) in enumerate(_parts(rows, folds), start=1):
        progress(number, folds)
        check_labels(file, known)
        guesses += _guesses(learn(known, shared), part)
        asked += part
    return Outcome(guesses, asked)


def learn(known: Sequence[Example], shared: int) -> Model:
    """As the service learns: the names of the categories are its first examples."""
    labels = sorted({row.label for row in known})
    first = [one for label in labels for one in named(label, label.replace("_", " "))]
    return train([*first, *known], shared=shared)


def _guesses(model: Model, rows: Sequence[Example]) -> list[Guess]:
    return [_timed(model, row.text) for row in rows]


def _timed(model: Model, text: str) -> Guess:
    began = perf_counter()
    ranked = model.rank(text)
    return Guess([one.label for one in ranked], (perf_counter() - began) * 1000)


def _parts(rows: Sequence[Example], folds: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """What to learn from and what to guess: each label is dealt out evenly, always the same way."""
    by_label = defaultdict(list)
    for at, row in enumerate(rows):
        by_label[row.label].append(at)
    dealer = random.Random(SEED)
    for label in sorted(by_label):
        dealer.shuffle(by_label[label])
    order = [at for label in sorted(by_label) for at in by_label[label]]
    part = {at: number % folds for number, at in enumerate(order)}
    for here in range(folds):
        known = [row for at, row in enumerate(rows) if part[at] != here]
        yield known, [row for at, row in enumerate(rows) if part[at] == here]


class Outcome:
    """The guesses beside the labels, which are read only now."""

    def __init__(self, guesses: Sequence[Guess], rows: Sequence[Example]) -> None:
        self._times = [guess.ms for guess in guesses]
        self._pairs = [(row.label, guess.labels) for guess, row in zip(guesses, rows, strict=True)]

    def figures(self) -> dict[str, float]:
        """Shares are 0 to 1, times milliseconds for one text."""
        count = len(self._pairs)
        p50, p95 = _percentiles(self._times)
        return {
            "n": count,
            "top1": round(sum(label in found[:1] for label, found in self._pairs) / count, 4),
            "top3": round(sum(label in found[:3] for label, found in self._pairs) / count, 4),
            "macro_f1": round(self._macro_f1(), 4),
            "p50_ms": round(p50, 3),
            "p95_ms": round(p95, 3),
        }

    def confusions(self) -> list[tuple[str, str, int]]:
        """Label, what was guessed instead, and how often; the most frequent first."""
        wrong = Counter((label, found[0]) for label, found in self._pairs if found[0] != label)
        worst = sorted(wrong.items(), key=lambda one: (-one[1], one[0]))[:WORST]
        return [(*pair, times) for pair, times in worst]

    def _macro_f1(self) -> float:
        """The mean over the labels that are there, of precision and recall as their F1."""
        there = Counter(label for label, _ in self._pairs)
        said = Counter(found[0] for _, found in self._pairs)
        right = Counter(label for label, found in self._pairs if found[0] == label)
        scores = [2 * right[one] / (there[one] + said[one]) for one in there]
        return sum(scores) / len(scores)


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else [*times] * 19
    return cuts[9], cuts[18]
