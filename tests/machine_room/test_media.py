"""Files people send: fetched later, clean of where they were made, and honest when lost."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.media import LARGEST_SIDE, redraw, works
from core import jobs
from core.jobs import MAX_ATTEMPTS, Job
from core.runner import Runner
from core.storage import Storage
from core.tickets.models import Attachment, Ticket
from tests.simulator.world import picture
from tests.world import World, open_world

GPS = 0x8825


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(database_url, tmp_path) as opened:
        yield opened


def located(kind: str = "JPEG", size: tuple[int, int] = (640, 480), turned: int = 1) -> bytes:
    """A picture that says where and when it was taken, in every way a phone does."""
    image = Image.new("RGB", size, "red")
    exif = image.getexif()
    exif[0x010F] = "Kamera Siti"
    exif[0x0112] = turned
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 12.0, 0.0), 3: "E", 4: (106.0, 49.0, 0.0)})
    out = BytesIO()
    more = {"comment": b"rumah Siti"} if kind == "JPEG" else {}
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()


async def kept(world: World) -> list[Attachment]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(Attachment).order_by(Attachment.id)))


async def hand_over(world: World, data: bytes, kind: str = "document") -> Attachment:
    """A file that came with a case, its job not yet done."""
    siti = world.citizen("Siti")
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    await siti.taps("Kirim")
    file = world.telegram.files.add(kind, data, "berkas.pdf")
    (ticket,) = await world.rows(Ticket)
    now = world.clock.now()
    async with world.machine.db.begin() as session:
        row = Attachment(
            ticket_id=ticket.id,
            kind=kind,
            file_id=world.machine.service.keys.seal(file.file_id.encode()),
            unique_name=file.unique_id,
            size=len(data),
            added_at=now,
        )
        session.add(row)
        await session.flush()
        jobs.start(session, "media.fetch", now=now, attachment=row.id)
    return row


async def try_all(world: World, times: int = MAX_ATTEMPTS) -> None:
    for _ in range(times):
        world.clock.advance(3600)
        await world.machine.service.runner.work()


def hidden(path: Path) -> list[str]:
    """What is still to be found in a stored picture."""
    raw = path.read_bytes()
    with Image.open(path) as image:
        found: list[str] = [
            word for word in ("exif", "gps", "comment", "xmp") if word in image.info
        ]
        found += [str(tag) for tag in image.getexif()]
    return found + [word for word in ("Exif", "Siti", "rumah") if word.encode() in raw]


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        path = tmp_path / kind
        path.write_bytes(redraw(located(kind)))
        assert hidden(path) == []
        with Image.open(path) as image:
            assert (image.format, image.size) == ("JPEG", (640, 480))


def test_a_picture_taken_sideways_stands_upright() -> None:
    with Image.open(BytesIO(redraw(located(turned=6)))) as image:
        assert image.size == (480, 640)


def test_a_large_photo_is_made_smaller_whatever_the_camera() -> None:
    with Image.open(BytesIO(redraw(picture(8_000, 6_000, "JPEG")))) as image:
        assert max(image.size) == LARGEST_SIDE


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    with pytest.raises(OverflowError):
        redraw(picture(9_000, 5_000, "PNG"))


@pytest.mark.parametrize(
    "content",
    [b"", b"halo", b"\xff\xd8\xff", b"GIF89a", located()[:300], b"<svg/>", b"%PDF-1.7"],
)
def test_what_is_no_picture_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        redraw(content)


async def test_a_photo_sent_as_a_file_keeps_no_place(world: World) -> None:
    await hand_over(world, located())
    await try_all(world, 3)
    (row,) = await kept(world)
    assert row.stored is not None
    path = world.machine.service.storage.path(row.stored)
    assert path.suffix == ".jpg"
    assert hidden(path) == []


async def test_another_file_is_kept_as_it_is_under_a_name_of_ours(world: World) -> None:
    await hand_over(world, b"%PDF-1.7 surat")
    await try_all(world, 3)
    (row,) = await kept(world)
    assert row.stored is not None
    path = world.machine.service.storage.path(row.stored)
    assert path.read_bytes() == b"%PDF-1.7 surat"
    assert len(path.stem) == 32


async def test_a_picture_of_a_kind_we_cannot_clean_is_not_kept(world: World) -> None:
    await hand_over(world, b"\0\0\0\x18ftypheic" + bytes(64))
    await try_all(world, 3)
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, "unreadable")


async def test_a_photo_that_is_none_is_said_to_be_unreadable(world: World) -> None:
    await hand_over(world, b"not a picture at all", kind="photo")
    await try_all(world, 3)
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, "unreadable")


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_failed_download_is_tried_again_with_a_fresh_link(
    world: World, method: str
) -> None:
    await hand_over(world, b"surat")
    for kind in ("500", "502", "reset", "garbage"):
        if (method, kind) != ("file", "garbage"):
            world.telegram.faults.add(method, kind)
    await try_all(world, 6)
    (row,) = await kept(world)
    assert row.stored is not None
    assert row.problem is None


async def test_a_file_that_cannot_be_had_is_lost_in_the_end_and_shown_so(world: World) -> None:
    await hand_over(world, b"surat")
    words = "Bad Request: wrong file_id or the file is temporarily unavailable"
    world.telegram.faults.add("getFile", "400", times=99, description=words)
    await try_all(world)
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, "lost")
    async with world.machine.db.read() as session:
        assert (await session.scalars(select(Job.state))).all() == ["dead"]


async def test_a_file_over_twenty_megabytes_is_not_asked_for_twice(world: World) -> None:
    await hand_over(world, b"surat")
    words = "Bad Request: file is too big"
    world.telegram.faults.add("getFile", "400", times=99, description=words)
    await try_all(world, 3)
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, "too_large")
    assert world.telegram.faults.waiting[0].times == 98


async def test_a_file_fetched_by_two_processes_is_kept_once(world: World) -> None:
    await hand_over(world, b"surat")
    service = world.machine.service
    async with world.machine.db.begin() as session:
        (job,) = (await session.scalars(select(Job))).all()
        jobs.start(session, job.kind, now=world.clock.now(), **job.data)
    await try_all(world, 4)
    (row,) = await kept(world)
    assert row.stored is not None
    files = [path for path in service.config.storage.path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [row.stored]


async def test_a_job_about_an_erased_file_is_done(world: World, tmp_path: Path) -> None:
    service = world.machine.service
    runner = Runner(
        service.db, world.clock, works(service.bot, service.keys, Storage(tmp_path / "other"))
    )
    async with service.db.begin() as session:
        jobs.start(session, "media.fetch", now=world.clock.now(), attachment=12_345)
    assert await runner.work() == 1
    async with service.db.read() as session:
        assert (await session.scalars(select(Job.state))).all() == ["done"]


def test_only_names_of_ours_lead_to_a_file(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    name = storage.put(b"x", ".pdf")
    assert storage.path(name).read_bytes() == b"x"
    for wrong in (
        "../../etc/passwd",
        "a" * 32 + "/../x",
        "A" * 32,
        "",
        ".",
        name + "/..",
        name[1:],
    ):
        with pytest.raises(ValueError, match="not a stored file"):
            storage.path(wrong)
    storage.drop(name)
    storage.drop(name)
    assert list(tmp_path.rglob("*.part")) == []
