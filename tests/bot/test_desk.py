"""An officer works a report from its card, from taking it to the citizen's word."""

from core.tickets.models import Ticket
from tests.bot.desks import EXPLAINS, LAMP, card, filed, newest, steps, words_on
from tests.world import World


async def test_an_officer_works_a_report_from_its_card_to_the_end(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Terima")
    assert "sekarang Anda tangani" in budi.last
    await budi.taps("Balas")
    assert LAMP in budi.last
    await budi.sends("Kami periksa siang ini, Bu.")
    assert "Kami periksa siang ini, Bu." in siti.last
    await budi.taps("Selesai")
    await budi.sends(EXPLAINS)
    assert EXPLAINS in siti.last
    assert siti.buttons == ["✅ Sudah beres", "🔄 Belum beres"]
    await siti.taps("Sudah beres")
    assert "sudah beres" in budi.last
    assert (await newest(world)).state == "closed"
    assert await steps(world) == ["filed", "accepted", "replied", "resolved", "confirmed"]


async def test_the_card_changes_in_place_when_the_report_is_taken(world: World) -> None:
    await filed(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    assert words_on(card(budi))[0] == "✅ Terima"
    before = card(budi).id
    await budi.taps("Terima")
    for one in (budi, dewi):
        assert "Petugas: Budi" in card(one).text
        assert "✅ Terima" not in words_on(card(one))
    assert card(budi).id == before


async def test_the_citizen_reads_who_has_the_report_and_until_when(world: World) -> None:
    siti = await filed(world)
    await world.staff("Budi").taps("Terima")
    assert "diterima petugas Seksi Trantib" in siti.last
    assert "Senin, 9 Maret 2026" in siti.last


async def test_of_two_officers_one_has_it_and_the_other_reads_who(world: World) -> None:
    await filed(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    budi.person.taps("Terima")
    dewi.person.taps("Terima")
    await world.settle()
    assert "sekarang Anda tangani" in budi.last
    assert f"{(await newest(world)).code} sudah ditangani Budi" in dewi.last
    assert await steps(world) == ["filed", "accepted"]


async def test_what_somebody_was_writing_waits_while_they_work_a_report(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.sends("Sampah menumpuk di belakang rumah saya sendiri.")
    await budi.taps("Balas")
    await budi.sends("Kami periksa siang ini.")
    assert "Sampah menumpuk" in budi.last
    await budi.taps("Kirim")
    assert await world.count(Ticket) == 2


async def test_a_dialogue_survives_a_restart(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Tanya pelapor")
    await world.restart()
    await budi.sends("Tiang nomor berapa, Bu?")
    assert "Tiang nomor berapa, Bu?" in siti.last


async def test_the_words_follow_the_officers_language(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.sends("/bahasa")
    await budi.taps("English")
    await budi.sends("/tugas")
    assert "1 open report" in budi.last
    await budi.taps("LP-")
    assert "✅ Accept" in words_on(card(budi))


async def test_what_is_rarely_done_is_behind_one_button_on_the_card_itself(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    cards = len([one for one in budi.person.messages if "📋" in one.text])
    await budi.taps("Lainnya", on=card(budi))
    assert {"🗓 Mengapa tanggal ini?", "‹ Ringkas"} <= set(words_on(card(budi)))
    await budi.taps("Ringkas", on=card(budi))
    assert "🗓 Mengapa tanggal ini?" not in words_on(card(budi))
    assert len([one for one in budi.person.messages if "📋" in one.text]) == cards
