"""A JPEG as it stands in a document: its segments without what was written beside the picture."""

import re

from core.media.outcomes import Closed

START, END, SCAN = 0xD8, 0xD9, 0xDA
# JFIF and Adobe say how the colours are meant; every other application segment and comment goes.
MEANING = (0xE0, 0xEE)
COMMENT = 0xFE
# In a scan 0xFF is followed by zero or by a restart mark; anything else is the next segment.
NEXT = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


def bare(jpeg: bytes) -> bytes:
    """The picture and nothing after it (ITU-T T.81, annex B); raises Closed for what is none."""
    out, at = bytearray(b"\xff\xd8"), 2
    if jpeg[:2] != out:
        raise Closed
    kind = START
    while True:
        found = NEXT.match(jpeg, at)
        if found is None and kind == SCAN and at == len(jpeg):
            # Scanners forget to write the end.
            return bytes(out + b"\xff\xd9")
        if found is None:
            raise Closed
        kind, body = found[0][-1], found.end()
        if kind == END:
            return bytes(out + b"\xff\xd9")
        end = _end(jpeg, kind, body)
        if kind not in (COMMENT, *range(0xE0, 0xF0)) or kind in MEANING:
            out += b"\xff" + jpeg[body - 1 : end]
        at = end


def _end(jpeg: bytes, kind: int, body: int) -> int:
    """Where a segment ends; a scan reaches to the next segment."""
    if body + 2 > len(jpeg):
        raise Closed
    length = int.from_bytes(jpeg[body : body + 2], "big")
    end = body + length
    if kind == SCAN:
        after = NEXT.search(jpeg, end)
        end = after.start() if after else len(jpeg)
    if length < 2 or end > len(jpeg):
        raise Closed
    return end
