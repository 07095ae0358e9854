"""Somebody reported it already: "me too" instead of a second report."""

import pytest
from sqlalchemy import update

from core.tickets.models import Attachment, Category, Event, Ticket
from core.tickets.ties import Follower
from tests import areas
from tests.bot.desks import LAMP, card, steps
from tests.simulator.world import picture
from tests.world import Someone, World

ALSO = "Lampu PJU depan balai desa padam, gelap sudah 3 hari, telepon saya 0812-3456-7890."
HERE = (-6.1900, 106.8150)
DARK = "Lampu PJU di depan balai desa padam dan gelap."
# About 110 metres and 560 metres to the north.
NEAR, FAR = (-6.1890, 106.8150), (-6.1850, 106.8150)


async def reported(
    world: World, name: str = "Siti", text: str = LAMP, at: tuple[float, float] = HERE
) -> Someone:
    """Somebody whose report is open, with a place on the map."""
    someone = await draft(world, name, text, at)
    await someone.taps("Kirim")
    return someone


async def draft(
    world: World, name: str, text: str = ALSO, at: tuple[float, float] = NEAR
) -> Someone:
    someone = world.citizen(name)
    await someone.sends(text)
    await someone.sends_location(*at)
    return someone


async def joined(world: World) -> tuple[Someone, Someone, Ticket]:
    """Siti reported it and Tono said "me too"."""
    siti = await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    await tono.taps("Saya juga")
    return siti, tono, await the_ticket(world)


async def the_ticket(world: World) -> Ticket:
    [ticket] = await world.rows(Ticket)
    assert isinstance(ticket, Ticket)
    return ticket


async def test_a_similar_report_is_offered_and_me_too_joins_it(world: World) -> None:
    siti = await reported(world)
    tono = await draft(world, "Tono")
    assert "Sudah ada laporan serupa" in tono.last
    assert tono.buttons[:2] == ["✅ Kirim", "👥 Ada laporan serupa (1)"]
    await tono.taps("laporan serupa")
    ticket = await the_ticket(world)
    for words in (ticket.code, LAMP, "Lampu jalan", "Baru, menunggu diterima", "2 Maret 2026"):
        assert words in tono.last
    await tono.taps("Saya juga")
    assert ticket.code in tono.last
    assert "keterangan Anda sudah sampai" in tono.last
    ticket = await the_ticket(world)
    assert ticket.followers == 1
    assert await steps(world) == ["filed", "followed"]
    budi = world.staff("Budi")
    assert "sudah 3 hari" in "".join(budi.reads())
    assert "Siti, + 1 warga lain" in card(budi).text
    assert "sudah 3 hari" not in "".join(siti.reads())


async def test_one_tap_files_although_there_is_a_similar_report(world: World) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("Kirim")
    assert await world.count(Ticket) == 2


async def test_not_this_one_files_the_own_report(world: World) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    await tono.taps("Bukan ini, kirim laporan saya")
    assert "laporan Bapak/Ibu sudah kami terima" in tono.last
    assert await world.count(Ticket) == 2
    assert await world.count(Follower) == 0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (ALSO, FAR),
        ("Jalan berlubang besar di depan balai desa, sudah ada yang jatuh.", NEAR),
        ("Lampu kedip terus bikin silau pengendara motor tiap malam minggu.", NEAR),
    ],
    ids=["too far", "another category", "other words"],
)
async def test_nothing_is_asked_when_none_is_similar(
    world: World, text: str, at: tuple[float, float]
) -> None:
    await reported(world)
    tono = await draft(world, "Tono", text, at)
    assert not any("serupa" in words for words in [*tono.buttons, *tono.reads()])


async def test_nothing_is_asked_without_a_place_of_an_own_report_or_of_a_closed_one(
    world: World,
) -> None:
    siti = await reported(world)
    tono = world.citizen("Tono")
    await tono.sends(ALSO)
    assert "serupa" not in tono.last
    await siti.sends(ALSO)
    await siti.sends_location(*NEAR)
    assert "serupa" not in siti.last
    await world.does("Budi", "resolve", await the_ticket(world), "Sudah kami ganti.")
    await tono.sends_location(*NEAR)
    assert "serupa" not in tono.last


async def test_an_office_says_how_near_a_category_is_looked_for_and_whether_at_all(
    world: World,
) -> None:
    await reported(world)
    for metres, offered in ((0, False), (1000, True)):
        async with world.machine.db.begin() as session:
            await session.execute(update(Category).values(near_metres=metres))
        await world.passes(minutes=2)
        tono = await draft(world, "Tono", at=NEAR if metres == 0 else FAR)
        assert ("serupa" in tono.last) is offered


