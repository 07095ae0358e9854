"""Solving: the citizen reads what was done, and sees it where the category asks for a photo."""

import pytest

from tests.bot.desks import EXPLAINS, HOLE, card, filed, newest, steps
from tests.simulator.world import picture
from tests.world import Someone, World

PATCHED = "Lubangnya sudah kami tambal dengan aspal panas."


async def solving(world: World, text: str = HOLE) -> tuple[Someone, Someone]:
    siti, budi = await filed(world, text), world.staff("Budi")
    await budi.taps("Selesai")
    return siti, budi


def photos(someone: Someone) -> int:
    return len([message for message in someone.person.messages if "photo" in message.data])


async def test_a_solution_is_words_the_citizen_can_judge(world: World) -> None:
    siti, budi = await solving(world, text="Lampu jalan di depan balai desa mati.")
    await budi.sends("Beres")
    assert "paling sedikit 10 huruf" in budi.last
    await budi.sends(EXPLAINS)
    assert EXPLAINS in siti.last
    assert "Terkirim kepada pelapor (Siti)" in budi.last
    assert "menunggu tanggapan pelapor" in card(budi).text


async def test_a_missing_photo_is_asked_for_and_the_words_are_kept(world: World) -> None:
    siti, budi = await solving(world)
    assert "foto hasilnya" in budi.last
    await budi.sends(PATCHED)
    assert "Tinggal <b>foto" not in budi.last
    assert "Tinggal foto hasil pekerjaan" in budi.last
    assert await steps(world) == ["filed"]
    await world.restart()
    await budi.sends_photo(picture())
    assert PATCHED in siti.last
    assert photos(siti) == 1
    assert PATCHED in budi.last


async def test_a_photo_first_waits_for_its_words(world: World) -> None:
    siti, budi = await solving(world)
    await budi.sends_photo(picture())
    assert "Tinggal penjelasannya" in budi.last
    await budi.sends("ok")
    assert "paling sedikit 10 huruf" in budi.last
    await budi.sends(PATCHED)
    assert PATCHED in siti.last
    assert photos(siti) == 1


async def test_photo_and_words_together_are_enough(world: World) -> None:
    siti, budi = await solving(world)
    await budi.sends_photo(picture(), PATCHED)
    assert PATCHED in siti.last
    assert (await newest(world)).state == "resolved"


async def test_a_document_is_no_photo(world: World) -> None:
    _, budi = await solving(world)
    await budi.sends(PATCHED)
    await budi.sends_file("document")
    assert "mohon dikirim sebagai foto" in budi.last
    assert await steps(world) == ["filed"]


async def test_an_album_goes_out_whole(world: World) -> None:
    siti, budi = await solving(world)
    await budi.sends_album([picture(200), picture(210), picture(220)], PATCHED)
    assert "3 lampiran sudah ada" in budi.last
    assert len([text for text in budi.reads() if "lampiran sudah ada" in text]) == 1
    await budi.taps("Kirim")
    assert photos(siti) == 3
    assert PATCHED in siti.last


async def test_a_stale_button_of_the_dialogue_shows_where_it_is_now(world: World) -> None:
    _, budi = await solving(world)
    prompt = budi.newest
    await budi.sends(PATCHED)
    await budi.taps("Batal", prompt)
    assert "sudah lama" in budi.reads()[-2]
    assert "Tinggal foto hasil pekerjaan" in budi.last


@pytest.mark.parametrize("size", [21_000_000])
async def test_a_file_too_large_to_fetch_still_reaches_the_citizen(world: World, size: int) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.sends_file("document", b"x" * size, reply_to=card(budi))
    assert "document" in siti.newest.data
    assert "1 lampiran" in budi.last


@pytest.mark.parametrize("words", ["Batal", "/batal"])
async def test_an_explanation_comes_back_when_it_is_not_sent(world: World, words: str) -> None:
    await filed(world, HOLE)
    budi = world.staff("Budi")
    await budi.taps("Selesai")
    await budi.sends(EXPLAINS)
    assert "sudah kami simpan" in budi.last
    await (budi.sends(words) if words.startswith("/") else budi.taps(words))
    assert "tetap seperti semula" in budi.last
    assert EXPLAINS in budi.last
    assert await steps(world) == ["filed"]


async def test_an_explanation_that_is_corrected_before_its_photo_goes_out_corrected(
    world: World,
) -> None:
    siti, budi = await solving(world)
    sent = await budi.sends("Lubangnya sudah kami tambah.")
    await budi.edits(sent, PATCHED)
    assert "sudah kami perbarui" in budi.last
    await budi.sends_photo(picture())
    assert PATCHED in siti.last
    assert "tambah." not in siti.last


async def test_words_may_be_put_under_a_photo_afterwards(world: World) -> None:
    _, budi = await solving(world)
    photo = await budi.sends_photo(picture())
    await budi.edits(photo, PATCHED)
    await budi.taps("Batal")
    assert PATCHED in budi.last
    assert await steps(world) == ["filed"]
