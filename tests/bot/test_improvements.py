"""Improvements: many reports, one cause; who is told, what is shown, what citizens suggest."""

import pytest
from sqlalchemy import select

from core.chats import lane_of
from core.i18n import Text
from core.improvements import timetable
from core.improvements.models import Improvement, ImprovementCase, ImprovementNews, Suggestion
from core.people.models import Person
from core.privacy import erasure
from core.tickets.models import Event, Ticket
from core.timers import Timer
from tests import areas
from tests.bot.desks import LAMP, filed, newest
from tests.media.makers import SECRET, photo
from tests.world import Someone, World

PLACE = "RT 05/RW 02 Gang Melati"
NOW_DARK = "Tiga lampu mati sejak sebulan, warga takut lewat."
MENDED = "Semua lampu sudah diganti LED dan kabelnya dibenahi. Tanya Pak Budi 0812 3456 7890."


@pytest.fixture
async def mapped(world: World) -> World:
    async with world.machine.db.begin() as session:
        await areas.plant(session)
    return world


async def reports_lamps(world: World, *names: str) -> list[Someone]:
    """Each of them reports a dark lamp in the same lane."""
    found = []
    for name in names:
        someone = world.citizen(name)
        await someone.sends(LAMP)
        await someone.taps("Tempat")
        await someone.sends(PLACE)
        await someone.taps("Kirim")
        for words in ("Tidak, kirim", "Laporan lain", "Bukan"):
            if any(words in one for one in someone.buttons):
                await someone.taps(words)
        found.append(someone)
    return found


async def opens_from_case(world: World, officer: Someone) -> Ticket:
    """An officer makes an improvement of the newest report."""
    ticket = await newest(world)
    await officer.sends(f"/perbaikan {ticket.code}")
    await officer.taps("Perbaikan baru")
    await officer.sends("Lampu jalan Gang Melati")
    await officer.sends(NOW_DARK)
    await officer.taps("30 hari")
    return ticket


async def test_an_improvement_of_a_case_is_begun_finished_shown_and_told_at_each_step(
    world: World,
) -> None:
    siti, tono, budi = await filed(world), world.citizen("Tono"), world.staff("Budi")
    await tono.sends("/perbaikan")
    assert "Belum ada perbaikan" in tono.last
    ticket = await opens_from_case(world, budi)
    assert "direncanakan selesai" in siti.last
    assert ticket.code in siti.last
    await budi.taps("Lihat perbaikan")
    await budi.taps("Mulai dikerjakan")
    assert "sedang dikerjakan" in siti.last
    await budi.taps("Sudah selesai")
    await budi.sends(MENDED)
    assert "diganti LED" in siti.last
    await tono.sends("/perbaikan")
    assert "Gang Melati" not in tono.last
    await budi.taps("Pratinjau dan muat")
    assert "[#]" in budi.last
    await budi.taps("Ya, muat")
    await tono.sends("/bantuan")
    await tono.taps("Anda lapor, kami perbaiki")
    await tono.taps("Lampu jalan Gang Melati")
    assert NOW_DARK in tono.last
    assert "7890" not in tono.last
    assert "1 laporan warga" in tono.last


async def test_pictures_of_before_and_after_are_shown_without_what_was_hidden_in_them(
    world: World,
) -> None:
    await filed(world)
    tono, budi = world.citizen("Tono"), world.staff("Budi")
    await opens_from_case(world, budi)
    await budi.taps("Foto sebelum")
    await budi.sends_file("document", photo())
    assert "sudah bersih dan tersimpan" in budi.last
    await budi.taps("Lihat perbaikan")
    await budi.taps("Sudah selesai")
    await budi.sends(MENDED)
    await budi.taps("Foto sesudah")
    await budi.sends_photo(photo())
    await budi.taps("Lihat perbaikan")
    assert "📷 2 foto" in budi.last
    await budi.taps("Pratinjau dan muat")
    await budi.taps("Ya, muat")
    await tono.sends("/perbaikan")
    await tono.taps("Lampu jalan Gang Melati")
    sides = [one for one in tono.person.messages if "photo" in one.data]
    assert [one.data["caption"].split(":")[0] for one in sides] == ["📷 Sebelum", "📷 Sesudah"]
    for one in sides:
        file = world.telegram.files.get(one.data["photo"][-1]["file_id"])
        assert file is not None
        assert SECRET not in file.data


