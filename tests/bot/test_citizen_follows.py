"""After the number: following a ticket, adding to it, answering, judging."""

from core.tickets.models import Attachment, Event, Ticket
from tests.simulator.world import picture
from tests.world import Someone, World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
DONE = "Lampu sudah kami ganti pagi ini."


async def reported(world: World, name: str = "Siti") -> tuple[Someone, Ticket]:
    """Somebody with one ticket."""
    someone = world.citizen(name)
    await someone.sends(LAMP)
    await someone.taps("Kirim")
    return someone, (await world.rows(Ticket))[-1]


async def resolved(world: World) -> tuple[Someone, Ticket]:
    siti, ticket = await reported(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "resolve", ticket, DONE)
    return siti, ticket


async def now(world: World, ticket: Ticket) -> Ticket:
    [found] = [one for one in await world.rows(Ticket) if one.id == ticket.id]
    assert isinstance(found, Ticket)
    return found


async def kinds(world: World) -> list[str]:
    return [event.kind for event in await world.rows(Event)]


async def test_without_tickets_the_list_says_what_to_do(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/laporan")
    assert "belum punya laporan" in siti.last
    await siti.taps("Lapor")
    assert "Silakan tulis" in siti.last


async def test_the_list_says_how_far_each_ticket_is(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.sends("/laporan")
    assert ticket.code in siti.last
    assert "Menunggu diterima Seksi Trantib" in siti.last
    assert "Senin, 9 Maret 2026" in siti.last


async def test_the_list_owns_up_to_a_deadline_that_has_passed(world: World) -> None:
    siti, ticket = await reported(world)
    await world.passes(days=8)
    await siti.sends("/laporan")
    assert "Menunggu diterima Seksi Trantib" in siti.last
    assert "sudah lewat" in siti.last
    await world.does("Budi", "accept", ticket)
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    assert "Sedang ditangani Seksi Trantib" in siti.last
    assert "sudah lewat" in siti.last
    assert "paling lambat" not in siti.last


async def test_a_ticket_shows_its_timeline_in_plain_words(world: World) -> None:
    siti, ticket = await reported(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "note", ticket, "Pelapor ini cerewet")
    await world.does("Budi", "reply", ticket, "Kami cek sore ini.")
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    assert "Laporan Anda kami terima" in siti.last
    assert "Kami cek sore ini." in siti.last
    assert "cerewet" not in siti.last
    assert "Budi" not in siti.last


async def test_asking_how_far_it_is_shows_the_list(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.sends("laporan saya sampai mana ya?")
    assert ticket.code in siti.last


async def test_writing_the_number_shows_the_ticket(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.sends(ticket.code.lower().replace("-", " "))
    assert "Menunggu diterima" in siti.last
    await world.citizen("Tono").sends(ticket.code)
    assert LAMP not in world.citizen("Tono").last
    assert "tidak ada pada Anda" in world.citizen("Tono").last
    assert "/tugas" not in world.citizen("Tono").last


async def test_many_tickets_come_in_pages(world: World) -> None:
    siti = world.citizen("Siti")
    for number in range(8):
        await siti.sends(f"Sampah menumpuk di pasar nomor {number}")
        await siti.taps("Kirim")
    await siti.sends("/laporan")
    said = len(siti.reads())
    await siti.taps("Berikutnya")
    assert sum("LP-" in label for label in siti.buttons) == 2
    await siti.taps("Sebelumnya")
    assert sum("LP-" in label for label in siti.buttons) == 6
    assert len(siti.reads()) == said


async def test_a_reply_to_the_number_adds_to_the_ticket(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.replies(siti.finds("Nomor"), "Tiangnya juga miring.")
    assert "kami tambahkan" in siti.last
    assert "Tiangnya juga miring." in world.staff("Budi").last
    assert await kinds(world) == ["filed", "added"]
    assert (await now(world, ticket)).text == LAMP


async def test_a_reply_to_ones_own_message_or_card_adds_too(world: World) -> None:
    siti = world.citizen("Siti")
    own = await siti.sends(LAMP)
    card = siti.newest
    await siti.taps("Kirim")
    await siti.replies(own, "Tiangnya juga miring.")
    await siti.replies(card, "Dan berkarat.")
    assert await kinds(world) == ["filed", "added", "added"]


async def test_a_photo_sent_as_a_reply_reaches_the_officers(world: World) -> None:
    siti, _ = await reported(world)
    await siti.sends_photo(picture(), reply_to=siti.newest)
    assert await world.count(Attachment) == 1
    assert world.staff("Budi").newest.photo


async def test_the_rest_of_an_album_follows_its_reply(world: World) -> None:
    siti, _ = await reported(world)
    await siti.sends_photo(picture(), "fotonya", reply_to=siti.newest, media_group="5")
    await siti.sends_photo(picture(300), media_group="5")
    assert await world.count(Attachment) == 2
    assert await world.count(Ticket) == 1


async def test_a_place_added_later_reaches_the_officers_as_a_link(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    await siti.taps("Tambah keterangan")
    await siti.sends_location(-7.25, 112.75)
    assert "q=-7.250000,112.750000" in world.staff("Budi").last


async def test_the_button_adds_the_next_message(world: World) -> None:
    siti, ticket = await reported(world)
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    await siti.taps("Tambah keterangan")
    await siti.sends("Tiangnya juga miring.")
    assert "kami tambahkan" in siti.last
    assert await kinds(world) == ["filed", "added"]
    await siti.sends("Sampah menumpuk di pasar")
    assert "mohon dilihat dulu" in siti.last


async def test_a_question_of_the_officer_is_answered_by_reply(world: World) -> None:
    siti, ticket = await reported(world)
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    assert "Tiang nomor berapa?" in siti.last
    await siti.replies(siti.newest, "Nomor 12")
    assert (await now(world, ticket)).state == "accepted"
    assert "Nomor 12" in world.staff("Budi").finds("Nomor 12").text


async def test_an_answer_without_reply_is_offered_as_one(world: World) -> None:
    siti, ticket = await reported(world)
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    await world.passes(hours=1)
    await siti.sends("tiang nomor 12 di dekat pasar")
    await siti.taps("Ini jawaban")
    assert (await now(world, ticket)).state == "accepted"
    assert await world.count(Ticket) == 1


async def test_confirming_closes_the_ticket_and_rating_ends_it(world: World) -> None:
    siti, ticket = await resolved(world)
    assert DONE in siti.last
    await siti.taps("Sudah beres")
    assert siti.buttons == ["😀 Sangat puas", "🙂 Puas", "😐 Kurang puas", "🙁 Mengecewakan"]
    await siti.taps("Sangat puas")
    found = await now(world, ticket)
    assert (found.state, found.rating) == ("closed", 4)


async def test_the_reason_of_a_rating_is_told_to_the_officer(world: World) -> None:
    siti, ticket = await resolved(world)
    await siti.taps("Sudah beres")
    await siti.taps("Kurang puas")
    await siti.taps("Tulis alasannya")
    await siti.sends("Dua kali saya harus bertanya dulu.")
    assert "sudah sampai" in siti.last
    assert "Dua kali saya harus bertanya" in world.staff("Budi").last
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    assert "Anda menilai: Kurang puas" in siti.last
    assert "Anda menjelaskan penilaian" in siti.last


async def test_a_rating_needs_no_reason(world: World) -> None:
    siti, _ = await resolved(world)
    await siti.taps("Sudah beres")
    await siti.taps("Puas")
    await siti.sends(LAMP)
    assert "mohon dilihat dulu" in siti.last


async def test_a_ticket_is_rated_once(world: World) -> None:
    siti, ticket = await resolved(world)
    await siti.taps("Sudah beres")
    other = siti.data_of("Mengecewakan")
    await siti.taps("Sangat puas")
    assert "Sangat puas" in siti.reads()[-2]
    await siti.taps_data(other)
    assert (await now(world, ticket)).rating == 4
    assert "sudah kami terima sebelumnya" in siti.last


async def test_objecting_asks_why_and_sets_the_ticket_going_again(world: World) -> None:
    siti, ticket = await resolved(world)
    await siti.taps("Belum beres")
    assert "Apa yang masih kurang" in siti.last
    assert (await now(world, ticket)).state == "resolved"
    await siti.sends("Malamnya mati lagi.")
    assert (await now(world, ticket)).state == "accepted"
    assert "kami buka kembali" in siti.last
    assert any("Malamnya mati lagi." in text for text in world.staff("Budi").reads())


async def test_a_reason_may_come_as_a_reply_and_with_a_photo(world: World) -> None:
    siti, ticket = await resolved(world)
    message = siti.newest
    await siti.taps("Belum beres")
    await siti.sends_photo(picture())
    assert "Apa yang masih kurang" in siti.last
    await siti.replies(message, "Malamnya mati lagi.")
    assert (await now(world, ticket)).state == "accepted"
    assert await world.count(Attachment) == 1


async def test_objecting_can_be_left(world: World) -> None:
    siti, ticket = await resolved(world)
    await siti.taps("Belum beres")
    await siti.taps("Tidak jadi")
    assert (await now(world, ticket)).state == "resolved"
    await siti.sends("/laporan")
    await siti.taps(ticket.code)
    await siti.taps("Sudah beres")
    assert (await now(world, ticket)).state == "closed"


async def test_a_reply_to_a_closed_ticket_begins_a_new_report(world: World) -> None:
    siti, ticket = await resolved(world)
    await siti.taps("Sudah beres")
    await siti.replies(siti.newest, "Lampunya mati lagi malam ini.")
    assert "mohon dilihat dulu" in siti.last
    assert "mati lagi malam ini" in siti.last
    assert (await now(world, ticket)).state == "closed"


async def test_a_button_that_has_had_its_time_says_how_things_stand(world: World) -> None:
    siti, ticket = await resolved(world)
    question, yes, no = siti.newest, siti.data_of("Sudah beres"), siti.data_of("Belum beres")
    await siti.taps("Sudah beres")
    assert question.inline_keyboard == []
    await siti.taps_data(no)
    assert "sudah ditutup" in siti.last
    await siti.taps_data(yes)
    assert (await kinds(world)).count("confirmed") == 1
    assert (await now(world, ticket)).reopened == 0


async def test_nobody_acts_on_the_ticket_of_somebody_else(world: World) -> None:
    _, ticket = await resolved(world)
    tono = world.citizen("Tono")
    await tono.starts()
    version = (await now(world, ticket)).version
    for data in (
        f"ticket:confirm:{ticket.id}:{version}",
        f"ticket:object:{ticket.id}:{version}",
        f"ticket:rate:{ticket.id}-1:{version}",
        f"reports:open:{ticket.id}:0",
        f"addition:start:{ticket.id}:0",
        f"ticket:accept:{ticket.id}:{version}",
    ):
        await tono.taps_data(data)
        assert "LP-" not in tono.last
        assert LAMP not in tono.last
    assert (await now(world, ticket)).state == "resolved"


async def test_two_devices_confirm_once(world: World) -> None:
    siti, _ = await resolved(world)
    message = siti.newest
    siti.person.taps("Sudah beres", message)
    siti.person.taps("Sudah beres", message)
    await world.settle()
    assert (await kinds(world)).count("confirmed") == 1


async def test_the_reason_of_a_rating_may_be_shown(world: World) -> None:
    siti, _ = await resolved(world)
    await siti.taps("Sudah beres")
    await siti.taps("Kurang puas")
    await siti.taps("Tulis alasannya")
    await siti.sends_photo(picture())
    assert "Silakan tulis alasan" in siti.last
    await siti.sends_photo(picture(300), "Kabelnya masih menjuntai.")
    assert "sudah sampai" in siti.last
    assert await world.count(Attachment) == 2
    budi = world.staff("Budi")
    assert "Kabelnya masih menjuntai." in budi.finds("Alasan pelapor").text
    assert [message for message in budi.person.messages if message.photo]
