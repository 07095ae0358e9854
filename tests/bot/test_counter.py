"""/loket: an officer writes down what somebody came, called or wrote about."""

from sqlalchemy import select

from core.tickets.models import Attachment, Event, HiddenReporter, Reception, Ticket
from core.tickets.receipts import payload
from core.tickets.reporters import citizen_behind
from core.transcripts.models import Transcript
from tests.bot.desks import LAMP, RIDDLE, card, newest, words_on
from tests.bot.test_citizen_anonymous import ALIAS
from tests.media.makers import voice
from tests.simulator.world import picture
from tests.world import Someone, World

SAYS = "Besok pagi kami perbaiki, Bu."
FROM_A_CHAT = {"type": "hidden_user", "sender_user_name": "Siti", "date": 1}


async def written_down(world: World, who: str = "Siti Aminah, 0812 3456 7890") -> Someone:
    """Putri wrote down what somebody said at the counter."""
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("Nama & nomor")
    await putri.sends(who)
    await putri.taps("Catat")
    return putri


async def test_a_pasted_message_takes_two_taps(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends("/loket")
    await putri.sends(LAMP)
    assert "Lampu jalan" in putri.last
    await putri.taps("WhatsApp")
    await putri.taps("Catat")
    ticket = await newest(world)
    assert ticket.text == LAMP
    assert ticket.reporter_id is None
    assert ticket.unit_id == (await world.unit("trantib")).id
    [reception] = [one for one in await receptions(world) if one.ticket_id == ticket.id]
    assert (reception.channel, reception.receiver_name) == ("whatsapp", "Putri")
    assert ticket.code in putri.finds("Laporan dicatat").text


async def test_a_screenshot_that_was_sent_first_takes_two_taps_too(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends_photo(picture(), LAMP)
    await putri.taps("Catat untuk warga")
    assert "Lewat: WhatsApp" in putri.last
    await putri.taps("Catat", on=putri.newest)
    assert len(await world.rows(Attachment)) == 1
    assert "photo" in world.staff("Budi").newest.data


async def test_an_album_makes_one_card(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends("/loket")
    await putri.sends_album([picture(size) for size in (200, 210, 220)], LAMP)
    assert "3 foto" in putri.last
    assert len([one for one in putri.reads() if "Laporan warga, mohon dilihat" in one]) == 1


async def test_the_category_can_be_another(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {RIDDLE}")
    await putri.taps("Ganti kategori")
    await putri.taps("Ketertiban")
    assert "Tentang: Ketertiban" in putri.last
    await putri.taps("Catat")
    assert (await newest(world)).category_id == (await world.category("bising")).id


async def test_a_contact_says_who_it_is_for_and_stays_out_of_the_report(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.posts(contact={"first_name": "Siti", "phone_number": "+6281234567890"})
    assert "Warga: Siti +6281234567890" in putri.last
    await putri.taps("Catat")
    assert "Siti" not in (await newest(world)).text


async def test_name_and_number_are_kept_sealed(world: World) -> None:
    await written_down(world)
    [reception] = await receptions(world)
    assert reception.citizen is not None
    assert b"Siti" not in reception.citizen
    [event] = await world.rows(Event)
    assert "Siti" not in str(event.payload)
    assert "7890" not in str(event.payload)


async def test_only_who_handles_it_reads_the_name(world: World) -> None:
    await written_down(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    assert "Pelapor: S••• A••• (Loket)" in card(budi).text
    await budi.taps("Terima")
    assert "Pelapor: Siti Aminah (Loket)" in card(budi).text
    assert "Pelapor: S••• A••• (Loket)" in card(dewi).text
    assert "7890" not in card(dewi).text


async def test_what_is_replied_is_ready_to_be_sent_by_hand(world: World) -> None:
    await written_down(world)
    budi = world.staff("Budi")
    await budi.taps("Terima")
    await budi.replies(card(budi), SAYS)
    assert "belum ada yang terkirim" in budi.last
    assert f"Siti Aminah, tentang laporan {(await newest(world)).code}" in budi.last
    assert SAYS in budi.last
    link = address(budi)
    assert link.startswith("https://wa.me/6281234567890?text=Yth.%20")
    assert "Besok%20pagi" in link


async def test_nobody_is_told_that_a_message_goes_out_which_does_not(world: World) -> None:
    await written_down(world)
    budi = world.staff("Budi")
    for button in ("Balas", "Tanya pelapor"):
        await budi.taps(button, on=card(budi))
        assert "kirim sendiri" in budi.last
        assert "langsung dikirim" not in budi.last
        await budi.sends("/batal")


async def test_without_a_number_the_words_are_there_to_be_said(world: World) -> None:
    await written_down(world, "Siti")
    budi = world.staff("Budi")
    await budi.replies(card(budi), SAYS)
    assert SAYS in budi.last
    assert budi.newest.buttons == []


async def test_a_colleague_who_does_not_handle_it_gets_no_number(world: World) -> None:
    await written_down(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    await budi.taps("Terima")
    await dewi.replies(card(dewi), SAYS)
    assert SAYS in dewi.last
    assert "Siti" not in dewi.last
    assert dewi.newest.buttons == []


async def test_what_is_too_long_for_a_link_is_copied(world: World) -> None:
    await written_down(world)
    budi = world.staff("Budi")
    await budi.taps("Terima")
    await budi.replies(card(budi), "Kami periksa. " * 200)
    assert address(budi, "belum ada yang terkirim") == "https://wa.me/6281234567890"


async def test_the_case_can_be_solved_without_telegram(world: World) -> None:
    await written_down(world)
    ticket = await newest(world)
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    await world.does("Budi", "resolve", ticket, "Lampu sudah kami ganti dan menyala.")
    await world.passes(days=20)
    assert (await newest(world)).state == "closed"


async def test_what_was_typed_goes_back_when_it_is_cancelled(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.sends("/batal")
    assert LAMP in putri.last
    assert await world.rows(Ticket) == []


async def test_an_edited_message_changes_the_card(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends("/loket")
    sent = await putri.sends(LAMP)
    await putri.edits(sent, f"{LAMP} Sudah tiga hari.")
    assert "Sudah tiga hari." in putri.finds("Laporan warga, mohon dilihat").text


async def test_what_is_no_name_and_no_number_is_asked_again(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("Nama & nomor")
    await putri.sends("-")
    assert "belum terbaca" in putri.last
    await putri.sends("Siti")
    assert "Warga: Siti" in putri.last


async def test_citizens_have_no_counter(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/loket")
    assert "petugas" in siti.last
    await siti.sends(LAMP)
    assert "Catat untuk warga" not in " ".join(words_on(siti.newest))
    forged = siti.newest.data["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await siti.taps_data(forged.replace(":send:", ":counter:"))
    assert "Laporan warga" not in siti.last
    assert await world.rows(Ticket) == []


def address(someone: Someone, words: str = "") -> str:
    """Where the one button of a message leads that opens an address."""
    message = someone.finds(words)
    [[button]] = message.data["reply_markup"]["inline_keyboard"]
    return str(button["url"])


async def receptions(world: World) -> list[Reception]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(Reception)))


async def test_text_screenshot_and_voice_note_of_whatsapp_take_two_taps_each(world: World) -> None:
    """Counted: what is pasted or forwarded, without a command before it, and two taps after."""
    putri = world.staff("Putri")
    sent = (
        putri.sends(LAMP),
        putri.posts(text=f"{LAMP} Kata tetangga.", forward_origin=FROM_A_CHAT),
        putri.sends_photo(picture()),
        putri.sends_file("voice", voice()),
        # An app that shares a recording hands it over as music or as a file.
        putri.sends_file("audio", voice(), name="PTT-20260302-WA0001.opus"),
        putri.sends_file("document", voice(), name="PTT-20260302-WA0002.opus"),
    )
    for number, sending in enumerate(sent, 1):
        await sending
        await putri.taps("Catat untuk warga")
        await putri.taps("Catat", on=putri.newest)
        assert await world.count(Ticket) == number
    assert {one.channel for one in await receptions(world)} == {"whatsapp"}
    assert await world.count(Transcript) == 3
    # A question is answered, not filed; behind the command everything is somebody's report.
    await putri.sends("/loket Bagaimana cara mengurus KTP hilang dan apa syaratnya?")
    await putri.taps("WhatsApp")
    await putri.taps("Catat")
    assert await world.count(Ticket) == 7


async def hidden_at_the_counter(world: World) -> Someone:
    """Putri wrote down what Zuleha said, who does not want to be known."""
    putri = world.staff("Putri")
    await putri.sends_file("voice", voice(), caption=LAMP)
    await putri.taps("Catat untuk warga")
    await putri.taps("Nama & nomor")
    await putri.sends("Zuleha Qomariyah, 0812 3456 7890")
    await putri.taps("🙈 Sembunyikan nama")
    assert "Warga: 🔒 disegel" in putri.last
    assert "rekaman dapat dikenali" in putri.last
    await putri.taps("Catat", on=putri.newest)
    return putri


async def test_an_officer_hides_a_citizen_as_they_would_themselves(world: World) -> None:
    putri, budi = await hidden_at_the_counter(world), world.staff("Budi")
    assert ALIAS.search(card(budi).text)
    await budi.taps("Terima")
    assert "belum ada yang terkirim" not in budi.last
    await budi.replies(card(budi), SAYS)
    assert "menyembunyikan namanya" in budi.last
    assert budi.newest.buttons == []
    for one in (budi, world.staff("Hadi"), world.staff("Kartika")):
        assert "Zuleha" not in " ".join(one.reads())
    await putri.taps("Tanda terima")
    assert "Zuleha" not in putri.finds("Tanda terima laporan").text
    [reception] = await receptions(world)
    assert reception.citizen is None
    async with world.machine.db.read() as session:
        hidden = await session.get_one(HiddenReporter, (await newest(world)).id)
        assert citizen_behind(session, hidden).name == "Zuleha Qomariyah"


async def test_whoever_was_hidden_takes_the_case_over_under_the_same_alias(world: World) -> None:
    await hidden_at_the_counter(world)
    zuleha, budi = world.citizen("Zuleha"), world.staff("Budi")
    async with world.machine.db.read() as session:
        code = payload(session, (await newest(world)).code)
    alias = ALIAS.findall(card(budi).text)
    await zuleha.starts(code)
    await zuleha.taps("Ini laporan saya")
    await budi.replies(card(budi), "Besok kami datang.")
    assert "Besok kami datang." in zuleha.last
    assert ALIAS.findall(card(budi).text) == alias
    assert (await newest(world)).reporter_id is None


async def test_a_confidential_case_is_seen_by_few_and_its_receipt_comes_at_once(
    world: World,
) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("🔐 Rahasiakan")
    assert "Laporan ini rahasia" in putri.last
    await putri.taps("Catat")
    ticket = await newest(world)
    assert ticket.confidential
    assert any("document" in one.data for one in putri.person.messages)
    assert ticket.code not in " ".join(world.staff("Budi").reads())
    assert ticket.code in card(world.staff("Hadi")).text
    await putri.taps_data(f"receipt:show:{ticket.id}:0")
    assert "tidak ada pada Anda" in putri.last