async def test_whoever_has_a_part_in_several_cases_is_told_once_of_every_state(
    world: World,
) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    first = await opens_from_case(world, budi)
    await filed(world, "Lampu di gang sebelah juga mati sejak kemarin malam.")
    second = await newest(world)
    assert first.id != second.id
    await budi.sends(f"/perbaikan {second.code}")
    await budi.taps("➡️ Lampu jalan Gang Melati")
    [row] = await world.rows(Improvement)
    assert await world.count(ImprovementCase) == 2
    for verb in ("begin", "begin"):
        await budi.taps_data(f"improvement:{verb}:{row.id}:0")
    assert "sudah berubah" in budi.last
    for words in ("direncanakan selesai", "sedang dikerjakan"):
        assert sum(words in text for text in siti.reads()) == 1
    kinds = [event.kind for event in await world.rows(Event)]
    assert kinds.count("improving") == 2
    await siti.sends(f"/laporan {second.code}")
    assert "Menjadi bagian dari perbaikan: Lampu jalan" in siti.last


async def test_one_that_is_given_up_says_why_and_one_that_was_not_mended_is_taken_up_again(
    world: World,
) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await opens_from_case(world, budi)
    [row] = await world.rows(Improvement)
    await budi.taps_data(f"improvement:finish:{row.id}:0")
    await budi.sends("Sudah")
    assert "Mohon tulis 10 sampai" in budi.last
    await budi.sends("Semua lampu sudah menyala lagi.")
    await budi.taps_data(f"improvement:publish:{row.id}:0")
    await budi.taps_data(f"improvement:resume:{row.id}:0")
    await budi.taps("14 hari")
    [row] = await world.rows(Improvement)
    assert (row.state, row.published_at) == ("running", None)
    assert "sedang dikerjakan" in siti.last
    await budi.taps("Tidak jadi")
    await budi.sends("Tiangnya milik PLN, kami teruskan ke sana.")
    assert "Tiangnya milik PLN" in siti.last


async def test_repeated_reports_are_told_once_a_week_and_become_one_improvement(
    mapped: World,
) -> None:
    async with mapped.machine.db.begin() as session:
        await timetable.plan(session, now=mapped.clock.now())
    citizens = await reports_lamps(mapped, "Siti", "Tono", "Maria")
    assert await mapped.count(Ticket) == 3
    kartika, hadi, putri = (mapped.staff(name) for name in ("Kartika", "Hadi", "Putri"))
    await mapped.passes(days=8)
    for someone in (kartika, hadi):
        assert any("1 penyebab yang laporannya berulang" in text for text in someone.reads())
    assert not any("penyebab yang laporannya berulang" in text for text in putri.reads())
    await mapped.passes(days=8)
    assert sum("penyebab yang" in text for text in hadi.reads()) == 1
    await hadi.sends("/perbaikan")
    await hadi.taps("Laporan berulang (1)")
    assert "Lampu jalan, RW 02, Kelurahan Kencana: 3 laporan" in hadi.last
    await hadi.taps("Lampu jalan, RW 02")
    await hadi.taps("Lampu jalan, RW 02")
    await hadi.sends(NOW_DARK)
    await hadi.taps("30 hari")
    for someone in citizens:
        assert any("menjadi bagian dari perbaikan" in text for text in someone.reads())
    await hadi.sends("/perbaikan")
    assert not any("Laporan berulang" in words for words in hadi.buttons)


