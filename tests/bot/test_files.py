"""What people send besides words: it reaches whoever works on it, without what was hidden in it."""

import pytest
from sqlalchemy import select, text

from core import housekeeping
from core.models import Base
from core.tickets.models import Attachment, Event, PlaceOffer, Ticket
from simulator.chats import Message
from tests.bot.desks import card
from tests.media import makers
from tests.media.makers import PLACE, SECRET, film, paper, photo, voice
from tests.simulator.world import picture
from tests.world import Someone, World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."


async def filed(world: World, kind: str, content: bytes, **more: str) -> Someone:
    """Siti has reported something with a file."""
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_file(kind, content, **more)
    await siti.taps("Kirim")
    return siti


def files(world: World, someone: Someone) -> list[tuple[str, bytes, Message]]:
    """The files the bot sent somebody: what they came as, their content, and the message."""
    found: list[tuple[str, bytes, Message]] = []
    for message in someone.person.messages:
        if message.sender is someone.person.account:
            continue
        for kind in ("document", "voice", "audio", "video", "video_note"):
            if kind in message.data:
                file = world.telegram.files.get(message.data[kind]["file_id"])
                assert file is not None
                found.append((kind, file.data, message))
    return found


@pytest.mark.parametrize(
    ("kind", "content", "suffix"),
    [
        ("document", photo(), ".jpg"),
        ("document", paper(), ".pdf"),
        ("voice", voice(), ".ogg"),
        ("audio", film(b"M4A ", video=False), ".m4a"),
        ("video", film(), ".mp4"),
        ("video_note", film(), ".mp4"),
    ],
    ids=["photo as a file", "letter", "voice", "recording", "video", "round video"],
)
async def test_an_officer_gets_the_cleaned_file_under_a_name_of_ours(
    world: World, kind: str, content: bytes, suffix: str
) -> None:
    await filed(world, kind, content, name="KTP Siti Aminah.pdf")
    [(sent_as, data, message)] = files(world, world.staff("Budi"))
    (ticket,) = await world.rows(Ticket)
    (row,) = await world.rows(Attachment)
    assert sent_as == kind
    assert SECRET not in (makers.readable(data) if suffix == ".pdf" else data)
    assert row.stored.endswith(suffix)
    assert message.data[kind].get("file_name", f"{ticket.code}-{row.id}{suffix}") == (
        f"{ticket.code}-{row.id}{suffix}"
    )
    assert "caption" not in message.data
    assert "Aminah" not in str(message.data)


