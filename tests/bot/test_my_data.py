"""/datasaya: seeing, correcting, restricting and deleting one's own data, and consents."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from core.audit import Audit
from core.chats import Chat
from core.conversations import Conversation
from core.knowledge.models import AskedQuestion
from core.models import Base
from core.people.models import Person
from core.privacy.models import Consent, PrivacyRequest, PrivacyRule
from core.privacy.queries import request_by_id
from core.privacy.services import decide
from core.tickets import chain
from core.tickets.models import Event, HiddenReporter, Ticket
from core.tickets.ties import TicketMessage
from core.updates import Update
from tests.bot.desks import HOLE, LAMP, card, filed, newest
from tests.simulator.world import picture
from tests.world import Someone, World


async def closes(world: World) -> None:
    """The newest case is settled, and the citizen silent."""
    ticket = await newest(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "resolve", ticket, "Lampu sudah kami ganti pagi ini.")
    await world.passes(days=30)
    assert (await newest(world)).state == "closed"


async def requests(world: World) -> list[PrivacyRequest]:
    return await world.rows(PrivacyRequest)


async def breaks(world: World) -> list[Any]:
    async with world.machine.db.read() as session:
        return [one async for one in chain.verify(session)]


def file_in(world: World, someone: Someone) -> str:
    """The text of the newest document in somebody's chat."""
    file = world.telegram.files.get(someone.newest.data["document"]["file_id"])
    assert file is not None
    return file.data.decode()


