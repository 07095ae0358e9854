"""/tugas and /piket, the welcome and the menu of staff."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.handlers.tasks import in_words
from core.i18n import plain_text
from tests.bot.desks import HOLE, LAMP, RIDDLE, card, filed, newest, words_on
from tests.core.offices import moment
from tests.world import World

JAKARTA = ZoneInfo("Asia/Jakarta")


async def test_without_reports_the_list_says_so(world: World) -> None:
    budi = world.staff("Budi")
    await budi.sends("/tugas")
    assert "Tidak ada laporan terbuka" in budi.last


async def test_mine_come_before_my_units_and_the_most_urgent_first(world: World) -> None:
    await filed(world, "Lampu jalan pertama di gang mawar mati.")
    await world.passes(days=1)
    await filed(world, "Lampu jalan kedua di gang melati mati.")
    await filed(world, "Lampu jalan ketiga di gang kenanga mati.")
    budi = world.staff("Budi")
    await budi.taps("Terima", budi.finds("ketiga"))
    await budi.sends("/tugas")
    order = [budi.last.index(words) for words in ("Pada Anda", "ketiga", "Di unit Anda")]
    order += [budi.last.index(words) for words in ("pertama", "kedua")]
    assert order == sorted(order)
    assert "hari lagi" in budi.last
    assert "petugas: belum ada" in budi.last


async def test_what_is_overdue_says_so_and_comes_first(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Terima")
    await world.passes(days=9)
    await filed(world, HOLE)
    await budi.taps("Terima", budi.finds(HOLE))
    await budi.sends("/tugas")
    assert "1 lewat batas waktu" in budi.last
    assert "lewat 2 hari" in budi.last
    assert budi.last.index(LAMP[:20]) < budi.last.index(HOLE[:20])


async def test_each_report_opens_its_card_anew(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    old = card(budi).id
    await budi.sends("/tugas")
    await budi.taps((await newest(world)).code)
    assert card(budi).id > old
    assert LAMP in budi.last
    await budi.taps("Terima")
    assert "sekarang Anda tangani" in budi.last


async def test_a_long_list_comes_in_pages_that_turn_in_place(world: World) -> None:
    for number in range(8):
        await filed(world, f"Lampu jalan nomor {number} di jalan raya mati total.")
    budi = world.staff("Budi")
    await budi.sends("/tugas")
    assert "8 laporan terbuka" in budi.last
    assert words_on(budi.newest)[-1] == "Berikutnya ›"
    shown = budi.newest.id
    await budi.taps("Berikutnya")
    assert budi.newest.id == shown
    assert "8." in budi.last
    assert words_on(budi.newest)[-1] == "‹ Sebelumnya"
    await budi.taps("Sebelumnya")
    assert "1." in budi.last
    await budi.taps_data("tasks:page:999999999:1")
    assert "8." in budi.last


async def test_a_head_sees_the_unit_and_an_officer_no_other_unit(world: World) -> None:
    await filed(world)
    for name, sees in (("Hadi", True), ("Putri", False), ("Kartika", True)):
        await world.staff(name).sends("/tugas")
        assert (LAMP[:20] in world.staff(name).last) == sees


async def test_a_coordinator_first_reads_what_nobody_could_place(world: World) -> None:
    await filed(world)
    await world.passes(days=1)
    await filed(world, RIDDLE)
    kartika = world.staff("Kartika")
    await kartika.sends("/tugas")
    assert kartika.last.index(RIDDLE[:20]) < kartika.last.index(LAMP[:20])
    assert words_on(kartika.newest).count("📌 Pilih unit") == 1


async def test_reminders_and_escalations_say_what_to_do(world: World) -> None:
    await filed(world)
    budi, hadi = world.staff("Budi"), world.staff("Hadi")
    await budi.taps("Terima")
    await world.passes(days=7, hours=7)
    assert "Batas waktu" in " ".join(budi.reads())
    await world.passes(days=1)
    assert "melewati batas waktu" in " ".join(hadi.reads())
    assert "🏁 Selesai" in words_on(card(hadi))


async def test_off_duty_no_new_report_arrives(world: World) -> None:
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    await budi.sends("/piket")
    assert "sedang bertugas" in budi.last
    await budi.taps("Tidak bertugas")
    assert "tidak bertugas" in budi.last
    heard = len(budi.reads())
    await filed(world)
    assert len(budi.reads()) == heard
    assert LAMP in card(dewi).text
    await budi.taps("Mulai bertugas")
    assert "sedang bertugas" in budi.last


async def test_an_invite_welcomes_with_first_steps_and_a_menu(world: World) -> None:
    lina = world.citizen("Lina")
    await lina.starts(await world.invites("Lina"))
    assert "terhubung sebagai petugas di Kecamatan Tirta Asri" in lina.last
    assert "Langkah pertama" in lina.last
    own, other = ["📋 Tugas saya", "📚 Belajar"], ["🟢 Piket", "❓ Bantuan"]
    assert lina.buttons == [*own, "🏢 Catat untuk warga", *other]
    await lina.taps("Tugas saya")
    assert "Tidak ada laporan terbuka" in lina.last
    await lina.taps("Piket")
    assert "sedang bertugas" in lina.last
    await lina.taps("Bantuan")
    assert "Tombol pada kartu" in lina.last
    await lina.starts()
    assert "Halo, Lina" in lina.last


@pytest.mark.parametrize("command", ["/tugas", "/piket"])
async def test_a_citizen_is_told_kindly_that_it_is_for_staff(world: World, command: str) -> None:
    siti = world.citizen("Siti")
    await siti.sends(command)
    assert "untuk petugas kantor" in siti.last
    assert "Tulis saja di sini" in siti.last


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-03-02 08:59", "🔴 lewat, tadi pukul 08.59"),
        ("2026-03-01 23:59", "🔴 lewat 1 hari"),
        ("2026-02-26 16:00", "🔴 lewat 4 hari"),
        ("2026-03-02 16:00", "🟠 hari ini pukul 16.00"),
        ("2026-03-03 08:00", "🟡 besok pukul 08.00"),
        ("2026-03-05 16:00", "3 hari lagi (5 Mar)"),
    ],
)
def test_a_deadline_reads_as_people_count_days(due: str, said: str) -> None:
    now = moment("2026-03-02 09:00")
    assert plain_text(in_words(moment(due), now, JAKARTA), "id", JAKARTA) == said


def test_midnight_is_the_offices_not_greenwichs() -> None:
    now = datetime.fromisoformat("2026-03-02T16:30:00+00:00")
    text = in_words(now + timedelta(hours=1), now, JAKARTA)
    assert plain_text(text, "id", JAKARTA).startswith("🟡 besok")
