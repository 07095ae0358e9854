"""Files people send: fetched later, clean of where they were made, and honest when lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.media import works
from core import jobs
from core.jobs import MAX_ATTEMPTS, Job
from core.runner import Runner
from core.storage import Storage
from core.tickets.models import Attachment, Ticket
from tests.media import makers
from tests.media.makers import SECRET, film, paper, photo, voice
from tests.world import World, open_world


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(office_url, tmp_path) as opened:
        yield opened


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


def on_disk(world: World) -> list[Path]:
    """Every file the service has left anywhere in its folder of files."""
    folder = world.machine.service.config.storage.path
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (photo(), ".jpg"),
        (photo("PNG"), ".jpg"),
        (photo("WEBP"), ".jpg"),
        (paper(picture=photo()), ".pdf"),
        (film(), ".mp4"),
        (voice(), ".ogg"),
    ],
    ids=["jpeg", "png", "webp", "pdf", "mp4", "ogg"],
)
async def test_nothing_hidden_in_a_file_is_stored(
    world: World, content: bytes, suffix: str
) -> None:
    await hand_over(world, content)
    await try_all(world, 3)
    (row,) = await kept(world)
    assert (row.cleaned, row.problem) == (True, None)
    (path,) = on_disk(world)
    assert path.name == row.stored
    assert (len(path.stem), path.suffix) == (32, suffix)
    raw = path.read_bytes()
    assert SECRET not in (makers.readable(raw) if suffix == ".pdf" else raw)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(64), ".heic"),
        (paper(password="rahasia"), ".pdf"),
        (b"<script>alert(1)</script>", ".txt"),
    ],
    ids=["heic", "locked", "script"],
)
async def test_what_cannot_be_cleaned_is_kept_and_marked(
    world: World, content: bytes, suffix: str
) -> None:
    await hand_over(world, content)
    await try_all(world, 3)
    (row,) = await kept(world)
    assert (row.cleaned, row.problem) == (False, None)
    (path,) = on_disk(world)
    assert path.suffix == suffix
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"not a picture at all", "photo", "unreadable"),
        (photo()[:500], "document", "unreadable"),
        (makers.png(50_000, 50_000), "document", "unreadable"),
        (makers.animated("WEBP"), "document", "unreadable"),
        (makers.package("foto.jpg"), "document", "packed"),
        (makers.package("[Content_Types].xml", "word/vbaProject.bin"), "document", "packed"),
    ],
    ids=["no photo", "cut", "bomb", "moving", "archive", "macro"],
)
async def test_what_is_not_kept_leaves_the_case_and_is_told(
    world: World, content: bytes, kind: str, problem: str
) -> None:
    await hand_over(world, content, kind=kind)
    await try_all(world, 3)
    await world.settle()
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, problem)
    assert on_disk(world) == []
    (ticket,) = await world.rows(Ticket)
    assert (ticket.state, ticket.code in world.citizen("Siti").last) == ("new", True)
    assert "membalas pesan ini" in world.citizen("Siti").last
    assert "mengirim ulang" in world.staff("Budi").last
    async with world.machine.db.read() as session:
        assert (await session.scalars(select(Job.state))).all() == ["done"]


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
    await world.settle()
    (row,) = await kept(world)
    assert (row.stored, row.problem) == (None, "lost")
    assert "tidak dapat kami ambil" in world.citizen("Siti").last
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
    async with world.machine.db.begin() as session:
        (job,) = (await session.scalars(select(Job))).all()
        jobs.start(session, job.kind, now=world.clock.now(), **job.data)
    await try_all(world, 4)
    (row,) = await kept(world)
    assert row.stored is not None
    assert [path.name for path in on_disk(world)] == [row.stored]


async def test_a_job_about_an_erased_file_is_done(world: World, tmp_path: Path) -> None:
    service = world.machine.service
    storage = Storage(tmp_path / "other")
    runner = Runner(service.db, world.clock, works(service.bot, service.keys, storage, world.clock))
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
