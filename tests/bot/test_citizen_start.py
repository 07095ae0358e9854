"""The first contact: welcome, notice, language, invites, and what is no report."""

from typing import Any

import pytest

from bot.handlers.privacy import VERSION
from core.people.models import Person, Staff
from core.tickets.models import Ticket
from simulator import routing
from tests.world import World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
NOTICE = "hanya dipakai untuk menangani"


async def test_start_says_what_the_bot_can_do(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    assert "Kecamatan Tirta Asri" in siti.last
    assert "Saya bot" in siti.last
    assert NOTICE in siti.last
    assert siti.buttons == [
        "📝 Lapor",
        "❓ Tanya",
        "📂 Laporan saya",
        "👤 Hubungi petugas",
        "🌐 Bahasa",
        "🔒 Privasi",
        "💡 Usul layanan",
    ]
    [person] = [one for one in await world.rows(Person) if one.notice_at]
    assert person.notice_version == VERSION


async def test_every_button_of_the_menu_answers(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    menu = siti.newest
    for label in siti.buttons:
        said = len(siti.reads())
        await siti.taps(label, on=menu)
        assert len(siti.reads()) == said + 1
        await siti.sends("/batal")


async def test_the_notice_stands_once_at_the_end_of_the_first_card(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    assert siti.last.rstrip().endswith("/privasi")
    await siti.taps("Kirim")
    await siti.sends(LAMP)
    assert NOTICE not in siti.last


async def test_an_unknown_link_is_a_plain_welcome(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts("qr_loket_3")
    assert "Selamat datang" in siti.last


async def test_a_guessed_invite_is_refused(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts("A" * 32)
    assert "tidak berlaku" in siti.last
    assert all(staff.name != "Siti" for staff in await world.rows(Staff))


async def test_an_invite_makes_somebody_staff_once(world: World) -> None:
    token = await world.invites("Agus")
    agus, tono = world.citizen("Agus"), world.citizen("Tono")
    await agus.starts(token)
    assert "Agus" in agus.last
    assert "Kecamatan Tirta Asri" in agus.last
    await tono.starts(token)
    assert "tidak berlaku" in tono.last


async def test_the_menu_leaves_a_draft_as_it_is(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.starts()
    assert LAMP in siti.last
    await siti.taps("Kirim")
    assert await world.count(Ticket) == 1


async def test_english_phones_get_english(world: World) -> None:
    jane = world.citizen("Jane", language="en")
    await jane.sends("The street light near the mosque is broken")
    assert "Your report" in jane.last
    assert "Street lights" in jane.last
    await jane.taps("Send")
    assert "Thank you" in jane.last


async def test_a_language_nobody_speaks_here_is_indonesian(world: World) -> None:
    jan = world.citizen("Jan", language="nl")
    await jan.starts()
    assert "Selamat datang" in jan.last


async def test_the_language_can_be_changed(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/bahasa")
    await siti.taps("English")
    assert "I speak English" in siti.last
    await siti.sends("/bantuan")
    assert "What you can do" in siti.last
    await siti.taps_data("language:choose:xx:0")
    assert "Please choose" in siti.last or "Indonesia" in siti.last


async def test_the_notice_is_there_whenever_somebody_asks(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/privasi")
    assert "UU 27/2022" in siti.last


async def test_a_greeting_is_answered_and_no_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Assalamualaikum pak")
    assert "bot" in siti.last
    assert NOTICE in siti.last
    await siti.sends("terima kasih banyak ya")
    assert "Sama-sama" in siti.last
    await siti.sends(LAMP)
    assert "Kirim" in siti.last


async def test_an_unknown_command_is_no_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/cuaca")
    assert "belum ada" in siti.last
    await siti.sends(LAMP)
    await siti.sends("/cuaca")
    assert "belum ada" in siti.last
    await siti.taps("Kirim")
    assert "cuaca" not in (await world.rows(Ticket))[0].text


async def test_nothing_a_message_can_carry_confuses_the_bot(world: World) -> None:
    siti = world.citizen("Siti")
    odd: list[dict[str, Any]] = [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"contact": {"phone_number": "+628111000111", "first_name": "Siti"}},
        {"game": {"title": "G", "description": "g", "photo": []}},
        {"text": "\x00\ud83d"},
        {"text": "\u202eterbalik\u0000"},
        {"something_new": {"id": 1}},
    ]
    await siti.starts()
    for content in odd:
        said = len(siti.reads())
        await siti.posts(**content)
        assert len(siti.reads()) == said + 1
    await siti.sends(LAMP)
    for content in odd:
        await siti.posts(**content)
    await siti.taps("Kirim")
    assert LAMP in (await world.rows(Ticket))[0].text


async def test_pinning_a_message_says_nothing(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    said = len(siti.reads())
    await siti.posts(pinned_message=siti.newest.data)
    assert len(siti.reads()) == said


async def test_a_place_with_a_name_is_the_place_of_the_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    point = {"latitude": -7.1, "longitude": 110.4}
    venue = {"location": point, "title": "Masjid Al-Ikhlas", "address": "Dusun Krajan"}
    await siti.posts(location=point, venue=venue)
    assert "Masjid Al-Ikhlas, Dusun Krajan" in siti.last


async def test_a_moving_location_bothers_nobody(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    sent = await siti.posts(location={"latitude": -7.1, "longitude": 110.4, "live_period": 900})
    said = len(siti.reads())
    moved = {"latitude": -7.2, "longitude": 110.5, "live_period": 900}
    world.telegram.change(sent, {"location": moved, "edit_date": 1_772_418_000})
    routing.tell_bots(world.telegram, sent, edited=True)
    await world.settle()
    assert len(siti.reads()) == said


async def test_writing_send_is_as_good_as_pressing_it(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends("Kirim.")
    assert (await world.rows(Ticket))[0].text == LAMP


async def test_whoever_wants_a_person_reaches_the_coordinator(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/petugas")
    await siti.sends("Halo")
    assert "lebih lengkap" in siti.last
    await siti.sends("Saya ingin bertemu camat soal tanah wakaf")
    [ticket] = await world.rows(Ticket)
    assert ticket.kind == "information_request"
    assert ticket.code in siti.last
    assert "pertanyaan Bapak/Ibu sudah kami terima" in siti.last
    assert "tanah wakaf" in world.staff("Kartika").last


async def test_asking_for_a_person_in_words_works_too(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("mau bicara dengan petugas")
    assert "Silakan tulis pesan Anda untuk petugas" in siti.last
    await siti.taps("Tidak jadi")
    await siti.sends(LAMP)
    assert "mohon dilihat dulu" in siti.last


async def test_writing_to_a_person_leaves_the_draft_waiting(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends("/petugas")
    await siti.sends("Saya ingin bertemu camat soal tanah wakaf")
    assert LAMP in siti.last
    await siti.taps("Kirim")
    assert await world.count(Ticket) == 2


async def test_cancelling_nothing_says_so(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/batal")
    assert "Tidak ada yang sedang berjalan" in siti.last


async def test_what_is_said_to_somebody_away_waits_for_their_return(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    [ticket] = await world.rows(Ticket)
    await siti.blocks()
    await world.does("Budi", "accept", ticket)
    said = len(siti.reads())
    await siti.unblocks()
    assert len(siti.reads()) == said + 1
    assert "sudah diterima petugas" in siti.last


async def test_a_forged_button_is_answered_and_does_nothing(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    for data in (
        "x",
        ":::",
        "complaint:preview:send:999",
        "complaint:nowhere:send:1",
        "nobody:knows:this:1",
        "ticket:confirm:99999999999999999999:1",
        "ticket:rate:1-99:1",
        "ticket:rate:-:1",
        "ticket:object:abc:1",
        "ticket:confirm:٣:1",
        "reports:open:0:0",
        "reports:open:x:0",
        "reports:page:999999999999:0",
        "reports:page:-1:1",
        "addition:start::0",
        "complaint:category:p9999999:1",
        "a" * 64,
    ):
        said = len(siti.reads())
        await siti.taps_data(data)
        assert len(siti.reads()) > said
    assert await world.count(Ticket) == 0


async def test_a_ping_is_a_greeting(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("P")
    assert "Saya bot kantor ini" in siti.last
    await siti.sends(LAMP)
    assert f"\n{LAMP}" in siti.last
    await siti.taps("Kirim")
    assert (await world.rows(Ticket))[0].text == LAMP


async def test_whoever_wants_to_report_is_asked_what(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Selamat pagi, saya mau lapor")
    assert "Silakan tulis apa yang terjadi dan di mana" in siti.last
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    assert (await world.rows(Ticket))[0].text == LAMP


async def test_a_thumb_is_no_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("👍")
    assert "mohon tulis apa yang terjadi" in siti.last
    assert "📝 Lapor" in siti.buttons
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    assert (await world.rows(Ticket))[0].text == LAMP


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ("halo", "Saya bot kantor ini"),
        ("saya mau lapor", "Silakan tulis apa yang terjadi"),
        ("siapa kamu?", "Saya bot kantor ini"),
        ("bagaimana cara lapor lewat sini?", "Silakan tulis apa yang terjadi"),
        ("berapa biaya bikin KTP?", "Pertanyaan Anda untuk petugas"),
        ("mau bicara dengan petugas", "Silakan tulis pesan Anda untuk petugas"),
        ("laporan saya sampai mana?", "belum punya laporan"),
    ],
)
async def test_a_message_that_says_too_little_catches_nobody(
    world: World, says: str, answer: str
) -> None:
    siti = world.citizen("Siti")
    await siti.sends("1")
    assert "Boleh diceritakan" in siti.last
    await siti.sends(says)
    assert answer in siti.last
    assert "“1" not in siti.last
    assert "\n1" not in siti.last


async def test_a_button_that_is_long_gone_leads_to_the_menu(world: World) -> None:
    siti, budi = world.citizen("Siti"), world.staff("Budi")
    await siti.sends(LAMP)
    place = siti.data_of("Tempat")
    await siti.taps("Kirim")
    await siti.taps_data(place)
    assert "sudah lama" in siti.last
    assert "📂 Laporan saya" in siti.buttons
    await budi.taps_data("complaint:preview:send:1")
    assert "sudah lama" in budi.last
    assert "📋 Tugas saya" in budi.buttons


async def test_the_card_that_was_sent_becomes_the_receipt(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    card = siti.newest
    await siti.taps("Kirim")
    assert "Nomor" in card.text
    assert not card.inline_keyboard or "Kirim" not in siti.buttons
    assert len([text for text in siti.reads() if "Nomor" in text]) == 1
    await siti.replies(card, "Tiangnya juga miring.")
    assert "Tiangnya juga miring." in world.staff("Budi").last


async def test_of_an_anonymous_card_only_the_buttons_go(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Sembunyikan nama saya")
    card = siti.newest
    await siti.taps("Kirim")
    assert "Nomor" in siti.last
    assert "Nomor" not in card.text
    assert not card.inline_keyboard


async def test_a_complaint_taken_for_one_becomes_an_idea_with_two_taps(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Lampu jalan di depan balai desa mati, kalau bisa diganti tenaga surya.")
    await siti.taps("Ganti kategori")
    await siti.taps("Aspirasi")
    assert "💡" in siti.last
    await siti.taps("Kirim")
    assert [one.kind for one in await world.rows(Ticket)] == ["aspiration"]