async def test_the_notice_leads_to_the_rights_and_names_no_unchecked_law(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/privasi")
    assert "72 jam, malam dan hari libur ikut dihitung (standar kantor ini)" in siti.last
    await siti.taps("Data saya")
    assert siti.buttons == [
        "📄 Unduh data saya",
        "✏️ Perbaiki",
        "☑️ Persetujuan",
        "⏸ Batasi",
        "🗑 Hapus",
    ]


async def test_a_rule_somebody_checked_is_named_with_its_article(world: World) -> None:
    async with world.machine.db.begin() as session:
        await session.execute(update(PrivacyRule).values(checked_by="Ani"))
    siti = world.citizen("Siti")
    await siti.sends("/privasi")
    assert "(UU 27/2022 Pelindungan Data Pribadi Pasal 32)" in siti.last


async def test_everything_held_comes_as_one_file_at_once(world: World) -> None:
    siti = await filed(world)
    ticket = await newest(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "note", ticket, "Pelapor ini sering mengeluh.")
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    await siti.replies(siti.finds("Tiang nomor berapa?"), "Tiang nomor tujuh")
    await siti.sends("Jalan berlubang di depan pasar lama")
    await siti.taps_data("mydata:export::0")
    text = file_in(world, siti)
    for held in ("Siti", ticket.code, LAMP, "Tiang nomor tujuh", "Jalan berlubang", "Melihat data"):
        assert held in text
    assert "sering mengeluh" not in text
    assert "Catatan internal petugas tidak ada" in text
    [request] = await requests(world)
    assert (request.kind, request.state) == ("access", "done")
    tono = world.citizen("Tono")
    await tono.sends("/datasaya")
    await tono.taps("Unduh")
    assert LAMP not in file_in(world, tono)


async def test_a_name_is_corrected_at_once_and_stays(world: World) -> None:
    siti = await filed(world)
    await siti.sends("/perbaiki")
    await siti.taps("Nama saya")
    await siti.sends("Siti Aminah")
    assert "Siti Aminah" in siti.last
    await world.does("Budi", "accept", await newest(world))
    assert "Pelapor: Siti Aminah" in card(world.staff("Budi")).text


async def test_another_correction_is_decided_by_the_office(world: World) -> None:
    siti = await filed(world)
    await siti.sends("/datasaya")
    await siti.taps("Perbaiki")
    await siti.taps("Hal lain")
    await siti.sends("Alamat di laporan saya keliru, seharusnya RT 4.")
    [request] = await requests(world)
    assert (request.kind, request.state) == ("correct", "open")
    assert request.due_at - request.received_at == timedelta(hours=72)
    assert b"RT 4" not in (request.said or b"")
    assert "standar kantor ini" in siti.last
    assert "no. 1" in world.staff("Kartika").last
    await siti.sends("/datasaya")
    assert "Memperbaiki data" in siti.last


async def test_the_clock_runs_through_the_weekend_and_reminds_before_it_ends(world: World) -> None:
    siti, kartika = await filed(world), world.staff("Kartika")
    await world.passes(days=4)  # a Friday morning
    await siti.sends("/batasi")
    said = len(kartika.reads())
    await world.passes(hours=47)
    assert len(kartika.reads()) == said
    await world.passes(hours=2)
    assert "belum diputuskan" in kartika.last
    await world.passes(hours=24)
    assert "sudah lewat" in kartika.last


async def test_asking_twice_is_one_request(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/batasi")
    await siti.sends("/batasi")
    assert len(await requests(world)) == 1


async def test_every_consent_and_withdrawal_is_a_row(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/datasaya")
    await siti.taps("Persetujuan")
    assert siti.last.count("belum setuju") == 2
    await siti.taps("Setuju menerima kabar")
    await siti.sends("/tarikpersetujuan")
    await siti.taps("Berhenti menerima kabar")
    assert "langsung berlaku" in siti.last
    rows = await world.rows(Consent)
    assert [(one.purpose, one.given) for one in rows] == [("news", True), ("news", False)]
    assert all(one.text_hash and one.version for one in rows)
    assert [one.kind for one in await requests(world)] == ["withdraw"]


async def test_deleting_takes_two_taps_and_forgets_the_person_not_the_case(world: World) -> None:
    siti = await filed(world)
    await siti.sends("/tanya Bagaimana cara mengurus KTP yang hilang?")
    await closes(world)
    await siti.sends("/datasaya")
    await siti.taps("Hapus")
    assert "Ini tidak dapat dibatalkan" in siti.last
    assert await world.count(PrivacyRequest) == 0
    await siti.taps("Ya, hapus data saya")
    assert "sudah dihapus" in siti.last
    ticket = await newest(world)
    person = next(one for one in await world.rows(Person) if one.id == ticket.reporter_id)
    assert person.erased_at
    assert b"Siti" not in world.machine.service.keys.open(person.profile)
    assert ticket.text == LAMP
    assert await breaks(world) == []
    await world.passes(hours=2)
    for table in (AskedQuestion, TicketMessage):
        assert await world.count(table) == 0
    acts = [one.action for one in await world.rows(Audit)]
    assert acts[-1] == "person.erase"
    lane = world.machine.service.keys.index("chat", siti.person.id)
    async with world.machine.db.read() as session:
        held = await session.scalar(select(func.count()).where(Chat.lane == lane))
        draft = await session.get(Conversation, person.id)
    assert held == 0
    assert draft is not None
    assert draft.data is None


async def test_nothing_in_the_database_still_finds_who_was_deleted(world: World) -> None:
    siti = await filed(world)
    await closes(world)
    lane = world.machine.service.keys.index("chat", siti.person.id)
    await siti.sends("/hapus")
    await siti.taps("Ya, hapus data saya")
    await world.passes(hours=2)
    await world.passes(days=5)
    found = []
    async with world.machine.db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).all()
            found += [table.name for row in rows if lane in repr(row)]
    # What Telegram may deliver again is known for three days, without its words.
    assert set(found) <= {"updates"}
    assert all(one.body is None for one in await world.rows(Update))


async def test_who_was_deleted_and_writes_again_is_new(world: World) -> None:
    siti = await filed(world)
    await closes(world)
    await siti.sends("/hapus")
    await siti.taps("Ya, hapus data saya")
    await siti.sends("/laporan")
    assert "belum punya laporan" in siti.last
    await world.passes(days=1)
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    first, second = await world.rows(Ticket)
    assert first.reporter_id != second.reporter_id


async def test_with_an_open_case_the_office_decides(world: World) -> None:
    siti = await filed(world)
    await siti.sends("/hapus")
    assert "belum selesai" in siti.last
    await siti.taps("Ya, hapus data saya")
    assert "sudah kami terima" in siti.last
    [request] = await requests(world)
    assert (request.kind, request.state) == ("delete", "open")


async def test_a_message_in_place_of_the_second_tap_deletes_nothing(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/hapus")
    sure = siti.newest
    await siti.sends(LAMP)
    assert "Laporan Anda, mohon dilihat dulu" in siti.last
    await siti.taps("Ya, hapus data saya", on=sure)
    assert "tidak berlaku lagi" in "".join(siti.reads())
    assert await world.count(PrivacyRequest) == 0


async def test_staff_are_not_deleted_here(world: World) -> None:
    budi = world.staff("Budi")
    await budi.sends("/hapus")
    assert "terdaftar sebagai petugas" in budi.last


async def test_words_and_files_go_from_the_disk_and_from_the_officers_card(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_photo(picture(64, 64))
    await siti.taps("Kirim")
    folder = world.config.storage.path
    assert [one for one in folder.rglob("*") if one.is_file()]
    await closes(world)
    await siti.sends("/hapus")
    await siti.taps("Hapus juga isi laporan")
    async with world.machine.db.begin() as session:
        request = await request_by_id(session, (await requests(world))[0].id, lock=True)
        assert request is not None
        now = world.clock.now()
        await decide(session, request, granted=True, reason="", by="cli", now=now)
    await world.settle()
    assert "termasuk isi laporan" in siti.last
    assert not [one for one in folder.rglob("*") if one.is_file()]
    assert LAMP not in card(world.staff("Budi")).text
    assert "Siti" not in card(world.staff("Budi")).text
    assert await breaks(world) == []


async def reports_hidden(world: World, text: str = LAMP) -> Someone:
    """Siti reports without her name."""
    siti = world.citizen("Siti")
    await siti.sends(text)
    await siti.taps("Sembunyikan nama saya")
    await siti.taps("Kirim")
    return siti


async def hidden(world: World) -> list[HiddenReporter]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(HiddenReporter)))


async def grants(world: World) -> None:
    """The office agrees to the newest request."""
    async with world.machine.db.begin() as session:
        request = await request_by_id(session, (await requests(world))[-1].id, lock=True)
        assert request is not None
        now = world.clock.now()
        await decide(session, request, granted=True, reason="", by="cli", now=now)
    await world.settle()


async def test_the_file_holds_anonymous_cases_too(world: World) -> None:
    siti = await reports_hidden(world)
    ticket = await newest(world)
    await siti.sends("/datasaya")
    await siti.taps("Unduh")
    text = file_in(world, siti)
    for held in (ticket.code, LAMP, "tanpa nama; petugas membaca: Pelapor"):
        assert held in text
    tono = world.citizen("Tono")
    await tono.sends("/datasaya")
    await tono.taps("Unduh")
    assert ticket.code not in file_in(world, tono)


async def test_an_anonymous_case_no_longer_leads_to_who_was_deleted(world: World) -> None:
    siti = await reports_hidden(world)
    await reports_hidden(world, HOLE)
    keys = world.machine.service.keys
    lane = keys.index("chat", siti.person.id)
    second = (await hidden(world))[0].lane
    await siti.sends("/hapus")
    assert "petugas memutuskan" not in siti.last
    await siti.taps("Ya, hapus data saya")
    assert "sudah dihapus" in siti.last
    await world.passes(hours=2)
    rows = await hidden(world)
    assert len({one.lane for one in rows}) == 2
    assert [keys.open_json(one.sealed) for one in rows] == [[0, "id"]] * 2
    async with world.machine.db.read() as session:
        for table in Base.metadata.sorted_tables:
            kept = [repr(row) for row in (await session.execute(select(table))).all()]
            assert not [row for row in kept if second in row], table.name
            assert table.name == "updates" or not [row for row in kept if lane in row]
    said = len(siti.reads())
    ticket = await newest(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "reply", ticket, "Kami cek besok.")
    await world.passes(days=1)
    assert len(siti.reads()) == said
    assert ticket.text == HOLE
    assert await breaks(world) == []


async def test_who_was_deleted_may_report_anonymously_again(world: World) -> None:
    siti = await reports_hidden(world)
    await siti.sends("/hapus")
    await siti.taps("Ya, hapus data saya")
    await reports_hidden(world, HOLE)
    await world.passes(hours=5)
    await world.does("Budi", "accept", await newest(world))
    assert "sedang ditangani" in siti.last


async def test_words_of_anonymous_cases_go_when_nobody_can_tell_why(world: World) -> None:
    siti = await reports_hidden(world)
    await siti.sends("/hapus")
    await siti.taps("Hapus juga isi laporan")
    await grants(world)
    assert "menyusul dalam sehari" in siti.last
    await world.passes(days=1)
    ticket = await newest(world)
    assert ticket.text == ""
    assert LAMP not in card(world.staff("Budi")).text
    assert await breaks(world) == []
    events = await world.rows(Event)
    [erased] = [one for one in events if one.kind == "erased"]
    [request] = await requests(world)
    assert erased.at != request.decided_at


async def test_a_restriction_says_nothing_of_anonymous_cases(world: World) -> None:
    siti = await reports_hidden(world)
    said = len(world.staff("Budi").reads())
    await siti.sends("/batasi")
    await grants(world)
    assert "sekarang dibatasi" in siti.last
    assert len(world.staff("Budi").reads()) == said