async def test_the_owner_is_reminded_before_the_day_and_once_after_it(world: World) -> None:
    await filed(world)
    budi, kartika = world.staff("Budi"), world.staff("Kartika")
    await opens_from_case(world, budi)
    await world.passes(days=28)
    assert any("direncanakan selesai" in text for text in budi.reads()[-3:])
    await world.passes(days=6)
    for someone in (budi, kartika):
        assert any("seharusnya selesai" in text for text in someone.reads())


async def test_a_suggestion_is_answered_declined_or_becomes_an_improvement(world: World) -> None:
    siti, tono, maria = (world.citizen(name) for name in ("Siti", "Tono", "Maria"))
    kartika, budi = world.staff("Kartika"), world.staff("Budi")
    await siti.sends("/saran Sediakan kursi untuk lansia. Salam, Siti 0812 3456 7890")
    assert "[#] [#]" in siti.last
    await tono.sends("/bantuan")
    await tono.taps("Usul layanan")
    await tono.sends("Buka loket hari Sabtu pagi, dua jam saja cukup.")
    await maria.sends("/saran Ganti warna gedung menjadi merah muda.")
    assert sum("menunggu dibaca" in text for text in kartika.reads()) == 1
    await kartika.taps("Baca usul")
    assert "3 usul menunggu" in kartika.last
    assert "Siti" not in kartika.last
    await kartika.taps("Jadikan perbaikan")
    await kartika.sends("Kursi prioritas di loket")
    await kartika.sends("Lansia berdiri lama saat antre di loket.")
    await kartika.taps("14 hari")
    assert "Kursi prioritas di loket" in siti.last
    await budi.sends("/perbaikan")
    await budi.taps_data("suggestion:check::0")
    assert "koordinator atau kepala unit" in budi.last
    await kartika.sends("/perbaikan")
    await kartika.taps("Usul warga (2)")
    await kartika.taps("Balas terima kasih")
    await kartika.sends("Terima kasih, kami coba bulan depan.")
    assert "kami coba bulan depan" in tono.last
    await kartika.taps("Tolak")
    await kartika.sends("Warna gedung diatur pemerintah kabupaten.")
    assert "diatur pemerintah kabupaten" in maria.last
    states = [one.state for one in await world.rows(Suggestion)]
    assert states == ["taken", "thanked", "declined"]


async def test_whoever_is_forgotten_is_told_no_more(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await siti.sends("/saran Tambah tempat parkir sepeda di kantor.")
    await opens_from_case(world, budi)
    assert await _news(world) == 1
    async with world.machine.db.begin() as session:
        lane = lane_of(world.machine.service.keys, siti.person.id)
        person = (await session.scalars(select(Person).where(Person.lane == lane))).one()
        why, now = Text("common.plain", text=""), world.clock.now()
        await erasure.erase(session, person, "common.refused", by="cli", now=now, why=why)
    [row] = await world.rows(Improvement)
    await budi.taps_data(f"improvement:begin:{row.id}:0")
    assert await _news(world) == 0
    [suggestion] = await world.rows(Suggestion)
    assert (suggestion.person_id, suggestion.words) == (None, None)


async def _news(world: World) -> int:
    async with world.machine.db.read() as session:
        return len((await session.scalars(select(ImprovementNews))).all())


async def test_staff_of_other_units_and_citizens_change_nothing(world: World) -> None:
    siti, budi, putri = await filed(world), world.staff("Budi"), world.staff("Putri")
    await opens_from_case(world, budi)
    [row] = await world.rows(Improvement)
    await putri.sends("/perbaikan")
    assert "Lampu jalan" not in putri.last
    for verb in ("open", "begin", "finish", "give_up", "publish", "preview", "resume"):
        for someone in (siti, putri):
            await someone.taps_data(f"improvement:{verb}:{row.id}:0")
    await siti.taps_data(f"improvement:see:{row.id}:0")
    assert "tidak dimuat" in siti.last
    [row] = await world.rows(Improvement)
    assert (row.state, row.published_at) == ("planned", None)
    assert {one.kind for one in await world.rows(Timer)} >= {"improvement.remind"}
