"""Learns from texts with a label which words speak for which label.

Two linear learners that err differently and make one table of weights: ridge regression on the
labels (one against the rest), and complement naive Bayes (Rennie and others, 2003).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.language.stems import Stemmer
from core.language.words import spelled
from core.routing.families import family_words
from core.routing.model import Model, Piece, placed
from core.routing.pieces import pieces
from core.routing.sparse import Numbers, Sparse, solve_ridge

# Found by measuring, see docs/performance.md.
PENALTY, ROUNDS = 0.3, 15
SMOOTHING, BAYES = 0.03, 0.1
TELLING = 0.35
# So much is kept at most, what most texts share first: some megabytes for an office.
MOST_PIECES, MOST_WORDS = 60_000, 20_000


@dataclass(frozen=True)
class Example:
    """A text and what it is about."""

    text: str
    label: str


def train(examples: Sequence[Example], *, shared: int = 1) -> Model:
    """A model of the examples, which have two labels at least.

    Only pieces that `shared` texts have are in it, beside words of our own lists: what is kept
    must not let anybody's words be read.
    """
    labels = sorted({one.label for one in examples})
    wanted = np.array([labels.index(one.label) for one in examples])
    words = _words((one.text for one in examples), shared)
    stem = lru_cache(maxsize=None)(Stemmer(words).stem)
    counts = [pieces(one.text, stem) for one in examples]
    kept = _kept(counts, shared, {stem(word) for word in family_words()})
    scales = _scales(counts, kept, wanted, len(labels))
    matrix = Sparse((placed(one, kept, scales) for one in counts), len(kept))
    weights = _ridge(matrix, wanted, len(labels)) + BAYES * _bayes(matrix, wanted, len(labels))
    weights -= weights.mean(axis=1, keepdims=True)
    return Model(labels, words, kept, scales, weights)


def _words(texts: Iterable[str], shared: int) -> list[str]:
    """What the stems are found from, in a fixed order."""
    found = Counter(word for text in texts for word in set(spelled(text)) if word.isalpha())
    common = [word for word, times in found.most_common(MOST_WORDS) if times >= shared]
    return sorted({*common, *family_words()})


def _kept(counts: Sequence[Counter[Piece]], shared: int, ours: set[str]) -> dict[Piece, int]:
    """The place of each piece that is kept."""
    texts = Counter(piece for one in counts for piece in one)
    most = sorted(texts, key=lambda piece: (-texts[piece], piece))[:MOST_PIECES]
    kept = [piece for piece in most if texts[piece] >= shared or _is_ours(piece, ours)]
    return {piece: place for place, piece in enumerate(kept)}


def _is_ours(piece: Piece, ours: set[str]) -> bool:
    kind, form = piece
    return kind in ("family", "opening") or (kind == "word" and form in ours)


def _scales(
    counts: Sequence[Counter[Piece]], kept: dict[Piece, int], wanted: np.ndarray, labels: int
) -> Numbers:
    """What each piece is worth: rare ones more, and those that few labels share."""
    having = np.zeros((len(kept), labels), dtype=np.float32)
    for one, label in zip(counts, wanted, strict=True):
        having[[kept[piece] for piece in one if piece in kept], label] += 1
    sizes = np.bincount(wanted, minlength=labels).astype(np.float32)
    rare = np.log((1 + len(counts)) / (1 + having.sum(axis=1))) + 1
    rates = (having + sizes / len(counts)) / (sizes + 1)
    spread = rates / rates.sum(axis=1, keepdims=True)
    evenly = -(spread * np.log(spread)).sum(axis=1) / np.log(labels)
    return np.asarray(rare * np.maximum(1e-3, 1 - evenly) ** TELLING, dtype=np.float32)


def _ridge(matrix: Sparse, wanted: np.ndarray, labels: int) -> Numbers:
    return solve_ridge(matrix, 2 * _own(wanted, labels) - 1, PENALTY, ROUNDS)


def _bayes(matrix: Sparse, wanted: np.ndarray, labels: int) -> Numbers:
    """How much less each piece is in the texts of all other labels."""
    having = matrix.turned_times(_own(wanted, labels)) + SMOOTHING / labels
    others = having.sum(axis=1, keepdims=True) - having + SMOOTHING
    return np.asarray(np.log(others.sum(axis=0)) - np.log(others), dtype=np.float32)


def _own(wanted: np.ndarray, labels: int) -> Numbers:
    """One row per text, with a one under its label."""
    own: Numbers = np.eye(labels, dtype=np.float32)[wanted]
    return own