async def test_an_emergency_is_never_held_up(world: World) -> None:
    await reported(world, text="Kabel listrik putus di depan balai desa, lampu jalan mati.")
    tono = await draft(world, "Tono", "Kabel listrik putus depan balai desa, lampu jalan mati!")
    assert "serupa" not in tono.last


async def test_what_points_to_somebody_is_not_shown(world: World) -> None:
    await reported(world, text=f"{DARK} Saya Siti, hubungi 081234567890 atau @siti_a")
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    assert DARK in tono.last
    for word in ("Siti", "0812", "siti_a"):
        assert word not in tono.last


async def test_the_photo_of_a_similar_report_is_shown_and_own_photos_are_added(
    world: World,
) -> None:
    siti = world.citizen("Siti")
    await siti.sends_photo(picture(), caption=LAMP)
    await siti.sends_location(*HERE)
    await siti.taps("Kirim")
    tono = world.citizen("Tono")
    await tono.sends_photo(picture(), caption=ALSO)
    await tono.sends_location(*NEAR)
    shown = len(tono.person.messages)
    await tono.taps("laporan serupa")
    assert [bool(m.data.get("photo")) for m in tono.person.messages[shown:]] == [True, False]
    await tono.taps("Saya juga")
    files = await world.rows(Attachment)
    assert [file.follower_id is None for file in files] == [True, False]


async def test_at_most_three_are_shown_one_after_the_other(world: World) -> None:
    for number in range(5):
        await reported(world, f"Warga{number}", f"{DARK} Tiang {number}.")
    tono = await draft(world, "Tono")
    assert "👥 Ada laporan serupa (3)" in tono.buttons
    await tono.taps("laporan serupa")
    await tono.taps("berikutnya")
    await tono.taps("berikutnya")
    assert tono.buttons == ["🙋 Saya juga", "✅ Bukan ini, kirim laporan saya", "« Kembali"]
    await tono.taps("Kembali")
    assert tono.buttons[0] == "✅ Kirim"


async def test_words_sent_while_looking_belong_to_the_draft(world: World) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    await tono.sends("Tiangnya miring juga.")
    assert "Tiangnya miring juga." in tono.last
    assert tono.buttons[0] == "✅ Kirim"


async def test_a_report_that_was_solved_meanwhile_is_said_and_the_draft_stays(
    world: World,
) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    await world.does("Budi", "resolve", await the_ticket(world), "Sudah kami ganti.")
    await tono.taps("Ganti kategori")  # of the old card
    assert "baru saja selesai" in tono.last
    assert tono.buttons == ["✅ Bukan ini, kirim laporan saya", "« Kembali"]
    await tono.taps("Kembali")
    await tono.taps("✅ Kirim")
    assert await world.count(Ticket) == 2


async def test_me_too_on_a_report_that_was_just_closed_keeps_the_draft(world: World) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps("laporan serupa")
    await world.does("Budi", "resolve", await the_ticket(world), "Sudah kami ganti.")
    await tono.taps("Saya juga")
    assert any("baru saja selesai" in text for text in tono.reads())
    assert tono.buttons[0] == "✅ Kirim"
    assert await world.count(Follower) == 0


async def test_a_shared_area_is_near_where_nobody_showed_a_point(world: World) -> None:
    async with world.machine.db.begin() as session:
        await areas.plant(session)
    for name in ("Siti", "Tono"):
        someone = world.citizen(name)
        await someone.sends(LAMP if name == "Siti" else ALSO)
        await someone.taps("Tempat")
        await someone.sends("gg melati RT 05/RW 02")
        if name == "Siti":
            await someone.taps("Kirim")
    assert "Ada laporan serupa (1)" in "".join(someone.buttons)


async def test_a_followed_report_is_in_the_list_and_can_be_left(world: World) -> None:
    _, tono, ticket = await joined(world)
    await tono.sends("/laporan")
    assert "Anda ikuti" in tono.last
    await tono.taps(ticket.code)
    assert "Anda ikuti" in tono.last
    assert "Laporan Anda kami terima" not in tono.last
    await tono.taps("Berhenti mengikuti")
    assert "tidak lagi mendapat kabar" in tono.last
    heard = len(tono.reads())
    await world.does("Budi", "accept", ticket)
    assert len(tono.reads()) == heard
    await tono.sends("/laporan")
    assert "belum punya laporan" in tono.last