async def test_a_player_knows_beforehand_how_long_and_how_large_it_is(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_file("voice", voice(), duration=42)
    await siti.sends_file("video", film(), duration=7, width=720, height=1280)
    await siti.sends_file("video_note", film(b"mp42"), duration=9, length=384)
    await siti.taps("Kirim")
    sent = {kind: message.data[kind] for kind, _, message in files(world, world.staff("Budi"))}
    assert sent["voice"]["duration"] == 42
    assert [sent["video"][one] for one in ("duration", "width", "height")] == [7, 720, 1280]
    assert [sent["video_note"][one] for one in ("duration", "length")] == [9, 384]


async def test_what_cannot_be_cleaned_says_so_to_the_officer(world: World) -> None:
    content = b"\0\0\0\x18ftypheic" + bytes(64)
    siti = await filed(world, "document", content)
    [(sent_as, data, message)] = files(world, world.staff("Budi"))
    assert (sent_as, data) == ("document", content)
    assert "tidak dapat dibersihkan" in message.data["caption"]
    assert "laporan Bapak/Ibu sudah kami terima" in siti.last


async def test_whoever_gets_the_case_later_gets_its_files(world: World) -> None:
    await filed(world, "voice", voice())
    (ticket,) = await world.rows(Ticket)
    assert files(world, world.staff("Kartika")) == []
    await world.does("Budi", "return_", ticket, "Bukan kewenangan kami.")
    [(sent_as, data, _)] = files(world, world.staff("Kartika"))
    assert sent_as == "voice"
    assert SECRET not in data


async def test_a_file_of_an_officer_reaches_the_citizen_clean(world: World) -> None:
    siti, budi = world.citizen("Siti"), world.staff("Budi")
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    await budi.sends_file("document", photo(), reply_to=card(budi))
    [(sent_as, data, message)] = files(world, siti)
    assert sent_as == "document"
    assert SECRET not in data
    assert "caption" not in message.data
    assert await world.count(PlaceOffer) == 0


async def test_a_voice_warns_once_that_it_can_be_recognised(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("voice", voice())
    assert "Suara dapat dikenali" in siti.last
    await siti.sends(LAMP)
    assert "Suara dapat dikenali" not in siti.last
    await siti.sends_file("voice", voice(comment=b"dua"))
    assert "Suara dapat dikenali" not in siti.last
    assert "2 pesan suara" in siti.last
    await siti.taps("Kirim")
    await siti.sends_file("voice", voice(comment=b"tiga"), reply_to=siti.newest)
    assert "Suara dapat dikenali" in siti.last
    assert len(files(world, world.staff("Budi"))) == 3


async def test_a_contact_is_part_of_the_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.posts(
        contact={"phone_number": "+628111000111", "first_name": "Pak", "last_name": "RT"}
    )
    assert "Kontak: Pak RT, +628111000111" in siti.last
    await siti.taps("Kirim")
    assert "Pak RT" in (await world.rows(Ticket))[0].text
    await siti.posts(
        contact={"phone_number": "+628111000222", "first_name": "Bu Lurah"},
        reply_to_message=siti.newest.data,
    )
    assert "Bu Lurah, +628111000222" in world.staff("Budi").last


async def test_of_a_forwarded_message_only_the_words_are_taken(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Sembunyikan nama saya")
    sender = {"id": 771_177, "is_bot": False, "first_name": "Qomariyah"}
    origin = {"type": "user", "date": 1_772_418_000, "sender_user": sender}
    await siti.posts(text="Sudah tiga malam gelap.", forward_origin=origin)
    await siti.posts(
        text="Mohon segera.",
        forward_origin={**origin, "type": "hidden_user", "sender_user_name": "Qomariyah"},
    )
    await siti.taps("Kirim")
    (ticket,) = await world.rows(Ticket)
    assert ticket.text == f"{LAMP}\nSudah tiga malam gelap.\nMohon segera."
    async with world.machine.service.db.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in await session.execute(select(table)):
                assert "Qomariyah" not in repr(tuple(row)), table.name
    assert "Qomariyah" not in str([one.data for one in world.staff("Budi").person.messages])


async def test_a_live_location_is_a_place_and_nobody_is_followed(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.posts(location={"latitude": -7.1, "longitude": 110.4, "live_period": 900})
    assert "tidak mengikuti gerak" in siti.last
    await siti.taps("Kirim")
    (ticket,) = await world.rows(Ticket)
    assert (ticket.latitude, ticket.longitude) == (-7.1, 110.4)


async def test_a_file_that_cannot_be_fetched_leaves_the_case_and_comes_later(world: World) -> None:
    world.telegram.faults.add("getFile", "502", times=2)
    await filed(world, "voice", voice())
    budi = world.staff("Budi")
    assert await world.count(Ticket) == 1
    assert files(world, budi) == []
    for _ in range(3):
        await world.passes(minutes=5)
    [(sent_as, _, _)] = files(world, budi)
    assert sent_as == "voice"


async def test_two_broken_files_of_one_message_are_told_once(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    for n in (1, 2):
        await siti.sends_file("document", makers.png(50_000, 50_000 + n))
    await siti.taps("Kirim")
    assert len([said for said in siti.reads() if "dibuka dengan aman" in said]) == 1
    assert [row.problem for row in await world.rows(Attachment)] == ["unreadable"] * 2


async def test_the_place_in_a_photo_is_used_only_with_a_yes(world: World) -> None:
    siti = await filed(world, "document", photo())
    (ticket,) = await world.rows(Ticket)
    assert (ticket.latitude, await world.count(Event)) == (None, 1)
    assert "memuat titik tempat pengambilannya" in siti.last
    await siti.taps("Ya, pakai")
    (ticket,) = await world.rows(Ticket)
    assert (ticket.latitude, ticket.longitude) == pytest.approx(PLACE)
    assert [one.kind for one in await world.rows(Event)] == ["filed", "located"]
    assert "menjadi tempat laporan" in siti.last
    assert "menunjukkan tempat laporan" in world.staff("Budi").last
    assert (await offer(world)).point is None


async def offer(world: World) -> PlaceOffer:
    async with world.machine.db.read() as session:
        found = await session.get(PlaceOffer, (await world.rows(Ticket))[0].id)
        assert found is not None
        return found


async def test_until_the_answer_the_place_is_sealed(world: World) -> None:
    await filed(world, "document", photo())
    sealed = (await offer(world)).point
    assert sealed is not None
    for row in (await offer(world), *await world.rows(Ticket), *await world.rows(Event)):
        assert "7.11" not in str(vars(row))
    async with world.machine.db.read() as session:
        found = await session.execute(text("SELECT payload FROM outbox WHERE payload IS NOT NULL"))
        assert all(b"7.11" not in bytes(payload) for (payload,) in found)
    assert b"7.11" not in sealed
    assert world.machine.service.keys.open_json(sealed) == pytest.approx(PLACE)


async def test_after_a_no_the_place_is_forgotten_and_not_asked_again(world: World) -> None:
    siti = await filed(world, "document", photo())
    question = siti.newest
    await siti.taps("Tidak, hapus")
    assert "sudah kami hapus" in siti.last
    assert (await offer(world)).point is None
    await siti.taps_data(f"place:use:{(await world.rows(Ticket))[0].id}:0")
    assert "sudah tidak kami simpan" in siti.last
    await siti.sends_file("document", photo(size=(320, 200)), reply_to=question)
    assert "titik tempat pengambilannya" not in siti.last
    (ticket,) = await world.rows(Ticket)
    assert ticket.latitude is None
    assert "located" not in [one.kind for one in await world.rows(Event)]


async def test_silence_is_a_no(world: World) -> None:
    siti = await filed(world, "document", photo())
    question = siti.newest
    async with world.machine.db.begin() as session:
        await housekeeping.plan(session, now=world.clock.now())
    await world.passes(days=2)
    assert (await offer(world)).point is not None
    await world.passes(days=2)
    assert (await offer(world)).point is None
    await siti.taps("Ya, pakai", on=question)
    assert "sudah tidak kami simpan" in siti.last
    assert (await world.rows(Ticket))[0].latitude is None


async def test_only_the_reporter_answers_for_the_place(world: World) -> None:
    await filed(world, "document", photo())
    (ticket,) = await world.rows(Ticket)
    for name in ("Budi", "Dewi"):
        for verb in ("use", "drop"):
            await world.staff(name).taps_data(f"place:{verb}:{ticket.id}:0")
            assert "tidak ada pada Anda" in world.staff(name).last
    assert (await offer(world)).point is not None


async def test_a_place_that_is_known_is_not_asked_for(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_location(-7.0, 110.0)
    await siti.sends_file("document", photo())
    await siti.taps("Kirim")
    assert await world.count(PlaceOffer) == 0


async def test_a_place_that_came_meanwhile_is_not_overwritten(world: World) -> None:
    siti = await filed(world, "document", photo())
    (known,) = await world.rows(Ticket)
    async with world.machine.db.begin() as session:
        ticket = await session.get_one(Ticket, known.id)
        ticket.latitude, ticket.longitude = -7.0, 110.0
    await siti.taps("Ya, pakai")
    assert (await world.rows(Ticket))[0].latitude == -7.0
    assert (await offer(world)).point is None


async def test_a_closed_case_takes_no_place_any_more(world: World) -> None:
    siti = await filed(world, "document", photo())
    question = siti.newest
    (ticket,) = await world.rows(Ticket)
    await world.does("Budi", "resolve", ticket, "Lampu sudah kami ganti pagi ini.")
    await siti.taps("Sudah beres")
    await siti.taps("Ya, pakai", on=question)
    assert "sudah ditutup" in siti.last
    assert (await world.rows(Ticket))[0].latitude is None


async def test_an_officer_is_told_when_their_file_cannot_be_passed_on(world: World) -> None:
    siti, budi = world.citizen("Siti"), world.staff("Budi")
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    await budi.sends_file("document", makers.package("foto.jpg"), reply_to=card(budi))
    assert "Mohon kirim isinya satu per satu" in budi.last
    assert files(world, siti) == []
    assert not any("arsip" in said for said in siti.reads())


async def test_nothing_the_office_can_reach_holds_what_was_hidden(world: World) -> None:
    """Messages, cards, the database and every file on the disk, after all kinds were sent."""
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    for kind, content in (
        ("document", photo()),
        ("document", photo("PNG")),
        ("document", photo("WEBP")),
        ("document", paper(picture=photo())),
        ("video", film()),
        ("voice", voice()),
    ):
        await siti.sends_file(kind, content, name=f"{makers.MARK}.dat")
    await siti.taps("Kirim")
    await siti.taps("Tidak, hapus", on=siti.finds("titik tempat pengambilannya"))
    assert [row.cleaned for row in await world.rows(Attachment)] == [True] * 6
    for name in ("Budi", "Dewi"):
        office = world.staff(name)
        assert len(files(world, office)) == 6
        assert makers.MARK not in str([message.data for message in office.person.messages])
        for _, data, _ in files(world, office):
            assert SECRET not in (makers.readable(data) if data[:4] == b"%PDF" else data)
    for path in world.config.storage.path.parent.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert SECRET not in (makers.readable(raw) if raw[:4] == b"%PDF" else raw), path
        assert b"7.11" not in raw or path.suffix in (".jpg", ".pdf", ".mp4", ".ogg"), path


async def test_an_ordinary_photo_goes_on_at_once(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_photo(picture(), LAMP)
    await siti.taps("Kirim")
    assert await world.count(PlaceOffer) == 0
    assert any("photo" in message.data for message in world.staff("Budi").person.messages)
