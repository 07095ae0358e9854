"""What is hidden in a file is gone, what is to be seen or heard stays, and a name says nothing."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.media.cleaning import clean
from core.media.kinds import kind_of
from core.media.outcomes import Cleaned, Closed, Unfit
from core.media.pictures import LARGEST_SIDE
from core.media.segments import bare
from tests.media import makers
from tests.media.makers import PLACE, SECRET, film, package, paper, photo, voice

CONTENTS = "[Content_Types].xml"


def whole(content: bytes) -> Cleaned:
    """What is kept of a file, which must be clean."""
    done = clean(content)
    assert done.cleaned
    return done


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(kind: str) -> None:
    content = photo(kind)
    assert SECRET in content
    done = whole(content)
    assert done.suffix == ".jpg"
    assert SECRET not in done.content
    with Image.open(BytesIO(done.content)) as image:
        assert (image.format, image.size) == ("JPEG", (640, 480))
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image.getexif()
        assert image.convert("RGB").getpixel((9, 9)) == pytest.approx((254, 0, 0), abs=3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_read_before_it_goes(kind: str) -> None:
    assert whole(photo(kind)).place == pytest.approx(PLACE)


@pytest.mark.parametrize(
    "place",
    [
        {},
        {1: "S", 2: (7.0, 6.0, 36.0)},
        {1: "S", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "S", 2: (97.0, 0.0, 0.0), 3: "E", 4: (1.0, 0.0, 0.0)},
        {1: "S", 2: (7.0,), 3: "E", 4: (1.0, 0.0, 0.0)},
    ],
)
def test_what_is_no_place_on_earth_is_none(place: dict[int, object]) -> None:
    assert whole(photo(place=place)).place is None


def test_a_picture_taken_sideways_stands_upright() -> None:
    with Image.open(BytesIO(whole(photo(turned=6)).content)) as image:
        assert image.size == (480, 640)


def test_a_large_photo_is_made_smaller_whatever_the_camera() -> None:
    with Image.open(BytesIO(whole(photo(size=(9_000, 7_000))).content)) as image:
        assert max(image.size) == LARGEST_SIDE


def test_what_was_see_through_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(whole(out.getvalue()).content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_the_first_of_two_pictures_in_one_file_is_kept() -> None:
    """As phones with a portrait mode write them."""
    out = BytesIO()
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(whole(out.getvalue()).content)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))


def test_a_letter_keeps_its_pages_and_nothing_else() -> None:
    content = paper(picture=photo())
    assert SECRET in makers.readable(content)
    done = whole(content)
    inside = makers.readable(done.content)
    assert SECRET not in inside
    assert SECRET not in done.content
    for gone in (b"JavaScript", b"Launch", b"EmbeddedFile", b"FileAttachment", b"/Info"):
        assert gone not in inside
    for kept in (b"ISI SURAT", b"Lihat", b"https://desa.example/"):
        assert kept in inside
    with pikepdf.open(BytesIO(done.content)) as pdf:
        assert len(pdf.pages) == 1
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        assert pikepdf.PdfImage(image).as_pil_image().size == (640, 480)


def test_an_earlier_version_of_a_letter_stays_behind() -> None:
    """A PDF that was changed still holds what stood in it before."""
    before = paper()
    changed = before[: -len(SECRET)] + b"99 0 obj\n(" + SECRET + b")\nendobj\n"
    assert SECRET not in makers.readable(whole(changed).content)


def test_a_letter_under_a_password_is_kept_as_it_is() -> None:
    content = paper(password="rahasia")
    done = clean(content)
    assert (done.cleaned, done.suffix) == (False, ".pdf")
    assert done.content == content


@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"3gp5", b"M4V "])
def test_a_film_keeps_pictures_and_sound_and_nothing_else(brand: bytes) -> None:
    content = film(brand)
    assert content.count(SECRET) > 10
    done = whole(content)
    assert done.suffix == ".mp4"
    assert len(done.content) == len(content)
    for gone in (SECRET, b"\xa9xyz", b"loci", b"udta", b"uuid", b"TIME", b"-7.11"):
        assert gone not in done.content
    for kept in (*makers.FRAMES, *makers.SOUNDS):
        assert done.content.index(kept) == content.index(kept)
    assert whole(done.content).content == done.content


def test_a_recording_is_told_from_a_film() -> None:
    done = whole(film(b"M4A ", video=False))
    assert done.suffix == ".m4a"
    assert SECRET not in done.content
    assert makers.FRAMES[0] not in done.content


@pytest.mark.parametrize(
    "content",
    [
        film(last=makers.box(b"moof", SECRET)),
        film(last=b"\0\0"),
        film(last=struct.pack(">I4s", 1 << 30, b"free")),
        film().replace(struct.pack(">IIII", 1, 1, 3, 1), struct.pack(">IIII", 1, 2, 3, 1)),
        film().replace(b"vide", b"text").replace(b"soun", b"text"),
        film()[:200],
        makers.box(b"ftyp", b"isom") + makers.box(b"moov"),
    ],
)
def test_a_film_that_is_not_understood_whole_is_kept_as_it_is(content: bytes) -> None:
    done = clean(content)
    assert (done.cleaned, done.suffix, done.content) == (False, ".mp4", content)


# What a broken number in a file looks like more often than chance would have it.
ODD = st.sampled_from([0, 1, 2, 127, 255]) | st.integers(0, 255)


@settings(max_examples=500)
@given(st.sampled_from([film(), voice()]), st.lists(st.tuples(st.floats(0, 1), ODD), max_size=5))
def test_a_damaged_file_is_cleaned_or_kept_and_never_grows(
    content: bytes, changes: list[tuple[float, int]]
) -> None:
    damaged = bytearray(content)
    for where, value in changes:
        damaged[8 + int(where * (len(damaged) - 9))] = value
    done = clean(bytes(damaged))
    assert len(done.content) == len(damaged)
    assert done.cleaned or done.content == damaged


@pytest.mark.parametrize("comment", [SECRET, SECRET * 10_000])
def test_a_voice_keeps_its_sound_without_comments(comment: bytes) -> None:
    content = voice(comment=comment)
    done = whole(content)
    assert done.suffix == ".ogg"
    assert len(done.content) == len(content)
    assert SECRET not in done.content
    assert done.content[-100:] == b"sound" * 20
    starts = [n for n in range(len(content)) if done.content.startswith(b"OggS", n)]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        page = done.content[start:end]
        assert makers.ogg_sum(page) == int.from_bytes(page[22:26], "little")
    assert whole(done.content).content == done.content


@pytest.mark.parametrize(
    "content",
    [
        voice(serials=(7, 7, 8)),
        voice() + SECRET,
        voice()[:-1],
        voice().replace(b"OpusHead", b"\x01vorbis0"),
        voice().replace(b"OpusTags", b"OpusTugs"),
        b"OggS",
    ],
)
def test_sound_that_is_no_single_voice_is_kept_as_it_is(content: bytes) -> None:
    done = clean(content)
    assert (done.cleaned, done.suffix, done.content) == (False, ".ogg", content)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(64), ".heic"),
        (b"\0\0\0\x18ftypmif1" + bytes(64), ".heic"),
        (b"\0\0\0\x18ftypavif" + bytes(64), ".avif"),
        (b"GIF89a" + bytes(20), ".gif"),
        (b"BM" + bytes(40), ".bmp"),
        (b"BMKG memperingatkan hujan lebat", ".txt"),
        (b"II*\0" + bytes(20), ".tif"),
        (b"ID3\x04" + bytes(20), ".mp3"),
        (b"RIFF\0\0\0\0WAVEfmt ", ".wav"),
        (b"Lampu mati sejak Senin.\n", ".txt"),
        ("ꦭꦩ꧀ꦥꦸ".encode() * 9_000, ".txt"),
        (b"<html><script>alert(1)</script>", ".txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ".txt"),
        (b"\x01\x02\x03\xff\xfe", ".bin"),
        (b"teks\0dengan nol", ".bin"),
        (package(CONTENTS, "word/document.xml"), ".docx"),
        (package(CONTENTS, "xl/workbook.xml"), ".xlsx"),
        (package(CONTENTS, "ppt/presentation.xml"), ".pptx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".xls"),
    ],
)
def test_what_cannot_be_cleaned_is_kept_under_an_ending_of_ours(
    content: bytes, suffix: str
) -> None:
    done = clean(content)
    assert (done.cleaned, done.suffix, done.content) == (False, suffix, content)


def test_an_open_document_is_known_by_its_first_entry() -> None:
    kind = b"application/vnd.oasis.opendocument.text"
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", "<x/>")
    assert clean(out.getvalue()).suffix == ".odt"
    with pytest.raises(Unfit):
        clean(package("mimetype"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "unreadable"),
        (package("foto.jpg"), "packed"),
        (package("AndroidManifest.xml", "classes.dex"), "packed"),
        (package(CONTENTS, "word/document.xml", "word/vbaProject.bin"), "packed"),
        (package(CONTENTS, "word/document.xml", size=150_000_000), "packed"),
        (package(CONTENTS, "word/document.xml", *map(str, range(2_001))), "packed"),
        (package("foto.jpg")[:40], "packed"),
        (b"PK\x05\x06" + bytes(18), "packed"),
        (b"Rar!\x1a\x07", "packed"),
        (b"MZ\x90\0", "packed"),
        (b"\x7fELF", "packed"),
        (b"#!/bin/sh\nrm -rf /", "packed"),
    ],
    ids=[
        "nothing",
        "zip",
        "app",
        "macros",
        "bomb",
        "crowd",
        "torn zip",
        "empty zip",
        "rar",
        "exe",
        "elf",
        "script",
    ],
)
def test_archives_and_programs_are_not_kept_whatever_they_are_called(
    content: bytes, why: str
) -> None:
    with pytest.raises(Unfit, match=why):
        clean(content)


@pytest.mark.parametrize(
    "content",
    [
        photo()[:400],
        photo("PNG")[:300],
        b"\xff\xd8\xff\xe0" + SECRET,
        makers.png(50_000, 50_000),
        makers.png(7_000, 7_000),
        makers.png(8, 8, (b"iTXt", b"k\0\1\0\0\0" + zlib.compress(bytes(99_000_000)))),
        makers.animated("PNG"),
        makers.animated("WEBP"),
    ],
)
def test_a_picture_that_is_broken_or_a_bomb_is_not_kept(content: bytes) -> None:
    with pytest.raises(Unfit, match="unreadable"):
        clean(content)


@given(st.binary(max_size=200))
def test_whatever_comes_is_kept_as_it_is_or_refused(content: bytes) -> None:
    try:
        done = clean(content)
    except Unfit:
        return
    assert done.content == content
    assert not done.cleaned


def test_only_what_was_cleaned_is_opened_in_a_page() -> None:
    name = "0" * 32
    shown = [kind_of(name + end, cleaned=True).shown for end in (".jpg", ".ogg", ".m4a", ".mp4")]
    assert shown == ["image", "audio", "audio", "video"]
    for end, cleaned in ((".pdf", True), (".html", True), ("", True), (".jpg", False)):
        kind = kind_of(name + end, cleaned=cleaned)
        assert (kind.shown, kind.media_type) == ("file", "application/octet-stream")


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_a_picture_in_a_letter_looks_the_same(mode: str, more: dict[str, object]) -> None:
    out = BytesIO()
    image = Image.effect_noise((200, 150), 90).convert(mode)
    image.save(out, "JPEG", exif=makers.exif(), comment=SECRET, xmp=SECRET, **more)
    before = out.getvalue() + SECRET
    after = bare(before)
    assert SECRET not in after
    with Image.open(BytesIO(before)) as one, Image.open(BytesIO(after)) as other:
        assert one.tobytes() == other.tobytes()


def test_a_scan_without_an_end_is_still_a_picture() -> None:
    whole_picture = bare(photo())
    assert bare(whole_picture[:-2]) == whole_picture


@given(st.data())
def test_a_damaged_picture_in_a_letter_is_seen_as_such(data: st.DataObject) -> None:
    content = bytearray(photo(size=(16, 16)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert len(bare(bytes(content))) <= len(content)
    except Closed:
        return
