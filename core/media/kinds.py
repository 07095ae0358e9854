"""What a file is, by its first bytes; names and what a phone says about it are not asked.

Signatures: MIME Sniffing Standard (WHATWG) and, for brands of ISO base media files, the register
of the MP4 Registration Authority.
"""

from codecs import getincrementaldecoder
from dataclasses import dataclass
from typing import Literal

from core.media.outcomes import Unfit
from core.media.packages import package_suffix


@dataclass(frozen=True)
class Kind:
    """How a kept file is served: its media type, and what a page makes of it."""

    media_type: str
    shown: Literal["image", "audio", "video", "file"]


SAVED = Kind("application/octet-stream", "file")
# Only what we made or cleaned ourselves is ever opened in a page; all else is to be saved.
KINDS = {
    ".jpg": Kind("image/jpeg", "image"),
    ".ogg": Kind("audio/ogg", "audio"),
    ".m4a": Kind("audio/mp4", "audio"),
    ".mp4": Kind("video/mp4", "video"),
}
STARTS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"%PDF-", ".pdf"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
    (b"\xff\xf3", ".mp3"),
    (b"#!AMR", ".amr"),
    (b"fLaC", ".flac"),
    (b"\x1aE\xdf\xa3", ".webm"),
    (b"{\\rtf", ".rtf"),
)
FORMS = {b"WEBP": ".webp", b"WAVE": ".wav"}
STILLS = {
    b"heic": ".heic", b"heix": ".heic", b"heim": ".heic", b"heis": ".heic", b"hevc": ".heic",
    b"hevx": ".heic", b"mif1": ".heic", b"msf1": ".heic", b"avif": ".avif", b"avis": ".avif",
}  # fmt: skip
# Archives hide what is in them, programs do things: nobody needs either to tell what happened.
REFUSED = (
    b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
    b"MSCF", b"PK\x05\x06", b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!/",
    b"dex\n",
)  # fmt: skip
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "PowerPoint Document": ".ppt"}
LOOKED_AT = 64 * 1024


def suffix_of(content: bytes) -> str:
    """The ending of the name that a file of this content gets; raises Unfit for what is refused."""
    if not content:
        raise Unfit("unreadable")
    if content.startswith(REFUSED) or content[257:262] == b"ustar":
        raise Unfit("packed")
    if content.startswith(b"PK\x03\x04"):
        return package_suffix(content)
    if content.startswith(OLD_OFFICE):
        return _old_office(content)
    return _by_start(content) or _text_or_not(content)


def kind_of(stored: str, *, cleaned: bool) -> Kind:
    """How the file of this stored name is served."""
    _, dot, suffix = stored.partition(".")
    return KINDS.get(dot + suffix, SAVED) if cleaned else SAVED


def _by_start(content: bytes) -> str | None:
    if content[4:8] == b"ftyp":
        return STILLS.get(content[8:12], ".mp4")
    if content[:4] == b"RIFF":
        return FORMS.get(content[8:12], ".bin")
    if content[:2] == b"BM" and content[6:10] == bytes(4):  # two letters alone may be words
        return ".bmp"
    found = (suffix for start, suffix in STARTS if content.startswith(start))
    # A PDF may begin a little late.
    return next(found, ".pdf" if b"%PDF-" in content[:1024] else None)


def _old_office(content: bytes) -> str:
    streams = (one for one in OLD_STREAMS if one.encode("utf-16-le") in content)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Unfit("packed")
    return OLD_STREAMS.get(next(streams, ""), ".bin")


def _text_or_not(content: bytes) -> str:
    """Markup and scripts become plain text too: a page of somebody else's is never opened."""
    start = content[:LOOKED_AT]
    try:
        # A character cut in two at the end is none of the file's faults.
        getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return ".bin"
    return ".bin" if b"\0" in start else ".txt"
