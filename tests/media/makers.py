"""Files as phones and offices make them, with a mark in every place something can hide in."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, PngImagePlugin

MARK = "RUMAH-SITI"
SECRET = MARK.encode()
# Seven degrees and some south, a hundred and ten east.
DMS = {1: "S", 2: (7.0, 6.0, 36.0), 3: "E", 4: (110.0, 24.0, 0.0)}
PLACE = (-7.11, 110.4)
GPS = 0x8825


def exif(turned: int = 1, place: dict[int, Any] | None = None) -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = MARK
    found[0x0112] = turned
    found.get_ifd(GPS).update(DMS if place is None else place)
    return found


def photo(
    kind: str = "JPEG",
    size: tuple[int, int] = (640, 480),
    turned: int = 1,
    mode: str = "RGB",
    place: dict[int, Any] | None = None,
) -> bytes:
    """A picture of one colour with everything a camera or an editor adds to it."""
    out = BytesIO()
    more: dict[str, Any] = {"exif": exif(turned, place), "icc_profile": SECRET * 20}
    if kind in ("JPEG", "WEBP"):
        more["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        more["comment"] = SECRET
    if kind == "PNG":
        more["pnginfo"] = _png_words()
    Image.new(mode, size, "red").save(out, kind, **more)
    # Phones put a second picture or their own notes behind the end.
    return out.getvalue() + SECRET


def _png_words() -> PngImagePlugin.PngInfo:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", MARK)
    words.add_text("Author", MARK, zip=True)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{MARK}</x>", zip=True)
    return words


def png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    """A PNG that claims a size, with chunks between its head and its few pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(bytes(64))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def animated(kind: str) -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def paper(*, password: str = "", picture: bytes | None = None) -> bytes:
    """A letter of one page by an office program: its words stay, the marks must not."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (ISI SURAT) Tj ET")
    pdf.docinfo["/Author"] = MARK
    with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:creator"] = [MARK]
    pdf.attachments["denah.txt"] = pikepdf.AttachedFileSpec(pdf, SECRET, filename=f"{MARK}.txt")
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String(f"app.alert('{MARK}')"))
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.PieceInfo = Dictionary(Program=Dictionary(Private=pikepdf.String(MARK)))
    page.Annots = Array([pdf.make_indirect(one) for one in _notes(pdf)])
    if picture is not None:
        page.Resources = Dictionary(XObject=Dictionary(Im0=_placed(pdf, picture)))
    out = BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(out, encryption=locked, deterministic_id=not password)
    return out.getvalue() + SECRET


def _notes(pdf: Pdf) -> list[Dictionary]:
    box = Array([10, 10, 50, 50])
    file = pdf.make_stream(SECRET)
    carried = Dictionary(EF=Dictionary(F=file), F=pikepdf.String(MARK))
    launch = Dictionary(S=Name.Launch, F=pikepdf.String(MARK))
    link = Dictionary(S=Name.URI, URI=pikepdf.String("https://desa.example/"))
    return [
        Dictionary(Subtype=Name.Text, Rect=box, Contents=pikepdf.String("Lihat"), T=MARK),
        Dictionary(Subtype=Name.FileAttachment, Rect=box, FS=carried),
        Dictionary(Subtype=Name.Link, Rect=box, A=launch),
        Dictionary(Subtype=Name.Link, Rect=box, A=link),
    ]


def _placed(pdf: Pdf, picture: bytes) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Stream(
            pdf,
            picture,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=640,
            Height=480,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
    )


def readable(pdf: bytes) -> bytes:
    """Everything in a PDF, unpacked, so that a mark in it is found."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return out.getvalue()


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind: bytes, *parts: bytes) -> bytes:
    """A box that begins with version 0 and no flags."""
    return box(kind, bytes(4), *parts)


