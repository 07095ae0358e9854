"""Just enough sparse algebra: rows of a few hundred numbers among tens of thousands of columns."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Places = NDArray[np.int32]
# Products are made in portions of so many entries, so that memory does not grow with the rows.
PORTION = 20_000


class Sparse:
    """A matrix of rows, each given by places and values; not changed after it is made."""

    def __init__(self, rows: Iterable[tuple[Places, Numbers]], width: int) -> None:
        made = list(rows)
        sizes = [len(places) for places, _ in made]
        self.height, self.width = len(made), width
        self._across = _Lines(
            np.concatenate([places for places, _ in made]),
            np.concatenate([values for _, values in made]),
            np.asarray(sizes, dtype=np.int32),
        )
        self._down = self._turned(np.repeat(np.arange(self.height, dtype=np.int32), sizes))

    def times(self, other: Numbers) -> Numbers:
        """This matrix times a dense one."""
        return self._across.times(other)

    def turned_times(self, other: Numbers) -> Numbers:
        """The transposed matrix times a dense one."""
        return self._down.times(other)

    def _turned(self, row_of: Places) -> "_Lines":
        order = np.argsort(self._across.places, kind="stable")
        sizes = np.bincount(self._across.places, minlength=self.width)
        return _Lines(row_of[order], self._across.values[order], sizes.astype(np.int32))


class _Lines:
    """Entries line after line: where each one stands, its value, and how many a line has."""

    def __init__(self, places: Places, values: Numbers, sizes: Places) -> None:
        self.places, self.values, self._sizes = places, values, sizes
        self._starts = np.concatenate(([0], np.cumsum(sizes)))

    def times(self, other: Numbers) -> Numbers:
        out = np.zeros((len(self._sizes), other.shape[1]), dtype=np.float32)
        for first, last in self._portions():
            start, end = self._starts[first], self._starts[last]
            if start < end:
                product = self.values[start:end, None] * other[self.places[start:end]]
                filled = np.flatnonzero(self._sizes[first:last])
                begins = self._starts[first:last][filled] - start
                out[first + filled] = np.add.reduceat(product, begins, axis=0)
        return out

    def _portions(self) -> Iterator[tuple[int, int]]:
        first = 0
        while first < len(self._sizes):
            last = int(np.searchsorted(self._starts, self._starts[first] + PORTION, side="right"))
            last = min(max(first + 1, last - 1), len(self._sizes))
            yield first, last
            first = last


def solve_ridge(matrix: Sparse, wanted: Numbers, penalty: float, rounds: int) -> Numbers:
    """The weights w with the least |matrix w - wanted|² + penalty |w|², by conjugate gradients.

    Solved for one number per row (w = matrixᵀ a), all columns of `wanted` at once.
    """
    answer = np.zeros_like(wanted)
    rest = wanted.copy()
    way, left = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(rounds):
        step = matrix.times(matrix.turned_times(way)) + penalty * way
        far = left / np.maximum((way * step).sum(axis=0), np.finfo(np.float32).tiny)
        answer += far * way
        rest -= far * step
        now = (rest * rest).sum(axis=0)
        way = rest + now / np.maximum(left, np.finfo(np.float32).tiny) * way
        left = now
    return matrix.turned_times(answer)
