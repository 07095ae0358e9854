"""Learns from texts with a label which words speak for which label.

Two linear learners that err differently and make one table of weights: ridge regression on the
labels (one against the rest), and complement naive Bayes (Rennie and others, 2003).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.language.stems import Stemmer
from core.language.words import spelled
from core.routing.families import family_words, relatives
from core.routing.model import Model, Piece, kinds_of, weighed
from core.routing.pieces import pieces
from core.routing.sparse import Numbers, Places, Sparse, solve_ridge

# Found by measuring, see docs/performance.md.
PENALTY, ROUNDS = 0.3, 15
SMOOTHING, BAYES = 0.03, 0.1
TELLING = 0.35
# So much is kept at most, what most texts share first: some megabytes for an office.
MOST_PIECES, MOST_WORDS = 60_000, 20_000

# A text as places of pieces and how often each is in it.
Row = tuple[Places, Numbers]


@dataclass(frozen=True)
class Example:
    """A text and what it is about."""

    text: str
    label: str


def named(label: str, name: str) -> list[Example]:
    """The first examples of a label: its name, and what words of that meaning go with."""
    return [Example(said, label) for said in (name, *relatives(name))]


def train(examples: Sequence[Example], *, shared: int = 1) -> Model:
    """A model of the examples, which have two labels at least.

    Only pieces that `shared` texts have are in it, beside words of our own lists: what is kept
    must not let anybody's words be read.
    """
    labels = sorted({one.label for one in examples})
    wanted = np.array([labels.index(one.label) for one in examples])
    words = _words((one.text for one in examples), shared)
    stem = lru_cache(maxsize=None)(Stemmer(words).stem)
    kept, rows = _Counted((one.text for one in examples), stem).kept(shared)
    scales = _scales(rows, len(kept), wanted, len(labels))
    kinds = kinds_of(kept)
    matrix = Sparse(
        ((places, weighed(places, times, scales, kinds)) for places, times in rows), len(kept)
    )
    weights = _ridge(matrix, wanted, len(labels)) + BAYES * _bayes(matrix, wanted, len(labels))
    weights -= weights.mean(axis=1, keepdims=True)
    return Model(labels, words, kept, scales, weights)


class _Counted:
    """The pieces of many texts by number: there are millions of them, of which few are kept."""

    def __init__(self, texts: Iterable[str], stem: Callable[[str], str]) -> None:
        known: dict[Piece, int] = {}
        self._rows: list[Row] = []
        for text in texts:
            found = pieces(text, stem)
            places = [known.setdefault(piece, len(known)) for piece in found]
            self._rows.append((np.array(places, np.int32), np.array([*found.values()], np.float32)))
        self._pieces = list(known)
        self._ours = {stem(word) for word in family_words()}
        every = np.concatenate([places for places, _ in self._rows])
        self._texts = np.bincount(every, minlength=len(known))

    def kept(self, shared: int) -> tuple[list[Piece], list[Row]]:
        """The pieces that are kept, and the texts as counts of those."""
        may = [at for at in range(len(self._pieces)) if self._may_stay(at, shared)]
        best = sorted(may, key=lambda at: (-self._texts[at], self._pieces[at]))[:MOST_PIECES]
        places = np.full(len(self._pieces), -1, np.int32)
        places[best] = np.arange(len(best))
        rows = [(places[at], times) for at, times in self._rows]
        return [self._pieces[at] for at in best], [
            (at[at >= 0], times[at >= 0]) for at, times in rows
        ]

    def _may_stay(self, at: int, shared: int) -> bool:
        kind, form = self._pieces[at]
        ours = kind in ("family", "opening") or (kind == "word" and form in self._ours)
        return ours or bool(self._texts[at] >= shared)


def _words(texts: Iterable[str], shared: int) -> list[str]:
    """What the stems are found from, in a fixed order."""
    found = Counter(word for text in texts for word in set(spelled(text)) if word.isalpha())
    common = [word for word, times in found.most_common(MOST_WORDS) if times >= shared]
    return sorted({*common, *family_words()})


def _scales(rows: Sequence[Row], width: int, wanted: np.ndarray, labels: int) -> Numbers:
    """What each piece is worth: rare ones more, and those that few labels share."""
    having = np.zeros((width, labels), dtype=np.float32)
    for (places, _), label in zip(rows, wanted, strict=True):
        having[places, label] += 1
    sizes = np.bincount(wanted, minlength=labels).astype(np.float32)
    rare = np.log((1 + len(rows)) / (1 + having.sum(axis=1))) + 1
    rates = (having + sizes / len(rows)) / (sizes + 1)
    spread = rates / rates.sum(axis=1, keepdims=True)
    evenly = -(spread * np.log(spread)).sum(axis=1) / np.log(labels)
    return np.asarray(rare * np.maximum(1e-3, 1 - evenly) ** TELLING, dtype=np.float32)


def _ridge(matrix: Sparse, wanted: np.ndarray, labels: int) -> Numbers:
    return solve_ridge(matrix, 2 * _own(wanted, labels) - 1, PENALTY, ROUNDS)


def _bayes(matrix: Sparse, wanted: np.ndarray, labels: int) -> Numbers:
    """How much less each piece is in the texts of all other labels."""
    having = matrix.turned_times(_own(wanted, labels)) + SMOOTHING / labels
    others = having.sum(axis=1, keepdims=True) - having + SMOOTHING
    return np.asarray(np.log(others.sum(axis=0) + SMOOTHING) - np.log(others), dtype=np.float32)


def _own(wanted: np.ndarray, labels: int) -> Numbers:
    """One row per text, with a one under its label."""
    own: Numbers = np.eye(labels, dtype=np.float32)[wanted]
    return own
