"""Replying with a template."""

from typing import Any

import pytest

from core.replies.services import add_template
from tests.bot.desks import card, filed, newest, steps
from tests.simulator.world import picture
from tests.world import World

TEXT = "Laporan {nomor} ditangani {nama_petugas} dari {unit}, paling lambat {batas_waktu}."


async def keeps(world: World, name: str, text: str = TEXT, **more: Any) -> None:
    async with world.machine.db.begin() as session:
        now = world.clock.now()
        await add_template(session, name=name, text=text, by="cli", now=now, **more)


@pytest.fixture(autouse=True)
async def office(world: World) -> None:
    await keeps(world, "Sedang ditangani")
    await keeps(world, "Untuk jalan", category=await world.category("jalan"))
    await keeps(world, "Setelah diterima", state="accepted")


async def test_a_template_is_filled_shown_and_sent(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Balas")
    await budi.taps("Pakai template")
    assert budi.buttons == ["📄 Sedang ditangani", "✖️ Batal"]
    await budi.taps("Sedang ditangani")
    code = (await newest(world)).code
    whole = f"Laporan {code} ditangani Budi dari Seksi Trantib, paling lambat Senin, 9 Maret 2026."
    assert whole in budi.last
    assert whole not in siti.last
    await budi.taps("Kirim")
    assert whole in siti.last
    assert "Terkirim kepada pelapor (Siti)" in budi.last


async def test_what_is_offered_fits_the_ticket(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Terima")
    await budi.taps("Balas", card(budi))
    await budi.taps("Pakai template")
    assert budi.buttons[:-1] == ["📄 Sedang ditangani", "📄 Setelah diterima"]


async def test_a_template_is_changed_before_it_is_sent(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Balas")
    await budi.taps("Pakai template")
    await budi.taps("Sedang ditangani")
    await budi.sends("Kami kerjakan besok pagi, Bu.")
    assert "Kami kerjakan besok pagi, Bu." in siti.last
    assert "ditangani Budi" not in " ".join(siti.reads())
    assert (await steps(world)).count("replied") == 1


async def test_a_photo_goes_out_with_the_template(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Balas")
    await budi.taps("Pakai template")
    await budi.taps("Sedang ditangani")
    await budi.sends_photo(picture())
    assert any("ditangani Budi" in text for text in siti.reads()[-2:])
    assert any("photo" in message.data for message in siti.person.messages)


async def test_words_instead_of_a_choice_are_the_reply_and_leaving_sends_nothing(
    world: World,
) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    before = siti.reads()
    await budi.taps("Balas")
    await budi.taps("Pakai template")
    await budi.taps("Sedang ditangani")
    await budi.taps("Batal")
    assert siti.reads() == before
    await budi.taps("Balas", card(budi))
    await budi.taps("Pakai template")
    await budi.sends("Kami ke sana sore ini.")
    assert "Kami ke sana sore ini." in siti.last
