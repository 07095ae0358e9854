"""The receipt in chat: what it says, who may have it, and whose a case becomes by its code."""

import re

from core import marks
from core.chats import lane_of
from core.jobs import Job
from core.outbox import Outgoing
from core.tickets.confiding import confide
from core.tickets.models import Event, Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.receipts import link_to
from tests.bot.desks import LAMP, card, filed, newest
from tests.world import Someone, World


async def receipt(someone: Someone, ticket: Ticket) -> str:
    """Ask for it on the case's own page; its words."""
    await someone.sends(f"/laporan {ticket.code}")
    await someone.taps("Tanda terima")
    return someone.finds("Mengapa tanggal itu").text


async def test_a_citizen_gets_the_receipt_as_a_message(world: World) -> None:
    siti = await filed(world)
    said = await receipt(siti, await newest(world))
    assert "Kecamatan Tirta Asri" in said
    assert "Diterima: Senin, 2 Maret 2026 pukul 09.00 WIB" in said
    assert "Lewat: Bot Telegram" in said
    assert "Jenis: Pengaduan, Lampu jalan" in said
    assert LAMP in said
    assert "Paling lambat: Senin, 9 Maret 2026" in said


async def test_the_receipt_says_why_that_date(world: World) -> None:
    siti = await filed(world)
    said = await receipt(siti, await newest(world))
    assert "5 hari kerja" in said
    assert "Dasar: standar kantor ini" in said
    assert "dari Selasa, 3 Maret 2026 sampai Senin, 9 Maret 2026" in said
    assert "Dilewati: 2 hari libur mingguan" in said


async def test_the_receipt_follows_as_a_pdf(world: World) -> None:
    siti = await filed(world)
    ticket = await newest(world)
    await receipt(siti, ticket)
    assert siti.newest.data["document"]["file_name"] == f"Tanda-terima-{ticket.code}.pdf"
    assert (await pdf(world, siti)).startswith(b"%PDF-")


async def test_nobody_gets_the_receipt_of_somebody_else(world: World) -> None:
    await filed(world)
    ticket = await newest(world)
    tono = world.citizen("Tono")
    await tono.starts()
    await tono.taps_data(f"receipt:show:{ticket.id}:0")
    assert "tidak ada pada Anda" in tono.last
    assert not any("document" in one.data for one in tono.person.messages)


async def test_the_pdf_holds_the_code_of_a_link_once_the_bot_has_a_name(world: World) -> None:
    siti = await filed(world)
    ticket = await newest(world)
    await receipt(siti, ticket)
    without = await pdf(world, siti)
    await named(world)
    await receipt(siti, ticket)
    assert len(await pdf(world, siti)) > len(without) + 1000


async def test_whoever_reported_sees_the_case_behind_the_code(world: World) -> None:
    siti = await filed(world)
    await siti.starts(await code(world, await newest(world)))
    assert LAMP in siti.last
    assert "Tambah keterangan" in " ".join(siti.buttons)


async def test_everybody_else_sees_only_how_far_it_is(world: World) -> None:
    await filed(world)
    ticket = await newest(world)
    tono = world.citizen("Tono")
    await tono.starts(await code(world, ticket))
    assert ticket.code in tono.last
    assert "Baru, menunggu diterima" in tono.last
    assert LAMP not in tono.last
    assert "Siti" not in tono.last
    assert tono.buttons == []


async def test_a_code_that_was_guessed_opens_nothing(world: World) -> None:
    await filed(world)
    ticket = await newest(world)
    right = await code(world, ticket)
    tono = world.citizen("Tono")
    for guess in (f"{right[:-1]}{'0' if right[-1] != '0' else '1'}", f"00000000_{right[9:]}"):
        await tono.starts(guess)
        assert "tidak kami kenal" in tono.last
        assert ticket.code not in tono.last


