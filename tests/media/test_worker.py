"""A file of a stranger is opened in a process that may die of it, and nothing else does."""

import os
import sys
import zlib
from io import BytesIO
from pathlib import Path
from time import monotonic

import pikepdf
import pytest

from core.media.outcomes import Unfit
from core.media.worker import NoWorker, clean
from tests.media import makers
from tests.media.makers import PLACE, SECRET, film, paper, photo, voice


async def test_what_comes_back_is_what_the_cleaning_made() -> None:
    done = await clean(photo())
    assert (done.suffix, done.cleaned) == (".jpg", True)
    assert done.place == pytest.approx(PLACE)
    assert SECRET not in done.content
    for content, suffix in ((paper(), ".pdf"), (film(), ".mp4"), (voice(), ".ogg")):
        done = await clean(content)
        assert (done.suffix, done.cleaned, done.place) == (suffix, True, None)
    done = await clean(b"Surat\nbiasa")
    assert (done.suffix, done.cleaned, done.content) == (".txt", False, b"Surat\nbiasa")


async def test_a_large_file_passes_through_whole() -> None:
    content = b"kata " * 4_000_000
    assert (await clean(content)).content == content


@pytest.mark.parametrize(
    "content",
    [
        makers.png(50_000, 50_000),
        makers.png(8, 8, (b"iTXt", b"k\0\1\0\0\0" + zlib.compress(bytes(300_000_000)))),
        makers.png(8, 8, (b"iCCP", b"k\0\0" + zlib.compress(bytes(300_000_000)))),
        photo()[:500],
        makers.animated("PNG"),
        makers.animated("WEBP"),
        makers.package("foto.jpg"),
    ],
    ids=["pixels", "words", "colours", "cut", "moving png", "moving webp", "archive"],
)
async def test_a_bomb_is_refused_within_its_limits(content: bytes) -> None:
    began = monotonic()
    with pytest.raises(Unfit):
        await clean(content)
    assert monotonic() - began < 30


def unpacking_to(size: int) -> bytes:
    """A PDF whose objects are in a packed stream that unpacks to this many bytes."""
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    out = BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    plain = out.getvalue()
    at = plain.index(b"/ObjStm")
    start = plain.index(b"stream\n", at) + len(b"stream\n")
    head = plain[: plain.rindex(b"<<", 0, at)]
    packing = zlib.compressobj(1)
    room = b"".join(packing.compress(bytes(1_000_000)) for _ in range(size // 1_000_000))
    body = room + packing.flush()
    note = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    return head + note + body + b"\nendstream" + plain[plain.index(b"\nendobj", start) :]


async def test_a_letter_that_unpacks_without_end_does_no_harm() -> None:
    """It is refused, or kept as it is and so never opened by us again."""
    content = unpacking_to(1_200_000_000)
    try:
        done = await clean(content)
    except Unfit:
        return
    assert (done.cleaned, done.content) == (False, content)


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


@pytest.mark.parametrize("limit", ["memory", "processor", "files"])
async def test_the_process_cannot_pass_its_limits(tmp_path: Path, limit: str) -> None:
    """What a decoder with a hole in it could try; the parent sees a file that is not kept."""
    left = tmp_path / "left"
    tries = {
        "memory": "bytearray(3_000_000_000)",
        "processor": "exec('while True: pass')",
        "files": f"open({str(left)!r}, 'wb', 0).write(b'x')",
    }
    command = python(
        "import core.media.__main__ as it; it.PROCESSOR_SECONDS = 1; it.limit();"
        f" print('ready', flush=True); {tries[limit]}"
    )
    with pytest.raises(Unfit):
        await clean(photo(), command=command)
    assert not left.exists() or not left.read_bytes()


async def test_the_process_knows_nothing_of_ours() -> None:
    facts = '{"suffix": "", "cleaned": true, "place": null}'
    command = python(f"import os; print('ready'); print({facts!r}); print(list(os.environ))")
    told = (await clean(b"x", command=command)).content
    assert b"PATH" not in told
    assert "PATH" in os.environ


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import signal; signal.pause()"])
async def test_a_worker_that_cannot_work_is_not_the_file_s_fault(program: str) -> None:
    with pytest.raises(NoWorker):
        await clean(photo(), command=python(program), patience=1)
