"""Leave and travel: planned in chat, begun and ended by the clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.absences import rules
from core.absences.models import Absence
from core.details.dates import coming
from core.errors import Refused
from core.people.models import Staff
from tests.bot.desks import filed, leaves, newest
from tests.world import Someone, World

# The world begins on Monday, 2 March 2026.
MONDAY = date(2026, 3, 2)


async def plans(someone: Someone, first: str, last: str, stand_in: str) -> None:
    await someone.sends("/cuti")
    await someone.taps("Catat cuti saya")
    await someone.sends(first)
    await someone.sends(last)
    await someone.taps(stand_in)
    await someone.taps("Simpan")


async def staff_named(world: World, name: str) -> Staff:
    staff: list[Staff] = await world.rows(Staff)
    return next(one for one in staff if one.name == name)


async def test_an_officers_cases_go_to_the_stand_in_and_duty_comes_back_by_itself(
    world: World,
) -> None:
    budi, dewi, hadi = world.staff("Budi"), world.staff("Dewi"), world.staff("Hadi")
    await filed(world)
    ticket = await newest(world)
    await world.does("Budi", "accept", ticket)
    await plans(budi, "besok", "5 Maret", "Dewi")
    assert "Tercatat" in budi.last
    assert "menggantikan <b>" not in dewi.last
    assert "ditunjuk menggantikan Budi" in dewi.last
    assert "Budi tidak di tempat" in hadi.last
    assert (await staff_named(world, "Budi")).on_duty
    await world.passes(days=1)
    assert not (await staff_named(world, "Budi")).on_duty
    assert any(ticket.code in text for text in dewi.reads())
    await dewi.sends("/tugas")
    assert "Pada Anda" in dewi.last
    await world.passes(days=2)
    assert not (await staff_named(world, "Budi")).on_duty
    await world.passes(days=1)
    assert (await staff_named(world, "Budi")).on_duty
    assert any("Selamat bekerja kembali" in text for text in budi.reads())
    assert any("Terima kasih sudah menggantikan" in text for text in dewi.reads())


async def test_who_stands_in_for_a_head_is_acting_head_until_the_last_day(world: World) -> None:
    hadi, budi = world.staff("Hadi"), world.staff("Budi")
    await hadi.sends("/cuti")
    await hadi.taps("Catat cuti saya")
    await hadi.taps("Hari ini")
    await hadi.taps("Hari itu saja")
    await hadi.taps("Budi")
    assert "pelaksana harian" in hadi.last
    await hadi.taps("Simpan")
    assert (await staff_named(world, "Budi")).role == "head"
    assert "Anda menggantikan Hadi" in budi.last
    await world.passes(days=1)
    assert (await staff_named(world, "Budi")).role == "officer"
    assert (await staff_named(world, "Hadi")).on_duty


async def test_without_a_stand_in_open_cases_go_back_to_the_unit(world: World) -> None:
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    await filed(world)
    await world.does("Budi", "accept", await newest(world))
    await plans(budi, "hari ini", "hari ini", "Tanpa pengganti")
    assert (await newest(world)).assignee_id is None
    await dewi.sends("/tugas")
    assert "Di unit Anda" in dewi.last
    await budi.sends("/tugas")
    assert "Pada Anda" not in budi.last


async def test_who_comes_back_early_is_on_duty_at_once(world: World) -> None:
    budi = world.staff("Budi")
    await plans(budi, "hari ini", "6 Maret", "Dewi")
    await budi.sends("/cuti")
    await budi.taps("Sudah masuk lagi")
    assert (await staff_named(world, "Budi")).on_duty
    await world.passes(days=10)
    assert [row.state for row in await world.rows(Absence)] == ["over"]
    await plans(budi, "besok", "besok", "Dewi")
    await world.passes(days=1)
    await budi.sends("/piket")
    await budi.taps("Mulai bertugas")
    assert [row.state for row in await world.rows(Absence)] == ["over", "over"]


async def test_a_head_writes_down_the_leave_of_an_officer_and_calls_it_off(world: World) -> None:
    hadi, dewi = world.staff("Hadi"), world.staff("Dewi")
    await hadi.sends("/cuti")
    await hadi.taps("Untuk petugas lain")
    assert "Putri" not in " ".join(hadi.buttons)
    await hadi.taps("Budi")
    await hadi.sends("4 Maret")
    await hadi.sends("3 Maret")
    assert "tidak bisa sebelum" in hadi.last
    await hadi.sends("6 Maret")
    await hadi.taps("Dewi")
    await hadi.taps("Simpan")
    off, putri = hadi.data_of("Batalkan"), world.staff("Putri")
    await putri.sends("/cuti")
    await putri.taps_data(off)
    assert "bukan wewenang Anda" in putri.last
    await hadi.taps_data(off)
    assert "jadi masuk" in dewi.last
    await world.passes(days=3)
    assert (await staff_named(world, "Budi")).on_duty
    await hadi.taps_data(off)
    assert "sudah selesai" in hadi.last


async def test_what_cannot_be_is_refused_and_the_question_stays(world: World) -> None:
    budi, dewi, siti = world.staff("Budi"), world.staff("Dewi"), world.citizen("Siti")
    await siti.sends("/cuti")
    assert "Catat cuti saya" not in " ".join(siti.buttons)
    await plans(dewi, "besok", "besok", "Tanpa pengganti")
    await budi.sends("/cuti")
    await budi.taps("Catat cuti saya")
    await budi.sends("nanti saja")
    assert "belum mengenali" in budi.last
    await budi.sends("1 Maret 2026")
    assert "sudah lewat" in budi.last
    await budi.sends("besok")
    await budi.sends("4 Maret 2028")
    assert "satu tahun" in budi.last
    await budi.taps("Hari itu saja")
    assert "Dewi" not in " ".join(budi.buttons)
    await budi.taps("Tanpa pengganti")
    await budi.taps("Simpan")
    await plans(budi, "2 Maret", "4 Maret", "Tanpa pengganti")
    assert any("Sudah tercatat cuti" in text for text in budi.reads())
    assert len(await world.rows(Absence)) == 2


async def test_whoever_left_meanwhile_takes_nobody_elses_place(world: World) -> None:
    hadi = world.staff("Hadi")
    await plans(hadi, "besok", "6 Maret", "Budi")
    await leaves(world, "Budi")
    await world.passes(days=1)
    budi = await staff_named(world, "Budi")
    assert (budi.role, budi.person_id) == ("officer", None)
    assert not (await staff_named(world, "Hadi")).on_duty


@given(st.integers(0, 13), st.integers(0, 13), st.integers(0, 13), st.integers(0, 13))
def test_two_absences_overlap_when_they_share_a_day(a: int, b: int, c: int, d: int) -> None:
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    days = [date.fromordinal(MONDAY.toordinal() + n) for n in (a, b, c, d)]
    assert rules.overlap(*days) == bool({*range(a, b + 1)} & {*range(c, d + 1)})


@given(st.integers(-400, 800), st.integers(-400, 800))
def test_days_that_are_over_backwards_or_endless_are_refused(first: int, last: int) -> None:
    start, end = (date.fromordinal(MONDAY.toordinal() + n) for n in (first, last))
    fine = first <= last and last >= 0 and last - first < 366
    if fine:
        rules.check(start, end, MONDAY)
    else:
        with pytest.raises(Refused):
            rules.check(start, end, MONDAY)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("hari ini", date(2026, 3, 2)),
        ("besok", date(2026, 3, 3)),
        ("Kamis", date(2026, 3, 5)),
        ("5 Maret", date(2026, 3, 5)),
        ("tanggal 1", date(2026, 4, 1)),
        ("3 Januari", date(2027, 1, 3)),
        ("12/5", date(2026, 5, 12)),
        ("1 Maret 2026", date(2026, 3, 1)),
    ],
)
def test_a_day_to_come_is_read_as_people_write_it(said: str, day: date) -> None:
    assert coming(said, MONDAY) == day
