"""Where a report lies: told by a point, by words, by a choice, or outside of everything."""

import pytest

from core.areas.models import Area
from core.areas.queries import tree
from core.knowledge import office
from core.tickets.models import Event, Ticket
from tests import areas
from tests.media.makers import photo
from tests.world import Someone, World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
AREA_BUTTONS = ("RW", "Kelurahan", "Desa", "Dusun", "Gang", "Masjid")


@pytest.fixture
async def mapped(world: World) -> World:
    """The kecamatan with its areas imported."""
    async with world.machine.db.begin() as session:
        await areas.plant(session)
    return world


async def draft_at(world: World, place: str) -> Someone:
    """Somebody who wrote a report and its place."""
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Tempat")
    await siti.sends(place)
    return siti


async def sent(world: World, siti: Someone) -> tuple[Ticket, str | None]:
    """The ticket, and the full name of its area."""
    await siti.taps("Kirim")
    ticket: Ticket = (await world.rows(Ticket))[-1]
    async with world.machine.db.read() as session:
        names = {line.area.id: line.area.full_name for line in await tree(session)}
    return ticket, names.get(ticket.area_id or 0)


async def test_a_typed_place_shows_its_area_on_the_card_and_goes_to_the_officers(
    mapped: World,
) -> None:
    siti = await draft_at(mapped, "gg melati RT 05/RW 02")
    assert "📍 Tempat: gg melati RT 05/RW 02, Kelurahan Kencana" in siti.last
    ticket, area = await sent(mapped, siti)
    assert area == "RW 02, Kelurahan Kencana"
    assert ticket.place == "gg melati RT 05/RW 02"
    assert "gg melati RT 05/RW 02, Kelurahan Kencana" in mapped.staff("Budi").last
    assert (await mapped.rows(Event))[-1].payload["area"] == "kencana-rw-02"


async def test_a_shared_point_shows_its_area_without_a_tap(mapped: World) -> None:
    siti = mapped.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_location(-6.19, 106.815)
    assert "titik di peta ✓, RW 02, Kelurahan Permai" in siti.last
    _, area = await sent(mapped, siti)
    assert area == "RW 02, Kelurahan Permai"
    assert "Lihat di peta, RW 02, Kelurahan Permai" in mapped.staff("Budi").last


async def test_a_point_says_it_better_than_words(mapped: World) -> None:
    siti = await draft_at(mapped, "Desa Sukamaju")
    await siti.sends_location(-6.19, 106.815)
    assert (await sent(mapped, siti))[1] == "RW 02, Kelurahan Permai"


async def test_words_that_fit_several_areas_offer_them_and_one_tap_chooses(mapped: World) -> None:
    siti = await draft_at(mapped, "Masjid Al Ikhlas")
    assert "Di mana tepatnya?" in siti.last
    assert siti.buttons[:3] == [
        "Masjid Al Ikhlas, Kelurahan Kencana",
        "Masjid Al Ikhlas, Desa Kali Asri",
        "✅ Kirim",
    ]
    await siti.taps("Desa Kali Asri")
    assert "Masjid Al Ikhlas, Desa Kali Asri" in siti.last
    assert "Di mana tepatnya?" not in siti.last
    assert siti.buttons[0] == "✅ Kirim"
    assert (await sent(mapped, siti))[1] == "Desa Kali Asri"


async def test_nobody_has_to_choose_an_area(mapped: World) -> None:
    siti = await draft_at(mapped, "Masjid Al Ikhlas")
    ticket, area = await sent(mapped, siti)
    assert (area, ticket.place) == (None, "Masjid Al Ikhlas")


async def test_a_choice_holds_for_that_place_only(mapped: World) -> None:
    siti = await draft_at(mapped, "Masjid Al Ikhlas")
    await siti.taps("Desa Kali Asri")
    await siti.sends("Sudah tiga malam gelap sekali.")
    assert "Desa Kali Asri" in siti.last
    await siti.taps("Tempat")
    await siti.sends("dekat rumah saya")
    assert "Kali Asri" not in siti.last
    assert (await sent(mapped, siti))[1] is None


