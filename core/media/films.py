"""Video and sound in boxes: the pictures and the sound stay where they are, all else is wiped.

What is kept is listed, so a kind of box nobody has thought of goes too: the place, the camera, the
owner, and tracks that record the way somebody went. Nothing is moved, so every offset stays right.
"""

from collections.abc import Callable, Iterator

from core.media.boxes import Box, blank, boxes, wipe
from core.media.outcomes import Closed
from core.media.samples import chunks

Keep = Callable[[bytearray, Box], None]

# The boxes that are kept, by the box they stand in.
KEPT: dict[bytes, tuple[bytes, ...]] = {
    b"moov": (b"mvhd", b"trak"),
    b"trak": (b"tkhd", b"edts", b"mdia"),
    b"edts": (b"elst",),
    b"mdia": (b"mdhd", b"hdlr", b"minf"),
    b"minf": (b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"),
    b"dinf": (b"dref",),
    b"stbl": (
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsz", b"stz2", b"stsc", b"stco", b"co64",
        b"sdtp", b"sgpd", b"sbgp",
    ),
}  # fmt: skip
# Parts of a film that was written while it was being made: their offsets are elsewhere.
FRAGMENTED = (b"moof", b"mvex", b"sidx", b"cmov")
PICTURES, SOUND = b"vide", b"soun"
DEEPEST = 8


def clean(content: bytes) -> tuple[bytes, str]:
    """The file with only pictures and sound in it, and the ending of its name."""
    data = bytearray(content)
    top = list(boxes(data, 0, len(data)))
    films = [box for box in top if box.kind == b"moov"]
    if len(films) != 1:
        raise Closed
    _strip(data, films[0], DEEPEST)
    tracks = [box for box in boxes(data, films[0].body, films[0].end) if box.kind == b"trak"]
    kinds = {track.start: handler(data, track) for track in tracks}
    kept = [track for track in tracks if kinds[track.start] in (PICTURES, SOUND)]
    if not kept:
        raise Closed
    ranges = sorted(chunk for track in kept for chunk in chunks(data, track))
    for track in tracks:
        if track not in kept:
            blank(data, track)
    _keep_only(data, top, ranges)
    return bytes(data), ".mp4" if PICTURES in kinds.values() else ".m4a"


def handler(data: bytearray, track: Box) -> bytes:
    """What a track holds: `vide`, `soun`, or something else."""
    media = [box for box in boxes(data, track.body, track.end) if box.kind == b"mdia"]
    found = [box for one in media for box in boxes(data, one.body, one.end) if box.kind == b"hdlr"]
    if len(found) != 1:
        raise Closed
    return bytes(data[found[0].body + 8 : found[0].body + 12])


def _strip(data: bytearray, parent: Box, depth: int) -> None:
    """Wipe everything below a box that is not on the list."""
    for box in boxes(data, parent.body, parent.end):
        if box.kind in FRAGMENTED or depth == 0:
            raise Closed
        if box.kind not in KEPT[parent.kind]:
            blank(data, box)
        elif box.kind in KEPT:
            _strip(data, box, depth - 1)
        elif box.kind in SCRUBBED:
            SCRUBBED[box.kind](data, box)


def _forget_times(data: bytearray, box: Box) -> None:
    """When it was recorded and changed: two numbers after version and flags."""
    long = data[box.body : box.body + 1] == b"\1"
    wipe(data, box.body + 4, min(box.end, box.body + (20 if long else 12)))


def _forget_maker(data: bytearray, box: Box) -> None:
    """Whose software wrote it; what kind of track it is stays."""
    wipe(data, box.body + 12, box.end)


def _refuse_elsewhere(data: bytearray, box: Box) -> None:
    """A film whose pictures are in another file names that file."""
    if any(entry.end - entry.start != 12 for entry in boxes(data, box.body + 8, box.end)):
        raise Closed


SCRUBBED: dict[bytes, Keep] = {
    b"mvhd": _forget_times,
    b"tkhd": _forget_times,
    b"mdhd": _forget_times,
    b"hdlr": _forget_maker,
    b"dref": _refuse_elsewhere,
}


def _keep_only(data: bytearray, top: list[Box], ranges: list[tuple[int, int]]) -> None:
    """Wipe every other box, and what lies between the pictures and sounds in the media data."""
    inside = 0
    for box in top:
        if box.kind in FRAGMENTED:
            raise Closed
        if box.kind == b"mdat":
            here = [one for one in ranges if box.body <= one[0] and one[1] <= box.end]
            inside += len(here)
            for start, end in _gaps(box, here):
                wipe(data, start, end)
        elif box.kind not in (b"ftyp", b"moov"):
            blank(data, box)
    if inside != len(ranges):
        raise Closed


def _gaps(box: Box, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a box that none of the ranges, which are in order, covers."""
    at = box.body
    for start, end in ranges:
        if start > at:
            yield at, start
        at = max(at, end)
    if at < box.end:
        yield at, box.end