async def test_a_follower_adds_by_replying_and_is_not_read_by_the_reporter(world: World) -> None:
    siti, tono, ticket = await joined(world)
    await world.does("Budi", "accept", ticket)
    await tono.replies(tono.newest, "Sekarang lampu sebelahnya juga mati.")
    assert "Sudah kami tambahkan" in tono.last
    assert "sebelahnya juga mati" in "".join(world.staff("Budi").reads())
    await siti.sends(f"{ticket.code}")
    assert "+ 1 warga lain" in siti.last
    assert "sebelahnya" not in siti.last


async def test_a_follower_is_asked_too_and_an_objection_reopens(world: World) -> None:
    siti, tono, ticket = await joined(world)
    await world.does("Budi", "resolve", ticket, "Lampu sudah kami ganti.")
    assert tono.buttons == ["✅ Sudah beres", "🔄 Belum beres"]
    await siti.taps("Sudah beres")
    assert "ditutup" in tono.last
    await tono.taps("Belum beres")
    await tono.sends("Lampu depan rumah saya masih mati.")
    assert "buka kembali" in tono.last
    assert (await the_ticket(world)).state == "accepted"
    assert "masih mati" in "".join(world.staff("Budi").reads())
    assert "Warga lain" in siti.last
    assert "masih mati" not in siti.last
    assert (await world.rows(Event))[-1].kind == "follower_objected"


async def test_followers_stay_when_the_reporter_is_gone(world: World) -> None:
    siti, tono, ticket = await joined(world)
    await siti.blocks()
    await world.does("Budi", "resolve", ticket, "Lampu sudah kami ganti.")
    assert "Lampu sudah kami ganti." in tono.last
    await tono.taps("Belum beres")
    await tono.sends("Masih mati di sini.")
    assert (await the_ticket(world)).reopened == 1


async def test_a_stranger_reaches_nothing_with_forged_buttons(world: World) -> None:
    await reported(world)
    ticket = await the_ticket(world)
    stranger = world.citizen("Wati")
    await stranger.starts()
    for data in ("followed:stop", "reports:open", "ticket:object", "ticket:confirm"):
        await stranger.taps_data(f"{data}:{ticket.id}:{ticket.version}")
        assert "tidak ada pada Anda" in stranger.last
    await draft(world, "Wati", "Pohon tumbang menutup jalan di pasar.", FAR)
    newest = stranger.newest.data["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    flow, step, _, version = newest.split(":")
    await stranger.taps_data(f"{flow}:{step}:similar:{version}")
    assert ticket.code not in "".join(stranger.reads())


async def test_english_is_spoken_about_similar_reports_too(world: World) -> None:
    await reported(world, text=DARK)
    jane = world.citizen("Jane", language="en")
    await jane.sends(DARK)
    await jane.sends_location(*NEAR)
    await jane.taps("similar report")
    await jane.taps("Me too")
    assert "You now have a part in report" in jane.last


async def test_an_anonymous_report_is_offered_without_its_words_place_or_photo(
    world: World,
) -> None:
    siti = await draft(world, "Siti", LAMP, HERE)
    await siti.sends_photo(picture())
    await siti.taps("Sembunyikan nama")
    await siti.taps("Kirim")
    tono = await draft(world, "Tono")
    shown = len(tono.person.messages)
    await tono.taps("laporan serupa")
    assert "untuk melindungi pelapornya" in tono.last
    assert not any(words in tono.last for words in (LAMP, "Siti"))
    assert not any(message.data.get("photo") for message in tono.person.messages[shown:])
    await tono.taps("Saya juga")
    heard = siti.last
    await tono.sends("/laporan")
    await tono.taps("LP-")
    assert "untuk melindungi pelapornya" in tono.last
    assert siti.last == heard


@pytest.mark.parametrize("switch", ["Sembunyikan nama", "Rahasiakan laporan"])
async def test_who_hides_themselves_is_not_made_a_follower_in_clear(
    world: World, switch: str
) -> None:
    await reported(world)
    tono = await draft(world, "Tono")
    await tono.taps(switch)
    await tono.taps("laporan serupa")
    await tono.taps("Saya juga")
    assert "dicatat dengan nama Anda" in tono.last
    assert (await the_ticket(world)).followers == 0
    await tono.taps("Bukan ini")
    assert len(await world.rows(Ticket)) == 2


async def test_a_follower_who_is_forgotten_follows_nothing_any_more(world: World) -> None:
    _, tono, ticket = await joined(world)
    assert ticket.followers == 1
    await tono.sends("/hapus")
    await tono.taps("Ya, hapus data saya")
    assert "sudah dihapus" in tono.last
    assert await world.count(Follower) == 0
    assert (await the_ticket(world)).followers == 0
    await world.does("Budi", "accept", ticket)
    assert "sudah dihapus" in tono.last
