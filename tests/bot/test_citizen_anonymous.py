"""Reporting without a name: the same as with one, but nobody in the office learns whose it is."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from admin.app import add_panel
from admin.routes import ROUTES
from core.accounts import services as accounts
from core.chats import lane_of
from core.models import Base
from core.tickets.models import Attachment, Ticket
from core.updates import Update
from tests.admin.panel import Browser
from tests.bot.desks import EXPLAINS, LAMP, card, newest, steps
from tests.kecamatan import STAFF
from tests.media import makers
from tests.media.makers import PLACE, photo, voice
from tests.world import Someone, World

ALIAS = re.compile(r"Pelapor: Pelapor [A-Z][a-z]+-\d\d")
HIDE, SHOW = "🙈 Sembunyikan nama saya", "👤 Tampilkan lagi nama saya"
NAMES = {"last_name": "Qomariyah", "username": "zuleha_qq"}
PHONE = "+6281298765432"
# A ticket's number may be of letters only.
RARE = re.compile(r"\d|^LP-").search


async def drafted(world: World, text: str = LAMP) -> Someone:
    """Zuleha is about to send a report without her name."""
    zuleha = world.citizen("Zuleha", **NAMES)
    await zuleha.sends(text)
    await zuleha.taps(HIDE)
    return zuleha


async def filed(world: World) -> Someone:
    zuleha = await drafted(world)
    await zuleha.taps("Kirim")
    return zuleha


async def test_the_switch_says_what_it_does_and_goes_back(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    assert "disembunyikan" not in siti.last
    said = len(siti.reads())
    await siti.taps(HIDE)
    assert "Nama Anda disembunyikan" in siti.last
    assert "foto, dan tempat bisa saja menunjukkan siapa Anda" in siti.last
    await siti.taps(SHOW)
    assert "disembunyikan" not in siti.last
    assert len(siti.reads()) == said
    await siti.taps("Kirim")
    assert "Pelapor: Siti" in card(world.staff("Budi")).text


async def test_a_voice_warns_and_a_contact_stays_behind(world: World) -> None:
    zuleha = await drafted(world)
    await zuleha.sends_file("voice", voice())
    assert "rekaman dapat dikenali" in zuleha.last
    await zuleha.posts(contact={"phone_number": PHONE, "first_name": "Zuleha"})
    assert "Kartu kontak tidak ikut" in zuleha.last
    assert PHONE not in zuleha.last
    await zuleha.taps("Kirim")
    assert (await newest(world)).text == LAMP
    await zuleha.posts(
        contact={"phone_number": PHONE, "first_name": "Zuleha"},
        reply_to_message=zuleha.newest.data,
    )
    assert "Kartu kontak tidak kami teruskan" in zuleha.last
    assert await steps(world) == ["filed"]


async def test_everything_can_be_done_as_with_a_named_report(world: World) -> None:
    zuleha, budi = await filed(world), world.staff("Budi")
    ticket = await newest(world)
    assert ticket.reporter_id is None
    assert ALIAS.search(card(budi).text)
    await budi.taps("Terima", on=card(budi))
    assert "sedang ditangani" in zuleha.last
    added = await zuleha.replies(zuleha.newest, "Tiangnya nomor 7.")
    assert "Tiangnya nomor 7." in budi.last
    await world.does("Budi", "ask", ticket, "RT berapa?")
    assert "RT berapa?" in zuleha.last
    await zuleha.sends("RT 03 di dekat masjid agung")
    await zuleha.taps(f"💬 Ini jawaban untuk {ticket.code}")
    assert "RT 03" in budi.finds("RT 03").text
    await zuleha.edits(added, "Tiangnya nomor 8.")
    await zuleha.sends("/laporan")
    assert ticket.code in zuleha.last
    await zuleha.sends(ticket.code)
    assert "Anda menjawab" in zuleha.last
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await zuleha.taps("🔄 Belum beres")
    await zuleha.sends("Masih mati.")
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await zuleha.taps("✅ Sudah beres")
    await zuleha.taps("🙂 Puas")
    await zuleha.taps("✍️ Tulis alasannya")
    await zuleha.sends("Cepat sekali.")
    assert {"answered", "edited", "objected", "confirmed", "rated", "explained"} <= {
        *await steps(world)
    }
    assert "Zuleha" not in " ".join(budi.reads())


async def test_a_stranger_finds_it_no_more_than_any_other(world: World) -> None:
    await filed(world)
    tono = world.citizen("Tono")
    await tono.sends((await newest(world)).code)
    assert "tidak ada pada Anda" in tono.last


async def test_a_place_in_a_photo_is_asked_for_and_answered(world: World) -> None:
    zuleha = await drafted(world)
    await zuleha.sends_file("document", photo())
    await zuleha.taps("Kirim")
    await zuleha.taps("Ya, pakai")
    assert "menjadi tempat laporan" in zuleha.last
    assert (await newest(world)).latitude == pytest.approx(PLACE[0])


async def test_another_language_holds_for_anonymous_reports_too(world: World) -> None:
    zuleha = await filed(world)
    await zuleha.sends("/bahasa")
    await zuleha.taps("🇬🇧 English")
    await world.does("Budi", "accept", await newest(world))
    assert "Report" in zuleha.last


async def test_who_comes_back_reads_what_was_written_meanwhile(world: World) -> None:
    zuleha = await filed(world)
    await zuleha.blocks()
    await world.does("Budi", "accept", await newest(world))
    await zuleha.unblocks()
    assert "sedang ditangani" in zuleha.last


async def test_what_cannot_be_cleaned_is_not_kept_and_the_words_are(world: World) -> None:
    zuleha = await drafted(world)
    await zuleha.sends_file("document", b"Catatan biasa, tanpa bentuk.", name="catatan.xyz")
    await zuleha.taps("Kirim")
    [row] = await world.rows(Attachment)
    assert (row.stored, row.problem) == (None, "unclean")
    assert "tulisan Anda tetap aman" in zuleha.finds("tidak kami terima").text
    assert (await newest(world)).text == LAMP
    assert stored_files(world) == []
    assert not [m for m in world.staff("Budi").person.messages if "document" in m.data]


def stored_files(world: World) -> list[Path]:
    return [one for one in Path(world.config.storage.path).rglob("*") if one.is_file()]


async def test_nothing_the_office_reaches_leads_to_the_person(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name, a number, a phone, a file's name and a place, looked for everywhere."""
    zuleha = await drafted(world)
    await zuleha.sends_file("document", photo(), name="Slip gaji Zuleha.jpg")
    await zuleha.sends_file("document", makers.paper(), name="KK Zuleha Qomariyah.pdf")
    await zuleha.posts(
        contact={
            "phone_number": PHONE,
            "first_name": "Zuleha",
            "last_name": "Qomariyah",
            "user_id": zuleha.person.id,
        }
    )
    await zuleha.taps("Kirim")
    await zuleha.taps("Tidak, hapus")
    ticket = await newest(world)
    for name, verb, words in (("Budi", "reply", "Kami cek."), ("Budi", "resolve", EXPLAINS)):
        await world.does(name, verb, ticket, words)
    await zuleha.taps("🔄 Belum beres")
    await zuleha.sends("Masih mati.")
    canaries = [
        "Zuleha",
        NAMES["last_name"],
        NAMES["username"],
        str(zuleha.person.id),
        PHONE.removeprefix("+"),
        "Slip gaji",
        makers.MARK,
        f"{PLACE[0]:.2f}",
    ]
    everything = [
        *messages_to_staff(world),
        *[page async for page in every_page(world, ticket)],
        *[content async for content in rows(world)],
        *files_on_disk(world),
        "".join(capsys.readouterr()).encode(),
    ]
    assert len(everything) > 60
    for content in everything:
        lowered = content.lower()
        found = [one for one in canaries if one.lower().encode() in lowered]
        assert not found, (found, content[:300])


