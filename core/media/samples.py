"""Where in the file a track's pictures or sounds lie (ISO/IEC 14496-12, 8.7)."""

from collections.abc import Iterator
from itertools import accumulate

from core.media.boxes import Box, boxes, numbers
from core.media.outcomes import Closed

PATH = (b"mdia", b"minf", b"stbl")


def chunks(data: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """From and to where each chunk of the track reaches."""
    tables = {box.kind: box for box in _inside(data, track)}
    if b"stsc" not in tables:
        raise Closed
    offsets = _offsets(data, tables)
    sizes = _sizes(data, tables)
    # How many bytes the samples before this one take.
    before = [0, *accumulate(sizes)]
    counts = list(_counts(data, tables[b"stsc"], len(offsets)))
    if len(counts) != len(offsets):
        raise Closed
    sample = 0
    for offset, count in zip(offsets, counts, strict=True):
        if sample + count > len(sizes):
            raise Closed
        yield offset, offset + before[sample + count] - before[sample]
        sample += count


def _inside(data: bytearray, track: Box) -> list[Box]:
    """The tables of a track."""
    found = [track]
    for kind in PATH:
        found = [box for one in found for box in boxes(data, one.body, one.end) if box.kind == kind]
        if len(found) != 1:
            raise Closed
    return list(boxes(data, found[0].body, found[0].end))


def _offsets(data: bytearray, tables: dict[bytes, Box]) -> tuple[int, ...]:
    """Where each chunk begins."""
    box = tables.get(b"stco") or tables.get(b"co64")
    if box is None:
        raise Closed
    form = "I" if box.kind == b"stco" else "Q"
    return numbers(data, form, box.body + 8, box.end, _count(data, box))


def _sizes(data: bytearray, tables: dict[bytes, Box]) -> tuple[int, ...]:
    """The bytes of each sample."""
    box = tables.get(b"stsz")
    if box is None:
        raise Closed
    (same, count) = numbers(data, "I", box.body + 4, box.end, 2)
    if same:
        # A sample has at least a byte, so there cannot be more of them than the file has.
        return (same,) * min(count, len(data) + 1)
    return numbers(data, "I", box.body + 12, box.end, count)


def _counts(data: bytearray, box: Box, chunk_count: int) -> Iterator[int]:
    """How many samples each chunk has; runs of chunks alike are written once."""
    count = _count(data, box)
    flat = numbers(data, "I", box.body + 8, box.end, count * 3)
    runs = [flat[at : at + 3] for at in range(0, len(flat), 3)]
    untils = [*(run[0] for run in runs[1:]), chunk_count + 1]
    # Without any run there is no first chunk either, which whoever asked then misses.
    for (first, samples, _), until in zip(runs, untils, strict=False):
        if not 1 <= first <= until <= chunk_count + 1:
            raise Closed
        yield from (samples for _ in range(until - first))


def _count(data: bytearray, box: Box) -> int:
    return numbers(data, "I", box.body + 4, box.end, 1)[0]
