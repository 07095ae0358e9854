"""From a first message to a number."""

from core.tickets.models import Attachment, Ticket
from tests.simulator.world import picture
from tests.world import Someone, World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
LAST_DAY = "Senin, 9 Maret 2026"


async def the_ticket(world: World) -> Ticket:
    [ticket] = await world.rows(Ticket)
    assert isinstance(ticket, Ticket)
    return ticket


async def with_a_draft(world: World) -> Someone:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    return siti


async def test_a_first_message_becomes_a_ticket_with_one_tap(world: World) -> None:
    siti = await with_a_draft(world)
    assert LAMP in siti.last
    assert "Lampu jalan" in siti.last
    assert "Seksi Trantib" in siti.last
    await siti.taps("Kirim")
    ticket = await the_ticket(world)
    assert ticket.code in siti.last
    assert LAST_DAY in siti.last
    assert ticket.text == LAMP


async def test_the_officers_on_duty_get_the_card(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Kirim")
    assert LAMP in world.staff("Budi").last
    assert LAMP in world.staff("Dewi").last


async def test_place_and_photo_and_number_take_at_most_four_taps(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.sends_photo(picture())
    assert "1 foto" in siti.last
    taps = ["Tempat", "Bagikan lokasi", "Kirim"]
    for words in taps:
        await siti.taps(words)
    ticket = await the_ticket(world)
    assert ticket.code in siti.last
    assert (ticket.latitude, ticket.longitude) == (-6.2, 106.8)
    [photo] = await world.rows(Attachment)
    assert photo.stored is not None
    assert len(taps) <= 4


async def test_a_place_may_be_written(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Tempat")
    await siti.sends("RT 03 Dusun Krajan")
    assert "RT 03 Dusun Krajan" in siti.last
    assert siti.person.keyboard == []
    await siti.taps("Kirim")
    assert (await the_ticket(world)).place == "RT 03 Dusun Krajan"


async def test_asking_for_the_place_can_be_left(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Tempat")
    await siti.taps("Tidak jadi")
    assert "belum disebutkan" in siti.last
    assert "✅ Kirim" in siti.buttons


async def test_a_shared_location_is_a_place_without_any_tap(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.sends_location(-7.1, 110.4)
    assert "titik di peta" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).latitude == -7.1


async def test_a_photo_can_come_first(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_photo(picture(), "Sampah menumpuk di pasar")
    assert "Sampah menumpuk di pasar" in siti.last
    assert "1 foto" in siti.last
    await siti.taps("Kirim")
    assert await world.count(Attachment) == 1


async def test_a_voice_message_alone_is_a_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("voice")
    assert "1 pesan suara" in siti.last
    await siti.taps("Kirim")
    ticket = await the_ticket(world)
    assert ticket.text == ""
    assert ticket.unit_id == (await world.unit("kecamatan")).id


async def test_what_follows_is_added_to_the_draft(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.sends("Sudah tiga malam gelap sekali.")
    assert LAMP in siti.last
    assert "tiga malam" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == f"{LAMP}\nSudah tiga malam gelap sekali."


async def test_an_album_is_one_card_that_grows(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_album([picture(), picture(300), picture(200)], "Sampah menumpuk di pasar")
    assert len(siti.reads()) == 1
    assert "3 foto" in siti.last
    await siti.taps("Kirim")
    assert await world.count(Attachment) == 3


async def test_a_late_piece_of_an_album_joins_the_filed_ticket(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_album([picture()], "Sampah menumpuk di pasar", media_group="77")
    await siti.taps("Kirim")
    await siti.sends_album([picture(300)], media_group="77")
    assert await world.count(Ticket) == 1
    assert await world.count(Attachment) == 2
    assert "kami tambahkan" in siti.last


async def test_the_category_is_changed_on_the_card(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Ganti kategori")
    assert siti.buttons[0] == "Lampu jalan"
    await siti.taps("Berikutnya")
    await siti.taps("‹ Sebelumnya")
    await siti.taps("Berikutnya")
    await siti.taps("Sampah")
    assert len(siti.reads()) == 1
    assert "Tentang: Sampah" in siti.last
    await siti.taps("Kirim")
    ticket = await the_ticket(world)
    assert ticket.category_id == (await world.category("sampah")).id


async def test_every_category_can_be_reached(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Ganti kategori")
    first = siti.buttons
    await siti.taps("Berikutnya")
    assert "Loket dan antrean" in {*first, *siti.buttons}
    assert {"KTP dan KK", "Ketertiban"} <= {*first, *siti.buttons}


async def test_nobody_has_to_know_the_category(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Ganti kategori")
    await siti.taps("biar koordinator")
    assert "koordinator" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).category_id is None
    assert LAMP in world.staff("Kartika").last


async def test_a_chosen_category_stays_when_words_are_added(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Ganti kategori")
    await siti.taps("Berikutnya")
    await siti.taps("Sampah")
    await siti.sends("Lampu jalan itu gelap, lampu PJU padam.")
    assert "Tentang: Sampah" in siti.last


async def test_a_report_nobody_can_place_goes_to_the_coordinator(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Ada monyet liar masuk kampung kami")
    assert "koordinator" in siti.last
    await siti.taps("Kirim")
    assert "monyet" in world.staff("Kartika").last


async def test_an_edited_message_changes_the_draft(world: World) -> None:
    siti = world.citizen("Siti")
    sent = await siti.sends(LAMP)
    await siti.edits(sent, "Lampu jalan di depan pasar mati.")
    assert len(siti.reads()) == 1
    assert "di depan pasar" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == "Lampu jalan di depan pasar mati."


async def test_a_message_edited_after_filing_is_told_to_the_officers(world: World) -> None:
    siti = world.citizen("Siti")
    sent = await siti.sends(LAMP)
    await siti.taps("Kirim")
    await siti.edits(sent, "Lampu jalan di depan pasar mati.")
    ticket = await the_ticket(world)
    assert ticket.text == LAMP
    assert ticket.code in siti.last
    assert "di depan pasar" in world.staff("Budi").last


async def test_too_little_is_kept_and_asked_for_more(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("tolong!")
    assert "apa yang terjadi, dan di mana" in siti.last
    assert "tolong!" in siti.last
    await siti.sends("😭😭")
    assert "apa yang terjadi" in siti.last
    await siti.sends("got di RT 2 mampet")
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == "tolong!\n😭😭\ngot di RT 2 mampet"


async def test_a_very_long_text_arrives_whole(world: World) -> None:
    siti = world.citizen("Siti")
    text = " ".join(f"lampu{n}" for n in range(900))
    await siti.sends(text)
    assert "selengkapnya" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text.split() == text.split()


async def test_endless_text_is_refused_and_the_draft_stays(world: World) -> None:
    siti = await with_a_draft(world)
    for _ in range(6):
        await siti.sends("x" * 4000)
    assert "panjang sekali" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text.startswith(LAMP)


async def test_other_scripts_are_understood_as_text(world: World) -> None:
    siti = world.citizen("Siti")
    for text in ("路灯坏了很久", "ꦭꦩ꧀ꦥꦸꦩꦠꦶ", "مصباح الشارع لا يعمل", "a < b & <b>"):
        await siti.sends(text)
        assert text in siti.last
    await siti.taps("Kirim")
    assert "ꦭꦩ꧀ꦥꦸꦩꦠꦶ" in (await the_ticket(world)).text


async def test_a_file_over_20_mb_is_left_out_and_the_words_are_kept(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("video", b"0" * 20_000_001, name="v.mp4", caption="Banjir di pasar baru")
    assert "terlalu besar" in siti.last
    assert "Banjir di pasar baru" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == "Banjir di pasar baru"
    assert await world.count(Attachment) == 0


async def test_a_large_file_alone_is_answered(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("document", b"0" * 20_000_001, name="d.pdf")
    assert "20 MB" in siti.last
    siti = await with_a_draft(world)
    await siti.sends_file("document", b"0" * 20_000_001, name="d.pdf")
    assert "20 MB" in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == LAMP


async def test_a_sticker_gets_a_friendly_answer(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_sticker()
    assert "apa yang terjadi dan di mana" in siti.last
    siti = await with_a_draft(world)
    await siti.sends_sticker()
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == LAMP


async def test_cancelling_keeps_the_draft(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.sends("/batal")
    assert "disimpan" in siti.last
    assert "Lampu jalan di depan" in siti.last
    await world.restart()
    await world.passes(days=7)
    await siti.taps("Lanjutkan draf")
    assert LAMP in siti.last
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == LAMP


async def test_a_draft_survives_a_restart_and_a_week(world: World) -> None:
    siti = await with_a_draft(world)
    await world.restart()
    await world.passes(days=7)
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == LAMP


async def test_a_draft_put_away_does_not_stand_in_the_way(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Batal")
    await siti.sends("Sampah menumpuk di pasar")
    await siti.taps("Kirim")
    assert "disimpan" in siti.last
    assert (await the_ticket(world)).text == "Sampah menumpuk di pasar"
    await siti.taps("Hapus draf")
    assert "dihapus" in siti.last


async def test_cancelling_the_question_for_a_place_keeps_the_draft(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Tempat")
    await siti.sends("/batal")
    assert siti.person.keyboard == []
    await siti.taps("Lanjutkan draf")
    assert LAMP in siti.last


async def test_a_tap_on_an_older_card_changes_nothing(world: World) -> None:
    siti = await with_a_draft(world)
    old = siti.newest
    await siti.sends("Sudah tiga malam.")
    await siti.taps("Kirim", on=old)
    assert await world.count(Ticket) == 0
    assert "tiga malam" in siti.last


async def test_two_taps_on_send_file_one_ticket(world: World) -> None:
    siti = await with_a_draft(world)
    card = siti.newest
    siti.person.taps("Kirim", card)
    siti.person.taps("Kirim", card)
    await world.settle()
    assert await world.count(Ticket) == 1


async def test_an_idea_is_filed_as_an_aspiration(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Usul dibuatkan taman bermain di RW 3")
    await siti.taps("Kirim")
    assert (await the_ticket(world)).kind == "aspiration"
    assert "usulan Bapak/Ibu sudah kami terima" in siti.last


async def test_a_report_begun_with_the_command_is_a_draft_too(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/lapor")
    assert "Contoh" in siti.last
    await siti.sends(f"/lapor {LAMP}")
    await siti.taps("Kirim")
    assert (await the_ticket(world)).text == LAMP


async def test_a_command_nobody_knows_is_no_place(world: World) -> None:
    siti = await with_a_draft(world)
    await siti.taps("Tempat")
    await siti.sends("/apaini")
    assert "Perintah itu belum ada" in siti.last
    await siti.sends("RT 03 Dusun Krajan")
    await siti.taps("Kirim")
    assert (await the_ticket(world)).place == "RT 03 Dusun Krajan"


async def test_a_place_without_words_is_called_what_it_is(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_location(-7.1, 110.4)
    assert "tersimpan: “titik di peta" in siti.last
    await siti.taps("Batal")
    assert "disimpan: “titik di peta" in siti.last


async def test_a_card_without_words_says_so(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("voice")
    await siti.taps("Batal")
    assert "disimpan: “1 pesan suara”" in siti.last
    await siti.taps("Lanjutkan draf")
    await siti.taps("Kirim")
    assert "tanpa tulisan; lihat lampirannya" in world.staff("Kartika").finds("📋").text
