"""Who taps decides: forged, stale and stolen buttons open nothing."""

import pytest

from core.tickets.models import Ticket
from tests.bot.desks import (
    LAMP,
    VERBS,
    card,
    filed,
    invites_again,
    leaves,
    loses_phone,
    newest,
    steps,
)
from tests.world import Someone, World

STRANGERS = ("Siti", "Tono", "Putri", "Dewi", "Hadi")
NUMBERS = ("", "0", "-1", "abc", "1.5", "9" * 19, "9" * 18, "١", "1;2", "²")


async def attacker(world: World, name: str) -> Someone:
    """A citizen, the reporter, an officer of another unit, one who left, one without a phone."""
    if name == "Dewi":
        await leaves(world, name)
    if name == "Hadi":
        await loses_phone(world, name)
    if name == "Tono":
        await world.citizen(name).starts()
    if name == "Putri":
        await world.staff(name).starts()
    return world.citizen(name)


async def unchanged(world: World, before: Ticket) -> bool:
    now = await newest(world)
    return (now.state, now.version, now.last_seq) == (before.state, before.version, before.last_seq)


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_forged_button_opens_nothing(world: World, name: str) -> None:
    await filed(world)
    stranger, before = await attacker(world, name), await newest(world)
    for verb in (*VERBS, "open"):
        await stranger.starts()
        await stranger.taps_data(f"ticket:{verb}:{before.id}:{before.version}")
        refused = "untuk petugas kantor" in stranger.last or "tidak ada pada Anda" in stranger.last
        assert refused, (verb, stranger.last)
    assert await unchanged(world, before)
    if name != "Siti":
        assert LAMP not in " ".join(stranger.reads()[-2 * len(VERBS) :])


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_button_without_a_real_number_is_refused_like_a_strangers(
    world: World, number: str
) -> None:
    await filed(world)
    putri, before = world.staff("Putri"), await newest(world)
    await putri.starts()
    for verb in (*VERBS, "open"):
        await putri.taps_data(f"ticket:{verb}:{number}:1")
        assert "tidak ada pada Anda" in putri.last
    await putri.taps_data(f"tasks:page:{number}:0")
    assert await unchanged(world, before)


async def test_the_phone_that_was_lost_reads_nothing_more(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await loses_phone(world, "Budi")
    await budi.taps("Terima")
    assert "tidak terhubung sebagai petugas" in budi.last
    assert "undangan baru" in budi.last
    for command in ("/tugas", "/piket"):
        await budi.sends(command)
        assert "untuk petugas kantor" in budi.last
    heard = len(budi.reads())
    await filed(world, "Lampu jalan di depan pasar juga mati.", by="Tono")
    assert len(budi.reads()) == heard
    assert await steps(world) == ["filed", "filed"]


async def test_a_new_phone_takes_the_work_over(world: World) -> None:
    await filed(world)
    await world.staff("Budi").taps("Terima")
    await loses_phone(world, "Budi")
    new = world.citizen("Budi (ponsel baru)")
    await new.starts(await invites_again(world, "Budi"))
    assert "terhubung sebagai petugas di Seksi Trantib" in new.last
    await new.taps("Tugas saya")
    assert "Pada Anda" in new.last
    await new.taps("LP-")
    assert "Petugas: Budi" in card(new).text


async def test_an_old_copy_of_a_card_says_who_has_the_report(world: World) -> None:
    await filed(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    old = card(budi)
    await budi.sends("/tugas")
    await budi.taps("LP-")
    await dewi.taps("Terima")
    for button in ("Terima", "Balas", "Selesai", "Disposisi"):
        await budi.taps(button, old)
        assert "sudah ditangani Dewi" in budi.last
        assert "/tugas" in budi.last
    assert await steps(world) == ["filed", "accepted"]


async def test_a_card_of_a_report_that_left_the_unit_says_so(world: World) -> None:
    await filed(world)
    budi, before = world.staff("Budi"), await newest(world)
    elsewhere = await world.unit("pelayanan")
    await world.does("Kartika", "reassign", before, elsewhere, "Ini soal loket.")
    assert "sekarang di Seksi Pelayanan" in card(budi).text
    await budi.taps_data(f"ticket:accept:{before.id}:{before.version}")
    assert "tidak ada pada Anda" in budi.last


async def test_a_reply_to_a_card_of_another_unit_reaches_nobody(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    elsewhere = await world.unit("pelayanan")
    await world.does("Kartika", "reassign", await newest(world), elsewhere, "Ini soal loket.")
    heard = len(siti.reads())
    await budi.replies(card(budi), "Kami periksa siang ini.")
    assert "belum terkirim" in budi.last
    assert "Kami periksa siang ini." in budi.last
    assert len(siti.reads()) == heard


async def test_a_tap_twice_counts_once(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    old = card(budi)
    budi.person.taps("Terima", old)
    budi.person.taps("Terima", old)
    await world.settle()
    assert await steps(world) == ["filed", "accepted"]
