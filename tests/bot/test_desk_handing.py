"""Handing on and giving back: to whom, with which words, and who decides."""

from tests.bot.desks import HOLE, LAMP, RIDDLE, card, filed, newest, staff_id, steps, words_on
from tests.world import World


async def test_a_head_hands_a_report_to_an_officer_with_a_note(world: World) -> None:
    await filed(world)
    hadi, dewi = world.staff("Hadi"), world.staff("Dewi")
    await hadi.sends("/tugas")
    await hadi.taps("LP-")
    await hadi.taps("Disposisi")
    assert hadi.buttons == ["👤 Budi · 0 laporan", "👤 Dewi · 0 laporan", "✖️ Batal"]
    await hadi.taps("Dewi")
    await hadi.sends("Tolong hari ini, ada acara nanti malam.")
    assert "diserahkan kepada Dewi" in hadi.last
    assert "ada acara nanti malam" in hadi.last
    assert "Hadi meneruskan laporan" in dewi.last
    assert "ada acara nanti malam" in dewi.last
    assert "Petugas: Dewi" in card(dewi).text


async def test_the_choice_shows_who_has_how_much_and_who_is_away(world: World) -> None:
    await filed(world)
    await world.staff("Budi").taps("Terima")
    await filed(world, HOLE)
    dewi, hadi = world.staff("Dewi"), world.staff("Hadi")
    await dewi.sends("/piket")
    await dewi.taps("Tidak bertugas")
    await hadi.sends("/tugas")
    await hadi.taps("2 · LP-")
    await hadi.taps("Disposisi")
    assert hadi.buttons[:2] == [
        "👤 Budi · 1 laporan",
        "💤 Dewi · 0 laporan (tidak bertugas)",
    ]


async def test_a_note_may_be_left_out_or_written_first(world: World) -> None:
    await filed(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    await budi.taps("Disposisi")
    await budi.taps("Dewi")
    await budi.taps("Tanpa catatan")
    assert "diserahkan kepada Dewi" in budi.last
    await dewi.taps("Disposisi")
    await dewi.sends("Saya besok cuti.")
    await dewi.taps("Budi")
    assert "Saya besok cuti." in budi.last
    assert await steps(world) == ["filed", "disposed", "disposed"]


async def test_the_question_changes_in_place(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Disposisi")
    asked = budi.newest.id
    await budi.taps("Dewi")
    assert budi.newest.id == asked
    assert "kepada Dewi" in budi.last


async def test_a_coordinator_sends_a_riddle_to_any_unit(world: World) -> None:
    siti, kartika = await filed(world, RIDDLE), world.staff("Kartika")
    await kartika.sends("/tugas")
    assert "Belum jelas unitnya" in kartika.last
    await kartika.taps("Pilih unit")
    assert "🏢 Seksi Trantib · 0 laporan" in kartika.buttons
    await kartika.taps("Seksi Trantib")
    await kartika.taps("Tanpa catatan")
    assert RIDDLE in card(world.staff("Budi")).text
    assert "diteruskan ke Seksi Trantib" in siti.last


async def test_what_is_not_ours_goes_to_the_coordinator(world: World) -> None:
    siti, budi, kartika = await filed(world), world.staff("Budi"), world.staff("Kartika")
    await budi.taps("Kembalikan")
    assert LAMP in budi.last
    await budi.taps("Bukan wewenang kami")
    await budi.sends("Ini jalan provinsi.")
    await budi.taps("Koordinator")
    assert "sekarang di Kecamatan Tirta Asri" in budi.last
    assert "Tidak ada lagi yang perlu Anda lakukan" in card(budi).text
    assert "Bukan wewenang unit kami.\nIni jalan provinsi." in kartika.last
    assert "diteruskan ke Kecamatan Tirta Asri" in siti.last
    assert "provinsi" not in " ".join(siti.reads())


async def test_an_officer_may_name_the_unit_it_belongs_to(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Kembalikan")
    await budi.sends("Ini urusan loket KTP.")
    await budi.taps("Seksi Pelayanan")
    assert "sekarang di Seksi Pelayanan" in budi.last
    assert "Ini urusan loket KTP." in world.staff("Putri").last


async def test_what_is_unclear_is_better_asked(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Kembalikan")
    await budi.taps("kurang jelas")
    await budi.taps("Tanya pelapor dulu")
    await budi.sends("Balai desa yang mana, Bu?")
    assert "Balai desa yang mana, Bu?" in siti.last
    assert (await newest(world)).state == "waiting"


async def test_what_stays_unclear_can_still_be_returned(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Kembalikan")
    await budi.taps("kurang jelas")
    await budi.taps("Tetap kembalikan")
    await budi.taps("Koordinator")
    assert "kurang jelas bagi kami" in world.staff("Kartika").last


async def test_another_reason_is_asked_for_in_words(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Kembalikan")
    await budi.taps("Alasan lain")
    await budi.sends("Sudah ditangani dinas.")
    assert "Sudah ditangani dinas." in budi.last
    await budi.taps("Batal")
    assert await steps(world) == ["filed"]


async def test_a_reason_comes_back_when_a_colleague_was_faster(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Kembalikan")
    await budi.sends("Ini jalan provinsi.")
    await world.staff("Dewi").taps("Terima")
    await budi.taps("Koordinator")
    assert "sudah ditangani Dewi" in budi.last
    assert "Ini jalan provinsi." in budi.last
    assert await steps(world) == ["filed", "accepted"]


async def test_a_target_nobody_offered_changes_nothing(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    putri = await staff_id(world, "Putri")
    await budi.taps("Disposisi")
    for forged in (f"s{putri}", "u1", "u999", "s", "p99", "p", "x", ""):
        version = budi.person.last.inline_keyboard[0][0]["callback_data"].split(":")[3]
        await budi.taps_data(f"ticket:dispose_to:{forged}:{version}")
        assert "Kepada siapa?" in budi.last
    assert await steps(world) == ["filed"]


async def test_who_is_alone_is_told_what_else_to_do(world: World) -> None:
    await filed(world, "Antrean loket KTP lama sekali, dua jam belum dipanggil.")
    putri = world.staff("Putri")
    assert "📌 Disposisi" in words_on(card(putri))
    await putri.taps("Disposisi")
    assert "gunakan Kembalikan" in putri.last