async def test_an_officer_who_scans_it_gets_the_card(world: World) -> None:
    await filed(world)
    ticket = await newest(world)
    budi = world.staff("Budi")
    before = len(budi.person.messages)
    await budi.starts(await code(world, ticket))
    assert len(budi.person.messages) == before + 1
    assert ticket.code in card(budi).text


async def test_a_citizen_makes_a_case_theirs_that_was_written_down_for_them(world: World) -> None:
    ticket = await written_down(world)
    siti, budi = world.citizen("Siti"), world.staff("Budi")
    await siti.starts(await code(world, ticket))
    assert LAMP not in siti.last
    await siti.taps("Ini laporan saya")
    assert LAMP in siti.last
    assert "sudah dipindai" in budi.finds("memakai Telegram").text
    assert "Pelapor: Siti" in card(budi).text
    assert [event.kind for event in await world.rows(Event)] == ["filed", "claimed"]
    await world.does("Budi", "accept", ticket)
    assert "sedang ditangani" in siti.last


async def test_a_case_is_made_somebodys_only_once(world: World) -> None:
    ticket = await written_down(world)
    siti, tono = world.citizen("Siti"), world.citizen("Tono")
    carried = await code(world, ticket)
    await tono.starts(carried)
    await siti.starts(carried)
    await siti.taps("Ini laporan saya")
    await tono.taps("Ini laporan saya")
    assert "akun lain" in tono.last
    await tono.starts(carried)
    assert tono.buttons == []
    await siti.taps_data(f"receipt:claim:{carried}:0")
    assert [event.kind for event in await world.rows(Event)] == ["filed", "claimed"]


async def test_nobody_makes_somebody_elses_case_theirs(world: World) -> None:
    await filed(world)
    ticket = await newest(world)
    tono = world.citizen("Tono")
    await tono.starts()
    await tono.taps_data(f"receipt:claim:{await code(world, ticket)}:0")
    assert "akun lain" in tono.last
    assert (await newest(world)).reporter_id == ticket.reporter_id


async def test_no_officer_makes_a_case_theirs_that_they_handle_or_wrote_down(world: World) -> None:
    ticket = await written_down(world)
    carried = await code(world, ticket)
    for name in ("Budi", "Putri", "Hadi"):
        officer = world.staff(name)
        await officer.starts()
        await officer.taps_data(f"receipt:claim:{carried}:0")
        assert "tidak dapat menjadi laporan Anda sendiri" in officer.last
    assert (await newest(world)).reporter_id is None


async def test_the_officer_who_wrote_it_down_gets_the_receipt_with_the_name(world: World) -> None:
    ticket = await written_down(world)
    putri = world.staff("Putri")
    await putri.taps("Tanda terima", on=putri.finds("Laporan dicatat"))
    said = putri.finds("Mengapa tanggal itu").text
    assert "Lewat: WhatsApp" in said
    assert "Penerima: Putri" in said
    assert "Pelapor: Siti Aminah" in said
    assert f"Tanda-terima-{ticket.code}.pdf" == putri.newest.data["document"]["file_name"]


async def test_the_receipt_of_an_anonymous_case_names_an_alias(world: World) -> None:
    zuleha, budi = await anonymous(world), world.staff("Budi")
    ticket = await newest(world)
    said = await receipt(zuleha, ticket)
    assert re.search(r"Pelapor: Pelapor [A-Z][a-z]+-\d\d", said)
    assert (await pdf(world, zuleha)).startswith(b"%PDF-")
    await budi.taps_data(f"receipt:show:{ticket.id}:0")
    assert "Pelapor: Pelapor " in budi.finds("Mengapa tanggal itu").text
    assert "Zuleha" not in " ".join(budi.reads())


async def test_printing_an_anonymous_receipt_leaves_no_trace_of_who_asked(world: World) -> None:
    zuleha = await anonymous(world)
    ticket = await newest(world)
    await receipt(zuleha, ticket)
    own = lane_of(world.machine.service.keys, zuleha.person.id)
    assert own not in {row.lane for row in await world.rows(Outgoing) if row.ticket_id == ticket.id}
    [job] = [one for one in await world.rows(Job) if one.kind == "receipt.print"]
    assert job.data == {"ticket": ticket.id, "officer": None}


