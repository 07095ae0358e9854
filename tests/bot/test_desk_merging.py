"""Several reports of one matter: the officer merges, links and separates them in chat."""

from core.tickets.models import Ticket
from tests.bot.desks import HOLE, LAMP, card, filed, newest, steps, words_on
from tests.world import Someone, World

# A point for both, so that the second finds the first.
HERE = (-6.19, 106.815)


async def two(world: World) -> tuple[Someone, Someone, Ticket, Ticket]:
    """Siti's report, and Tono's of the same matter."""
    reporters = []
    for name in ("Siti", "Tono"):
        citizen = world.citizen(name)
        await citizen.sends(LAMP)
        await citizen.sends_location(*HERE)
        await citizen.taps("Kirim")
        reporters.append(citizen)
    first, second = await world.rows(Ticket)
    return reporters[0], reporters[1], first, second


async def after(world: World, ticket: Ticket) -> Ticket:
    [found] = [one for one in await world.rows(Ticket) if one.id == ticket.id]
    assert isinstance(found, Ticket)
    return found


async def merged(world: World) -> tuple[Someone, Someone, Ticket, Ticket]:
    siti, tono, first, second = await two(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Gabung / kaitkan", on=card(budi))
    await budi.taps(first.code)
    await budi.taps("🔗 Gabung")
    return siti, tono, first, second


async def test_the_officer_merges_a_double_from_its_card(world: World) -> None:
    _, tono, first, second = await two(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Gabung / kaitkan", on=card(budi))
    assert second.code in budi.last
    assert any(first.code in words for words in budi.buttons)
    await budi.taps(first.code)
    assert "tetap berjalan" in budi.last
    await budi.taps("🔗 Gabung")
    assert f"digabung ke {first.code}" in budi.last
    assert (await after(world, second)).master_id == first.id
    assert (await after(world, first)).followers == 1
    assert "ternyata tentang hal yang sama" in tono.last
    assert first.code in tono.last
    assert "digabung dengan laporan lain" in card(budi).text
    assert words_on(card(budi)) == ["📝 Catatan", "↩️ Pisahkan lagi"]


async def test_a_merge_is_undone_with_one_tap_and_the_case_goes_on(world: World) -> None:
    _, tono, first, second = await merged(world)
    budi = world.staff("Budi")
    await budi.taps("Pisahkan lagi")
    assert "berjalan sendiri lagi" in "".join(budi.reads()[-2:])
    again = await after(world, second)
    assert (again.state, again.master_id, again.due_at) == ("new", None, second.due_at)
    assert (await after(world, first)).followers == 0
    assert "pisahkan kembali" in tono.last
    assert await steps(world) == ["filed", "filed", "merged", "absorbed", "split", "split_off"]


async def test_both_numbers_keep_working_for_the_citizen(world: World) -> None:
    _, tono, first, second = await merged(world)
    await tono.sends(second.code)
    assert f"Digabung dengan laporan {first.code}" in tono.last
    await tono.taps(f"Lihat {first.code}")
    assert "Anda ikuti" in tono.last
    await tono.replies(tono.finds("sudah kami terima"), "Tiangnya juga miring.")
    assert f"tambahkan ke laporan {first.code}" in tono.last
    assert "Tiangnya juga miring." in "".join(world.staff("Budi").reads())


async def test_the_reporter_of_the_double_hears_of_the_master_and_has_a_voice(
    world: World,
) -> None:
    siti, tono, first, _ = await merged(world)
    await world.does("Budi", "resolve", first, "Lampu sudah kami ganti pagi ini.")
    for citizen in (siti, tono):
        assert citizen.buttons == ["✅ Sudah beres", "🔄 Belum beres"]
    await tono.taps("Belum beres")
    await tono.sends("Yang di sini masih mati.")
    assert (await after(world, first)).state == "accepted"


async def test_a_number_may_be_typed_and_two_reports_only_linked(world: World) -> None:
    await filed(world)
    other = await newest(world)
    tono = await filed(world, HOLE, by="Tono")
    heard = len(tono.reads())
    budi = world.staff("Budi")
    await budi.sends(f"/gabung {(await newest(world)).code.lower()}")
    await budi.sends("LP-0000-0000")
    assert "tidak ada pada Anda" in "".join(budi.reads()[-2:])
    await budi.sends(other.code.replace("-", " "))
    assert other.code in budi.last
    await budi.taps("Kaitkan saja")
    assert "dikaitkan dengan" in budi.last
    await budi.taps("Lepaskan")
    assert "tidak lagi dikaitkan" in budi.last
    assert await steps(world) == ["filed", "filed", *["linked"] * 2, *["unlinked"] * 2]
    assert len(tono.reads()) == heard


async def test_the_command_alone_says_how_it_goes(world: World) -> None:
    budi = world.staff("Budi")
    await budi.sends("/gabung")
    assert "nomornya di belakang perintah" in budi.last
    siti = world.citizen("Siti")
    await siti.sends("/gabung LP-0000-0000")
    assert "untuk petugas kantor" in siti.last


async def test_a_report_is_not_merged_with_itself_or_with_one_of_another_unit(
    world: World,
) -> None:
    await filed(world, "KTP saya hilang, blangko habis di loket.", by="Wati")
    foreign = await newest(world)
    await filed(world)
    own = await newest(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Gabung / kaitkan", on=card(budi))
    await budi.sends(foreign.code)
    assert "tidak ada pada Anda" in "".join(budi.reads()[-2:])
    await budi.sends(own.code)
    await budi.taps("🔗 Gabung")
    assert "laporan" in "".join(budi.reads()[-2:])
    assert (await after(world, own)).state == "new"


async def test_whoever_was_overtaken_is_told(world: World) -> None:
    _, _, first, second = await two(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Gabung / kaitkan", on=card(budi))
    await budi.taps(first.code)
    await world.does("Dewi", "accept", second)
    await budi.taps("🔗 Gabung")
    assert "sudah ditangani Dewi" in "".join(budi.reads())
    assert (await after(world, second)).master_id is None


async def test_a_reply_tells_the_officer_who_reads_it(world: World) -> None:
    _, tono, first, _ = await merged(world)
    budi = world.staff("Budi")
    await budi.replies(budi.finds(f"📋 {first.code}"), "Kami ke sana sore ini.")
    assert "Siti, + 1 warga lain" in budi.last
    assert "Kami ke sana sore ini." in tono.last
