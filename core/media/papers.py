"""PDF: what is on the pages stays; who made it, what is attached to it and what it does goes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, StreamDecodeLevel

from core.media.outcomes import Closed
from core.media.segments import bare

# Entries that tell about the document (ISO 32000-1, 14.3 and 14.5), carry other files (7.11.4,
# 14.13), or make the reader do something (12.6), wherever they stand.
DROPPED = (
    "/Metadata", "/PieceInfo", "/LastModified", "/CreationDate", "/ModDate", "/CreatorInfo",
    "/Thumb", "/EF", "/RF", "/AF", "/EmbeddedFiles", "/Collection", "/AA", "/OpenAction", "/JS",
    "/JavaScript", "/XFA", "/SpiderInfo", "/Perms", "/DSS", "/Legal", "/Requirements",
)  # fmt: skip
# Notes in the margin that are files, sounds or films.
CARRIERS = ("/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D")
FIELD = "/Widget"
# Who wrote a note in the margin, and when.
WRITER = ("/T", "/M", "/NM", "/CreationDate")
HARMLESS = ("/GoTo", "/URI", "/Named")
PICTURE, CODED_PICTURE = "/DCTDecode", "/JPXDecode"
# Boxes of JPEG 2000 that hold words and data of any kind.
NOTES = (b"xml ", b"uuid")


def clean(content: bytes) -> bytes:
    """The same pages in a new file; raises Closed for what cannot be opened without a password."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if not pdf.pages:
                raise Closed
            for found in pdf.objects:
                _scrub(found)
            for name in [name for name in pdf.trailer.keys() if name not in ("/Root", "/Size")]:  # noqa: SIM118
                del pdf.trailer[name]
            return _written(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError, ValueError):
        raise Closed from None


def _written(pdf: Pdf) -> bytes:
    """Only what the pages lead to is written, so earlier versions of the file stay behind."""
    out = BytesIO()
    pdf.save(out, stream_decode_level=StreamDecodeLevel.none, encryption=False)
    return out.getvalue()


def _scrub(found: Object) -> None:
    """An object and what stands directly in it; what it refers to has its own turn."""
    if isinstance(found, Stream):
        _scrub_entries(found)
        _bare_picture(found)
    elif isinstance(found, Dictionary):
        _scrub_entries(found)
    elif isinstance(found, Array):
        for n in [n for n, one in enumerate(found) if _carries(one)][::-1]:
            del found[n]
        for one in found:
            _scrub_direct(one)


def _scrub_entries(found: Any) -> None:
    for name in _unwanted(found):
        if name in found:
            del found[name]
    for name in found.keys():  # noqa: SIM118 - it is no dict
        _scrub_direct(found[name])


def _scrub_direct(found: Any) -> None:
    if isinstance(found, Object) and not found.is_indirect:
        _scrub(found)


def _unwanted(found: Any) -> Iterator[str]:
    yield from DROPPED
    if found.get("/Subtype") != FIELD and "/Rect" in found:
        yield from WRITER
    if found.get("/FT") == "/Sig":
        # The rewritten file no longer is what was signed, but still would name who signed it.
        yield "/V"
    if "/S" in found:
        yield "/Next"
    if _acts(found.get("/A")):
        yield "/A"


def _acts(action: Any) -> bool:
    """Whether an action does more than lead to a place."""
    return isinstance(action, Dictionary) and action.get("/S") not in HARMLESS


def _carries(one: Any) -> bool:
    return isinstance(one, Dictionary) and str(one.get("/Subtype")) in CARRIERS and "/Rect" in one


def _bare_picture(found: Stream) -> None:
    """A picture out of a camera brings its place and time along, also inside a document."""
    filters = _filters(found)
    if PICTURE in filters:
        if filters != [PICTURE]:
            raise Closed
        parameters: Any = found.get("/DecodeParms")
        found.write(bare(found.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)
    elif CODED_PICTURE in filters and any(box in found.read_raw_bytes() for box in NOTES):
        raise Closed


def _filters(found: Stream) -> list[str]:
    named = found.get("/Filter")
    return [str(one) for one in named] if isinstance(named, Array) else [str(named)]
