"""What was learned: for each piece of text how much it speaks for each label."""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.language.stems import Stemmer
from core.language.words import words
from core.routing.pieces import SHARES, pieces
from core.routing.sparse import Numbers, Places

Piece = tuple[str, str]
REMEMBERED = 20_000
REASONS = 2


@dataclass(frozen=True)
class Likely:
    """A label and how likely it is right, 0 to 1."""

    label: str
    confidence: float


class Model:
    """Weights of pieces for labels. Ranking is quick; use it from any thread.

    `sharpness` turns differences of scores into probabilities; learning fits it to texts that
    were not learned from.
    """

    def __init__(
        self,
        labels: Sequence[str],
        vocabulary: Sequence[str],
        kept: Sequence[Piece],
        scales: Numbers,
        weights: Numbers,
        sharpness: float = 4.0,
    ) -> None:
        self.labels = tuple(labels)
        self.sharpness = sharpness
        self.vocabulary, self.pieces = tuple(vocabulary), tuple(kept)
        self._place = {piece: place for place, piece in enumerate(kept)}
        self._kinds = kinds_of(kept)
        self._scales, self._weights = scales, weights
        self._stem = lru_cache(maxsize=REMEMBERED)(Stemmer(vocabulary).stem)

    def rank(self, text: str) -> list[Likely]:
        """Every label, the likeliest first."""
        scores = self.sharpness * self.scores(text)
        odds = np.exp(scores - scores.max())
        order = np.argsort(-odds, kind="stable")
        return [Likely(self.labels[at], float(odds[at] / odds.sum())) for at in order]

    def scores(self, text: str) -> Numbers:
        """How much the text speaks for each label; all the same when no piece of it is known."""
        places, values = self._placed(text)
        return np.asarray(values @ self._weights[places].astype(np.float32), dtype=np.float32)

    def because(self, text: str, label: str) -> list[str]:
        """The words of the text that speak most for the label, most telling first."""
        at = self.labels.index(label)
        told = {word: self._says(word, at) for word in dict.fromkeys(words(text))}
        best = sorted(told, key=lambda word: (-told[word], word))[:REASONS]
        return [word for word in best if told[word] > 0]

    def _says(self, word: str, at: int) -> float:
        places, values = self._placed(word)
        strong = self._scales[places].sum() if len(places) else 0.0
        return float(values @ self._weights[places, at] * strong)

    def _placed(self, text: str) -> tuple[Places, Numbers]:
        found = pieces(text, self._stem).items()
        known = [(self._place[piece], times) for piece, times in found if piece in self._place]
        places = np.array([place for place, _ in known], dtype=np.int32)
        times = np.array([times for _, times in known], dtype=np.float32)
        return places, weighed(places, times, self._scales, self._kinds)

    def __reduce__(self) -> tuple[Callable[[bytes], "Model"], tuple[bytes]]:
        return Model.from_bytes, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """To be kept in a row; half precision changes no ranking that means anything."""
        told = {
            "labels": self.labels,
            "vocabulary": self.vocabulary,
            "pieces": self.pieces,
            "sharpness": self.sharpness,
        }
        written = io.BytesIO()
        np.savez_compressed(
            written,
            told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
            scales=self._scales.astype(np.float16),
            weights=self._weights.astype(np.float16),
        )
        return written.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Model":
        with np.load(io.BytesIO(kept), allow_pickle=False) as read:
            told = json.loads(read["told"].tobytes())
            return cls(
                told["labels"],
                told["vocabulary"],
                [(kind, form) for kind, form in told["pieces"]],
                read["scales"].astype(np.float32),
                read["weights"],
                told["sharpness"],
            )


KINDS = tuple(SHARES)
PARTS = np.sqrt(np.array([*SHARES.values()]) / sum(SHARES.values()))


def kinds_of(kept: Iterable[Piece]) -> Places:
    """The kind of each piece, as a number."""
    return np.array([KINDS.index(kind) for kind, _ in kept], dtype=np.int32)


def weighed(places: Places, times: Numbers, scales: Numbers, kinds: Places) -> Numbers:
    """What the pieces of one text count for, each kind brought to its share."""
    values = (1 + np.log(times)) * scales[places]
    lengths = np.sqrt(np.bincount(kinds[places], weights=values**2, minlength=len(KINDS)))
    return np.asarray(values * (PARTS / np.maximum(lengths, 1e-9))[kinds[places]], np.float32)
