"""What the card says of the category: one, some to choose from, or the coordinator; and why."""

from tests.bot.desks import LAMP, newest
from tests.world import World

# Two matters in many words that say nothing of either.
BOTH = (
    "Sudah tiga minggu warga perumahan mengeluhkan keadaan lingkungan sekitar balai pertemuan:"
    " sampah belum diambil, knalpot malam hari, kemudian anggota karang taruna juga resah."
)
NEITHER = "Mohon perhatian untuk warga sekitar balai pertemuan."


async def test_categories_between_which_it_is_open_are_one_tap_away(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(BOTH)
    offered = [label for label in siti.buttons if label.startswith("Ini tentang")]
    assert set(offered) >= {"Ini tentang Sampah", "Ini tentang Ketertiban"}
    assert len(offered) <= 3
    assert "pilih di bawah" in siti.last
    await siti.taps("Ini tentang Ketertiban")
    assert "Ketertiban" in siti.last
    assert not any(label.startswith("Ini tentang") for label in siti.buttons)
    await siti.taps("Kirim")
    assert (await newest(world)).category_id == (await world.category("bising")).id


async def test_an_offer_need_not_be_taken(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(BOTH)
    await siti.taps("Kirim")
    assert (await newest(world)).category_id is None


async def test_a_guess_says_which_words_made_it_and_nothing_known_is_the_coordinators(
    world: World,
) -> None:
    siti, tono = world.citizen("Siti"), world.citizen("Tono")
    await siti.sends(LAMP)
    assert not any(label.startswith("Ini tentang") for label in siti.buttons)
    await siti.taps("Kategori")
    assert "Perkiraan kami Lampu jalan, karena Anda menulis: Lampu" in siti.last
    await siti.taps("Ketertiban")
    await siti.taps("Kategori")
    assert "karena" not in siti.last
    await tono.sends(NEITHER)
    assert "dipilihkan oleh koordinator" in tono.last
    assert not any(label.startswith("Ini tentang") for label in tono.buttons)
