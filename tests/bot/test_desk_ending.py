"""How a ticket ends in chat: few taps, honest words, and waiting for others."""

import pytest

from tests.bot.desks import HOLE, card, filed, newest, steps
from tests.simulator.world import picture
from tests.world import Someone, World

WHY = "Anggaran tahun ini sudah habis untuk jalan lain."


async def choosing(world: World, end: str, text: str = HOLE) -> tuple[Someone, Someone]:
    siti, budi = await filed(world, text), world.staff("Budi")
    await budi.taps("Selesai")
    await budi.taps(end)
    return siti, budi


async def test_a_plan_is_three_taps_and_a_reason(world: World) -> None:
    siti, budi = await choosing(world, "Direncanakan")
    await budi.taps("2027")
    await budi.taps("Dana desa")
    await budi.sends("besok")
    assert "tanggal yang akan datang" in budi.last
    await budi.sends("31-1-2027")
    assert "mengapa belum dapat dikerjakan" in budi.last
    await budi.sends(WHY)
    assert "tahun 2027, dengan anggaran: Dana desa" in siti.last
    assert "Minggu, 31 Januari 2027" in siti.last
    assert WHY in siti.last
    assert "tidak dihitung sebagai penyelesaian" in budi.last
    assert "menunggu tanggapan pelapor" in card(budi).text
    await siti.sends("/laporan")
    await siti.taps((await newest(world)).code)
    assert "Direncanakan tahun 2027" in siti.last
    assert siti.buttons[:2] == ["👌 Saya terima", "✋ Saya keberatan"]


async def test_what_cannot_be_done_is_two_taps_and_a_reason_without_a_photo(world: World) -> None:
    siti, budi = await choosing(world, "Tidak dapat dipenuhi")
    await budi.sends("Tidak.")
    assert "paling sedikit 10 huruf" in budi.last
    await budi.sends(WHY)
    assert "tidak dapat kami penuhi" in siti.last
    await siti.taps("Saya keberatan")
    assert "Apa yang membuat Anda keberatan" in siti.last
    await siti.sends("Sudah dua tahun menunggu.")
    assert "kami buka kembali" in siti.last
    assert (await steps(world))[-1] == "objected"


async def test_going_back_to_repaired_asks_for_the_photo_again(world: World) -> None:
    siti, budi = await choosing(world, "Tidak dapat dipenuhi")
    await budi.taps("Diperbaiki")
    assert "foto hasilnya" in budi.last
    await budi.sends_photo(picture(), "Sudah kami tambal hari ini.")
    assert "sudah selesai ditangani" in siti.last
    assert "🎉" in siti.reads()[-1]


async def test_an_end_passed_on_outside_names_body_letter_and_day(world: World) -> None:
    siti, budi = await choosing(world, "Instansi luar")
    await budi.sends("Balai Jalan Nasional")
    await budi.taps("Belum ada nomor")
    await budi.sends("10-3-2026")
    await budi.sends("Ini jalan nasional, bukan jalan desa.")
    assert "Balai Jalan Nasional" in siti.last
    assert "surat belum bernomor" in siti.last
    await world.passes(days=8)
    assert "waktunya menanyakan perkembangannya" in budi.reads()[-2]


async def test_an_answer_needs_no_photo(world: World) -> None:
    siti, budi = await choosing(world, "Dijawab")
    assert "Tulis jawabannya" in budi.last
    await budi.sends("Jalan itu ditambal minggu depan, mulai Senin.")
    assert "menjawab laporan" in siti.last


async def test_referring_keeps_the_report_open_and_reminds(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Teruskan ke luar")
    await budi.taps("PLN")
    await budi.sends("671/PLN/III")
    await budi.taps(budi.buttons[0])
    assert "sekarang menunggu PLN" in budi.last
    assert "perlu tindakan PLN" in siti.last
    assert "671/PLN/III" in siti.last
    assert "Menunggu PLN" in card(budi).text
    await budi.sends("/tugas")
    assert "Menunggu PLN" in budi.last
    await siti.sends("/laporan")
    assert "menunggu jawabannya" in siti.last
    await world.passes(days=7)
    assert any("masih menunggu PLN" in text for text in budi.reads()[-4:])


@pytest.mark.parametrize("words", ["Batal", "/batal"])
async def test_nothing_changes_when_the_questions_are_left(world: World, words: str) -> None:
    _, budi = await choosing(world, "Direncanakan")
    await (budi.sends(words) if words.startswith("/") else budi.taps(words))
    assert "tetap seperti semula" in budi.last
    assert await steps(world) == ["filed"]


async def test_a_file_or_a_command_is_no_fact(world: World) -> None:
    _, budi = await choosing(world, "Instansi luar")
    await budi.sends_photo(picture(), "PLN")
    assert "hanya tulisan" in budi.last
    await budi.sends("/pln")
    assert "Perintah itu tidak ada" in budi.last
    await budi.sends("PLN")
    assert "Nomor suratnya?" in budi.last


async def test_what_was_returned_too_often_goes_to_the_coordinator(world: World) -> None:
    await filed(world)
    ticket, desk = await newest(world), await world.unit("pelayanan")
    order = await world.unit("trantib")
    await world.does("Budi", "return_", ticket, "Bukan kami.", to=desk)
    await world.does("Putri", "return_", ticket, "Bukan kami juga.", to=order)
    budi, kartika = world.staff("Budi"), world.staff("Kartika")
    await budi.taps("Kembalikan")
    await budi.taps("Bukan wewenang kami")
    assert "koordinator yang memutuskan" in budi.last
    assert budi.buttons == ["🧭 Koordinator yang menentukan", "✖️ Batal"]
    await budi.taps("Koordinator yang menentukan")
    assert "sekarang di Kecamatan Tirta Asri" in budi.last
    assert (await newest(world)).code in card(kartika).text
    assert (await newest(world)).returned == 3