async def test_the_code_of_an_anonymous_case_opens_it_to_its_reporter_only(world: World) -> None:
    zuleha, tono = await anonymous(world), world.citizen("Tono")
    ticket = await newest(world)
    carried = await code(world, ticket)
    await zuleha.starts(carried)
    assert "Tambah keterangan" in " ".join(zuleha.buttons)
    await tono.starts(carried)
    assert tono.buttons == []
    assert "Pelapor " not in tono.last
    await tono.taps_data(f"receipt:claim:{carried}:0")
    assert "akun lain" in tono.last
    assert (await newest(world)).reporter_id is None


async def test_the_code_of_a_confidential_case_says_nothing_to_others(world: World) -> None:
    siti = await filed(world)
    ticket = await newest(world)
    await made_confidential(world, ticket)
    carried = await code(world, ticket)
    for someone in (world.citizen("Tono"), world.staff("Putri"), world.staff("Budi")):
        await someone.starts(carried)
        assert "tidak kami kenal" in someone.last
        assert ticket.code not in someone.last
    await siti.starts(carried)
    assert LAMP in siti.last


async def test_a_confidential_case_has_no_receipt_for_who_may_not_see_it(world: World) -> None:
    ticket = await written_down(world)
    await made_confidential(world, ticket)
    for name in ("Putri", "Budi"):
        officer = world.staff(name)
        await officer.starts()
        await officer.taps_data(f"receipt:show:{ticket.id}:0")
        assert "Mengapa tanggal itu" not in officer.last
        assert not any("document" in one.data for one in officer.person.messages)
        await officer.taps_data(f"receipt:claim:{await code(world, ticket)}:0")
        assert "tidak dapat menjadi laporan Anda sendiri" in officer.last


async def test_whoever_holds_the_receipt_still_makes_a_confidential_case_theirs(
    world: World,
) -> None:
    ticket = await written_down(world)
    await made_confidential(world, ticket)
    siti = world.citizen("Siti")
    await siti.starts(await code(world, ticket))
    await siti.taps("Ini laporan saya")
    assert LAMP in siti.last


async def anonymous(world: World) -> Someone:
    """Zuleha reported without her name."""
    zuleha = world.citizen("Zuleha")
    await zuleha.sends(LAMP)
    await zuleha.taps("Sembunyikan nama")
    await zuleha.taps("Kirim")
    return zuleha


async def made_confidential(world: World, ticket: Ticket) -> None:
    async with world.machine.db.begin() as session:
        found = await ticket_by_id(session, ticket.id, lock=True)
        assert found is not None
        await confide(session, found, by="admin:x", name="Kartika", now=world.clock.now())


async def written_down(world: World) -> Ticket:
    """Putri of another unit wrote down what somebody sent by WhatsApp."""
    putri = world.staff("Putri")
    await putri.sends("/loket")
    await putri.sends(LAMP)
    await putri.taps("WhatsApp")
    await putri.taps("Nama & nomor")
    await putri.sends("Siti Aminah, 0812 3456 7890")
    await putri.taps("Catat")
    return await newest(world)


async def named(world: World) -> None:
    async with world.machine.db.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=world.clock.now())


async def code(world: World, ticket: Ticket) -> str:
    """What the link on the receipt carries to the bot."""
    await named(world)
    async with world.machine.db.read() as session:
        link = await link_to(session, ticket)
    address, carried = link.split("?start=")
    assert address == "https://t.me/tanggap_bot"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", carried)
    return carried


async def pdf(world: World, someone: Someone) -> bytes:
    file = world.telegram.files.get(someone.newest.data["document"]["file_id"])
    assert file is not None
    return file.data
