"""Voice messages: Opus in Ogg pages (RFC 3533, RFC 7845); its comments are wiped in place."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.media.boxes import wipe
from core.media.outcomes import Closed

HEAD = 27
POLYNOMIAL = 0x04C11DB7
MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Page:
    """A page from `start` to `end` with its content from `body`; `open` when it goes on after."""

    start: int
    body: int
    end: int
    serial: int
    open: bool


def clean(content: bytes) -> bytes:
    """The same sound without title, place, or the name of what recorded it.

    Raises Closed for anything but one stream of Opus, since more could be hidden in another.
    """
    data = bytearray(content)
    found = list(pages(data))
    if len({page.serial for page in found}) != 1 or not _begins(data, found[0], b"OpusHead"):
        raise Closed
    comments = _comments(data, found[1:])
    # Zeros are a header with no maker and no comments, and room that players pass over.
    wipe(data, comments[0].body + 8, comments[0].end)
    for page in comments[1:]:
        wipe(data, page.body, page.end)
    for page in comments:
        _sign(data, page)
    return bytes(data)


def pages(data: bytearray) -> Iterator[Page]:
    """The pages, which must fill the file."""
    start = 0
    while start < len(data):
        if len(data) - start < HEAD or data[start : start + 5] != b"OggS\0":
            raise Closed
        count = data[start + 26]
        lengths = data[start + HEAD : start + HEAD + count]
        body = start + HEAD + count
        end = body + sum(lengths)
        if end > len(data):
            raise Closed
        (serial,) = struct.unpack_from("<I", data, start + 14)
        yield Page(start, body, end, serial, bool(lengths) and lengths[-1] == 255)
        start = end


def _comments(data: bytearray, after: list[Page]) -> list[Page]:
    """The pages of the second packet, which has them to itself (RFC 7845, 3)."""
    last = next((n for n, page in enumerate(after) if not page.open), None)
    if last is None or not _begins(data, after[0], b"OpusTags"):
        raise Closed
    return after[: last + 1]


def _begins(data: bytearray, page: Page, magic: bytes) -> bool:
    return data[page.body : page.body + 8] == magic


def _sign(data: bytearray, page: Page) -> None:
    """Write the page's checksum, which is made with zeros in its own place."""
    wipe(data, page.start + 22, page.start + 26)
    struct.pack_into("<I", data, page.start + 22, checksum(data[page.start : page.end]))


def checksum(data: bytes | bytearray) -> int:
    """CRC-32 as Ogg has it: not reflected, beginning with zero (RFC 3533, 6)."""
    found = 0
    for byte in data:
        found = (found << 8) & MASK ^ _table()[(found >> 24) ^ byte]
    return found


@cache
def _table() -> tuple[int, ...]:
    return tuple(_entry(byte << 24) for byte in range(256))


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value << 1) & MASK ^ (POLYNOMIAL if value >> 31 else 0)
    return value
