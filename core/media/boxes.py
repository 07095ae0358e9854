"""The boxes that MP4, MOV and M4A files are made of (ISO/IEC 14496-12, 4.2)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from core.media.outcomes import Closed


@dataclass(frozen=True)
class Box:
    """A box at `start`, its content from `body` to `end`, as places in the file."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(data: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, which they must fill; raises Closed where they do not."""
    while start < end:
        if end - start < 8:
            raise Closed
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1 and end - start >= 16:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif size == 0:
            size = end - start
        if body - start > size or size > end - start:
            raise Closed
        yield Box(kind, start, body, start + size)
        start += size


def blank(data: bytearray, box: Box) -> None:
    """Leave an empty box of the same length, so that nothing else in the file moves."""
    data[box.start + 4 : box.start + 8] = b"free"
    wipe(data, box.body, box.end)


def wipe(data: bytearray, start: int, end: int) -> None:
    """Zeros from one place to another; nothing where a box is too short to have them."""
    if start < end:
        data[start:end] = bytes(end - start)


def numbers(data: bytearray, form: str, start: int, end: int, count: int) -> tuple[int, ...]:
    """`count` big-endian numbers of one struct form; raises Closed when they do not fit in."""
    if start + count * struct.calcsize(f">{form}") > end:
        raise Closed
    return struct.unpack_from(f">{count}{form}", data, start)