def messages_to_staff(world: World) -> Iterator[bytes]:
    """Everything anybody of the office got, with the files."""
    for name in STAFF:
        for message in world.staff(name).person.messages:
            if message.sender is world.staff(name).person.account:
                continue
            yield str(message.data).encode()
            for kind in ("document", "photo"):
                for one in as_list(message.data.get(kind)):
                    file = world.telegram.files.get(one["file_id"])
                    assert file is not None
                    yield makers.readable(file.data) if b"%PDF" in file.data[:9] else file.data


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


async def every_page(world: World, ticket: Ticket) -> AsyncIterator[bytes]:
    """Every page of the panel, as an admin and as a coordinator, and every file."""
    app = web.Application()
    add_panel(app, world.machine.db, world.config, world.clock)
    files = [row.id for row in await world.rows(Attachment)]
    server = TestServer(app)
    async with server:
        for role in ("admin", "coordinator"):
            browser = Browser(server)
            await browser.post(f"/masuk/{await way_in(world, role)}")
            for path in (
                *pages(ticket.code),
                *(f"/laporan/{ticket.code}/berkas/{n}" for n in files),
            ):
                yield (await browser.get(path)).html.encode()
            assert ticket.code in (await browser.get(f"/laporan/{ticket.code}")).text
            await browser.session.close()