FRAMES = [b"frame-one", b"frame-two!", b"frame-3"]
SOUNDS = [b"sound-one", b"sound-2"]
WAY = [SECRET + b" -7.11 110.40", SECRET + b" -7.12 110.41"]


def film(brand: bytes = b"isom", *, video: bool = True, last: bytes = b"") -> bytes:
    """A film with pictures, sound, the way somebody went, and notes at every level."""
    ftyp = box(b"ftyp", brand, bytes(4), brand)
    first = b"".join([*FRAMES, *SOUNDS, *WAY])
    data = box(b"mdat", first, SECRET)
    start = len(ftyp) + 8
    tracks, at = [], start
    for kind, samples in ((b"vide", FRAMES), (b"soun", SOUNDS), (b"meta", WAY)):
        if kind != b"vide" or video:
            tracks.append(_track(kind, samples, at))
        at += sum(map(len, samples))
    notes = box(b"udta", box(b"\xa9xyz", SECRET), full(b"loci", SECRET), full(b"meta", SECRET))
    head = full(b"mvhd", b"TIMETIME", bytes(84))
    moov = box(b"moov", head, *tracks, notes, full(b"meta", SECRET))
    xmp = box(b"uuid", bytes(16), SECRET)
    return ftyp + data + moov + xmp + box(b"free", SECRET) + last


def _track(kind: bytes, samples: list[bytes], at: int) -> bytes:
    one_chunk = struct.pack(">IIII", 1, 1, len(samples), 1)
    sizes = struct.pack(f">{len(samples)}I", *map(len, samples))
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 0)),
        full(b"stsc", one_chunk),
        full(b"stsz", struct.pack(">II", 0, len(samples)), sizes),
        full(b"stco", struct.pack(">II", 1, at)),
        full(b"subs", SECRET),
    )
    here = full(b"dref", struct.pack(">I", 1), full(b"url ", b""))
    inside = box(b"minf", full(b"vmhd", bytes(8)), box(b"dinf", here), table)
    maker = full(b"hdlr", bytes(4), kind, bytes(12), SECRET)
    media = box(b"mdia", full(b"mdhd", b"TIMETIME", bytes(12)), maker, inside)
    head = full(b"tkhd", b"TIMETIME", bytes(72))
    return box(b"trak", head, media, box(b"udta", box(b"name", SECRET)))


def voice(*, comment: bytes = SECRET, serials: tuple[int, ...] = (7, 7, 7)) -> bytes:
    """A voice message: a head, comments, and one page of sound."""
    maker = struct.pack("<I", len(SECRET)) + SECRET
    tags = b"OpusTags" + maker + struct.pack("<II", 1, len(comment)) + comment
    packets = [b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00", tags, b"sound" * 20]
    turns = zip(packets, serials, strict=True)
    return b"".join(page for packet, serial in turns for page in _pages(packet, serial))


def _pages(packet: bytes, serial: int, number: int = 0) -> list[bytes]:
    """The packet over as many pages as it needs, each of at most 255 pieces of 255 bytes."""
    pieces = [255] * (len(packet) // 255) + [len(packet) % 255]
    made: list[bytes] = []
    while pieces:
        here, pieces = pieces[:255], pieces[255:]
        body, packet = packet[: sum(here)], packet[sum(here) :]
        head = struct.pack("<4sBBqIII", b"OggS", 0, 0, 0, serial, number + len(made), 0)
        page = head + bytes([len(here), *here]) + body
        made.append(page[:22] + struct.pack("<I", ogg_sum(page)) + page[26:])
    return made


def ogg_sum(page: bytes) -> int:
    """The checksum of a page, bit by bit as RFC 3533 describes it; its own place counts as zero."""
    rest = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ (0x104C11DB7 if rest >> 31 else 0)
    return rest


def package(*names: str, size: int = 10) -> bytes:
    """A ZIP archive of files with these names, the same whenever it is made."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(ZipInfo(name), bytes(size), ZIP_DEFLATED)
    return out.getvalue()