async def test_an_area_that_was_not_offered_cannot_be_chosen(mapped: World) -> None:
    siti = await draft_at(mapped, "Masjid Al Ikhlas")
    own = (await mapped.rows(Area))[0].id
    newest = siti.newest.data["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    flow, step, _, version = newest.split(":")
    for value in (f"area-{own}", "area-", "area-99999999999999999999", "area-x"):
        await siti.taps_data(f"{flow}:{step}:{value}:{version}")
        newest = siti.newest.data["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        version = newest.split(":")[3]
        assert "Di mana tepatnya?" in siti.last
    assert (await sent(mapped, siti))[1] is None


async def test_words_nobody_knows_stay_as_they_are(mapped: World) -> None:
    siti = await draft_at(mapped, "belakang rumah Bu Tejo")
    assert "📍 Tempat: belakang rumah Bu Tejo\n" in siti.last
    assert siti.buttons[0] == "✅ Kirim"
    ticket, area = await sent(mapped, siti)
    assert (ticket.place, area) == ("belakang rumah Bu Tejo", None)


async def outside(world: World) -> Someone:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_location(*areas.OUTSIDE)
    return siti


async def test_a_point_outside_is_told_before_sending_and_can_still_be_sent(mapped: World) -> None:
    siti = await outside(mapped)
    assert "di luar wilayah kami" in siti.last
    assert "kantor kelurahan, desa, atau kecamatan di tempat itu" in siti.last
    assert siti.buttons[:3] == ["✅ Kirim", "🏷 Ganti kategori", "📍 Tempat"]
    ticket, area = await sent(mapped, siti)
    assert (ticket.longitude, area) == (areas.OUTSIDE[1], None)
    assert ticket.code in siti.last


async def test_the_office_says_whom_to_turn_to_outside(mapped: World) -> None:
    async with mapped.machine.db.begin() as session:
        await office.set_fact(session, office.OUTSIDE, "call center 1500", now=mapped.clock.now())
    siti = await outside(mapped)
    assert "silakan hubungi call center 1500" in siti.last


async def test_the_nearest_border_knows_the_neighbour(mapped: World) -> None:
    async with mapped.machine.db.begin() as session:
        [area] = [line.area for line in await tree(session) if line.area.code == "kali-asri"]
        await areas.say_beyond(session, area, "Kecamatan Banyu Biru")
    siti = await outside(mapped)
    assert "silakan hubungi Kecamatan Banyu Biru" in siti.last
    await siti.sends_location(1.5, 124.8)
    assert "Banyu Biru" not in siti.last
    assert "di luar wilayah kami" in siti.last


async def test_a_wrong_point_is_mended_by_writing_the_place(mapped: World) -> None:
    siti = await outside(mapped)
    await siti.taps("Tempat")
    await siti.sends("Gang Dahlia")
    assert "di luar wilayah" not in siti.last
    assert "Gang Dahlia, Desa Sukamaju" in siti.last
    ticket, area = await sent(mapped, siti)
    assert (ticket.latitude, area) == (None, "Desa Sukamaju")


async def test_a_right_point_stays_when_words_are_added(mapped: World) -> None:
    siti = mapped.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_location(-6.19, 106.815)
    await siti.taps("Tempat")
    await siti.sends("depan warung")
    ticket, area = await sent(mapped, siti)
    assert (ticket.latitude, ticket.place) == (-6.19, "depan warung")
    assert area == "RW 02, Kelurahan Permai"


async def test_a_message_to_an_officer_gets_its_area_too(mapped: World) -> None:
    siti = mapped.citizen("Siti")
    await siti.sends("/petugas")
    await siti.sends_location(-6.19, 106.815)
    await siti.sends("Saya ingin bertemu camat soal tanah wakaf di sini")
    [ticket] = await mapped.rows(Ticket)
    assert ticket.area_id is not None


async def test_english_is_spoken_about_areas_too(mapped: World) -> None:
    jane = mapped.citizen("Jane", language="en")
    await jane.sends("The street light near the mosque is broken")
    await jane.sends_location(*areas.OUTSIDE)
    assert "outside of our area" in jane.last
    assert "office of that place" in jane.last
    await jane.taps("Place")
    await jane.sends("Masjid Al Ikhlas")
    assert "Where exactly?" in jane.last


@pytest.mark.parametrize("place", ["Gang Melati", "Masjid Al Ikhlas", "entah di mana"])
async def test_areas_cost_no_tap_between_the_first_message_and_the_number(
    mapped: World, place: str
) -> None:
    siti = await draft_at(mapped, place)  # one tap
    assert "✅ Kirim" in siti.buttons
    ticket, _ = await sent(mapped, siti)  # one more
    assert ticket.code in siti.last


@pytest.mark.parametrize("place", ["RW 02", "Masjid Al Ikhlas", "Kelurahan Kencana"])
async def test_without_areas_everything_is_as_before(world: World, place: str) -> None:
    siti = await draft_at(world, place)
    assert f"📍 Tempat: {place}\n" in siti.last
    assert siti.buttons == [
        "✅ Kirim",
        "🏷 Ganti kategori",
        "📍 Tempat",
        "🙈 Sembunyikan nama saya",
        "🔐 Rahasiakan laporan ini",
        "❓ Bukan laporan?",
        "✖️ Batal",
    ]
    await siti.sends_location(*areas.OUTSIDE)
    assert "wilayah" not in siti.last
    _, area = await sent(world, siti)
    assert area is None


async def test_a_new_map_counts_from_the_next_message_on(world: World) -> None:
    siti = await draft_at(world, "Gang Melati")
    assert "Kencana" not in siti.last
    async with world.machine.db.begin() as session:
        await areas.plant(session)
    await siti.sends("Sudah tiga malam gelap sekali.")
    assert "Gang Melati, RW 02, Kelurahan Kencana" in siti.last


async def test_the_place_of_a_photo_brings_its_area(mapped: World) -> None:
    siti = mapped.citizen("Siti")
    await siti.sends(LAMP)
    # -6.19, 106.815: degrees, minutes and seconds, as cameras write them.
    place = {1: "S", 2: (6.0, 11.0, 24.0), 3: "E", 4: (106.0, 48.0, 54.0)}
    await siti.sends_file("document", photo(place=place))
    await siti.taps("Kirim")
    await siti.taps("Ya, pakai")
    (ticket,) = await mapped.rows(Ticket)
    assert ticket.area_id is not None
    assert "RW 02, Kelurahan Permai" in "".join(mapped.staff("Budi").reads())