def pages(code: str) -> Iterator[str]:
    for route in ROUTES:
        if not route.writes and "{token" not in route.path and "{language" not in route.path:
            path = re.sub(r"\{code:[^/]*\}", code, route.path)
            yield re.sub(r"\{id:[^/]*?\}(?=/|$)", "1", path)
    yield "/laporan?q=Zuleh"


async def way_in(world: World, role: str) -> str:
    now = world.clock.now()
    async with world.machine.db.begin() as session:
        account = await accounts.create_account(session, role, role, role, by="cli", now=now)
        return await accounts.make_link(session, account, now=now)


async def rows(world: World) -> AsyncIterator[bytes]:
    """Every row of every table, as text."""
    async with world.machine.db.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in await session.execute(select(table)):
                yield repr(tuple(row)).encode()


def files_on_disk(world: World) -> Iterator[bytes]:
    """What is stored, and the database with its log where it is a file."""
    yield from (one.read_bytes() for one in stored_files(world))
    path = world.config.database.url.removeprefix("sqlite:///")
    for name in (path, f"{path}-wal"):
        if Path(name).is_file():
            yield Path(name).read_bytes()


async def test_no_way_through_the_rows_leads_from_the_ticket_to_the_person(world: World) -> None:
    """Rows that have a value in common are a way; to whoever gave their name there is one."""
    zuleha = await filed(world)
    await zuleha.replies(zuleha.newest, "Tiangnya nomor 7.")
    hidden = await newest(world)
    await zuleha.sends("/laporan")
    await zuleha.sends(hidden.code)
    await zuleha.taps("🧾 Tanda terima")
    await zuleha.taps_data(f"bundle:send:{hidden.id}:0")
    await world.does("Budi", "accept", hidden)
    await zuleha.sends("Got depan pasar mampet dan bau sekali.")
    await zuleha.taps("Kirim")
    named = await newest(world)
    lane = lane_of(world.machine.service.keys, zuleha.person.id)
    assert lane in await reached(world, named.code)
    assert lane not in await reached(world, hidden.code)
    assert {row.state for row in await world.rows(Update)} == {"done"}


async def reached(world: World, start: str) -> set[Any]:
    """All values that rows lead to from one value, step by step, but not through the office.

    Every officer has many tickets: they lead to everybody, and so to nobody.
    """
    keys = world.machine.service.keys
    office = {lane_of(keys, world.staff(name).person.id) for name in STAFF}
    async with world.machine.db.read() as session:
        found = [
            {value for name, cell in row.items() for value in telling(name, cell)} - office
            for table in Base.metadata.sorted_tables
            for row in (await session.execute(select(table))).mappings()
        ]
    known, before = {start}, set[Any]()
    while known != before:
        before = set(known)
        for values in found:
            if values & known:
                known |= values
    return known


def telling(name: str, cell: Any) -> Iterator[Any]:
    """What of a cell is found in few rows: long numbers, and long texts with a digit in them.

    The number of a message is told only to one bot, so it is the same message in every row.
    """
    if name == "message_id" and cell is not None:
        yield name, cell
    elif isinstance(cell, dict):
        for key, one in cell.items():
            yield from telling(key, one)
    elif isinstance(cell, str):
        yield from (part for part in (cell, *cell.split(":")) if len(part) > 6 and RARE(part))
    elif isinstance(cell, bytes) or (isinstance(cell, int) and cell > 2**31):
        yield cell
