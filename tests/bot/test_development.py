"""The plan of an officer: shown by their cases, decided by the head, closed by the signal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.knowledge.planting import plant
from bot.library import library
from core.absences.models import Absence
from core.development import timetable
from core.development.models import DevelopmentPlan, GapCase, GapEvidence, GapLook
from core.development.rules import bets
from core.ids import CHANCE_BITS
from core.learning.models import Lesson
from core.people.models import Staff
from core.tickets.models import Category, Event, Ticket
from core.timers import Timer
from tests.bot.desks import leaves, staff_id
from tests.world import Someone, World

LATE, GOOD = 10, 12


class Killed(Exception):
    """The process ends in the middle of a transaction."""


@dataclass
class Past:
    """An office with cases that ended some days ago, written as the timeline has them."""

    world: World
    numbers: Any

    async def ended(self, name: str, n: int, *, late: bool, code: str = "lampu") -> None:
        """So many cases of an officer close now, each late or in time."""
        number, category = await staff_id(self.world, name), await self.world.category(code)
        at = self.world.clock.now()
        async with self.world.machine.db.begin() as session:
            staff = await session.get_one(Staff, number)
            for _ in range(n):
                session.add(self._ticket(staff, category, at, late))
                await session.flush()

    def _ticket(self, staff: Staff, category: Category, at: datetime, late: bool) -> Event:
        number = next(self.numbers)
        due = at - timedelta(days=1) if late else at + timedelta(days=1)
        opened = at - timedelta(days=5)
        ticket = Ticket(
            code=f"LP-4K7Q-{number:04d}",
            source=f"past:{number}",
            kind="complaint",
            state="closed",
            category_id=category.id,
            unit_id=category.unit_id,
            assignee_id=staff.id,
            text="Lampu mati.",
            opened_at=opened,
            due_at=due,
            accept_due_at=due,
            first_response_at=opened,
            resolved_at=at,
            closed_at=at,
            version=2,
        )
        chain = {"salt": "", "digest": "", "hash": "", "payload": {}}
        number |= int(at.timestamp() * 1000) << CHANCE_BITS
        return Event(id=number, ticket=ticket, seq=1, at=at, kind="closed", **chain)

    async def look(self) -> None:
        """The nightly look, as the timer has it."""
        async with self.world.machine.db.begin() as session:
            await timetable.plan(session, now=self.world.clock.now())
        await self.world.passes(hours=24)

    async def plans(self) -> list[DevelopmentPlan]:
        return await self.world.rows(DevelopmentPlan)


@pytest.fixture
async def past(world: World) -> Past:
    async with world.machine.db.begin() as session:
        await plant(session, library(), world.clock.now())
    return Past(world, count(1))


async def short(past: Past) -> tuple[Someone, Someone]:
    """Budi is late far too often, Dewi never: the head reads of it."""
    await past.ended("Budi", LATE, late=True)
    await past.ended("Dewi", GOOD, late=False)
    await past.look()
    return past.world.staff("Budi"), past.world.staff("Hadi")


async def approved(past: Past) -> tuple[Someone, Someone, Someone]:
    budi, hadi = await short(past)
    await hadi.taps("Buka rencana")
    await hadi.taps("Setujui")
    return budi, hadi, past.world.staff("Dewi")


async def learns(past: Past, someone: Someone) -> None:
    """Answer every lesson of the plan."""
    someone_id = await staff_id(past.world, "Budi")
    async with past.world.machine.db.begin() as session:
        at = past.world.clock.now()
        for lesson in await past.world.rows(Lesson):
            if lesson.staff_id == someone_id and lesson.answered_at is None:
                kept = await session.get_one(Lesson, lesson.id)
                kept.answered_at, kept.right = at, True
    await someone.taps_data("lessons:more::0")


async def decides(hadi: Someone) -> None:
    """The head reads it, makes it shorter, and approves."""
    await hadi.taps("Buka rencana")
    assert "Orientasi pada Hasil" in hadi.last
    await hadi.taps("Ubah")
    await hadi.taps("14 hari")
    assert "Waktu: 14 hari" in hadi.last
    await hadi.taps("Setujui")


async def test_a_plan_from_the_first_sign_to_the_recovery(past: Past) -> None:
    budi, hadi = await short(past)
    [plan] = await past.plans()
    assert (plan.level, plan.signal, plan.before_n, plan.before_bad) == ("person", "late", 10, 10)
    assert "Budi (Seksi Trantib)" in hadi.last
    assert "Pendamping yang diusulkan: Dewi" in hadi.last
    assert not any("encana belajar" in text for text in budi.reads())
    await budi.sends("/rencana")
    assert "Tidak ada rencana belajar" in budi.last
    await decides(hadi)
    assert "tidak memengaruhi" in budi.finds("Rencana belajar untuk Anda").text
    assert "Dari 10 laporan, 10 adalah laporan yang selesai melewati" in budi.last
    dewi = past.world.staff("Dewi")
    await dewi.taps("Bersedia")
    assert "Dewi bersedia mendampingi" in budi.last
    await past.world.passes(days=1)
    assert "bagian dari rencana belajar Anda" in budi.finds("bagian dari").text
    for _ in range(9):
        await learns(past, budi)
    await budi.sends("/rencana")
    assert "8 dari 8 selesai" in budi.last
    await past.look()
    assert [one.state for one in await past.plans()] == ["watching"]
    await past.ended("Budi", GOOD, late=False)
    await past.look()
    [plan] = await past.plans()
    assert (plan.state, plan.after_n, plan.after_bad) == ("recovered", GOOD, 0)
    for someone in (budi, hadi, dewi):
        told = someone.finds("Rencana selesai").text
        assert "sebelum: 10 dari 10 laporan\nsesudah: 0 dari 12" in told


async def test_what_is_not_learned_in_time_goes_on_in_another_form(past: Past) -> None:
    budi, hadi, dewi = await approved(past)
    await dewi.taps("Belum bisa")
    assert "Kami tanyakan kepada rekan lain" in dewi.last
    await past.world.passes(days=31)
    [plan] = await past.plans()
    assert (plan.stage, plan.state, plan.mentor_id) == ("practice", "running", None)
    assert any("simulasi percakapan" in text for text in budi.reads())
    assert any("Bentuknya kini simulasi" in text for text in hadi.reads())
    await budi.sends("/rencana")
    assert "0 dari 2 selesai" in budi.last
    await past.world.passes(days=31)
    [plan] = await past.plans()
    assert (plan.stage, plan.state) == ("coaching", "running")
    await past.world.passes(days=31)
    [plan] = await past.plans()
    assert plan.state == "watching"
    await past.ended("Budi", LATE, late=True)
    await past.look()
    [plan] = await past.plans()
    assert (plan.stage, plan.state, plan.after_bad) == ("coaching", "running", LATE)


async def test_a_head_rejects_with_a_reason_and_nobody_hears_of_it(past: Past) -> None:
    budi, hadi = await short(past)
    await hadi.taps("Buka rencana")
    await hadi.taps("Tolak")
    await hadi.sends("Tidak")
    assert "Mohon tulis 10 sampai" in hadi.last
    await hadi.sends("Mobil tangga rusak sebulan penuh.")
    assert "tidak dijalankan" in hadi.last
    [plan] = await past.plans()
    assert (plan.state, plan.reason) == ("rejected", "Mobil tangga rusak sebulan penuh.")
    assert not any("encana belajar" in text for text in budi.reads())
    await hadi.taps_data(f"development:approve:{plan.id}:0")
    assert "sudah berubah" in hadi.last


async def test_objections_take_the_ground_away_and_the_head_decides(past: Past) -> None:
    budi, hadi, _ = await approved(past)
    await budi.sends("/rencana")
    await budi.taps("Laporan yang dilihat")
    assert budi.last.count("LP-4K7Q") == LATE
    for _ in range(4):
        await budi.taps_data(f"development:cases:{(await past.plans())[0].id}:0")
        await budi.taps("✋")
        await budi.sends("Warga sendiri yang meminta diundur seminggu.")
        assert "sudah kami teruskan" in budi.last
    [plan] = await past.plans()
    assert plan.held
    assert "Warga sendiri yang meminta" in hadi.last
    await budi.sends("/belajar")
    assert not any("bagian dari rencana" in text for text in budi.reads())
    disputed = [one.id for one in await past.world.rows(GapCase) if one.state == "objected"]
    assert len(disputed) == 4
    putri = past.world.staff("Putri")
    for someone in (putri, budi):
        await someone.taps_data(f"development:uphold:{disputed[0]}:0")
        assert "bukan wewenang Anda" in someone.last
    await hadi.taps_data(f"development:overrule:{disputed[0]}:0")
    await budi.taps_data(f"development:object:{disputed[0]}:0")
    await budi.sends("Saya tetap berkeberatan atas laporan ini.")
    assert "keberatannya sudah diputuskan" in budi.last
    await budi.taps("Batal")
    for number in disputed[1:]:
        await hadi.taps_data(f"development:uphold:{number}:0")
    [plan] = await past.plans()
    assert plan.state == "withdrawn"
    assert any("Keberatan Anda diterima" in text for text in budi.reads())


async def test_where_nobody_has_enough_cases_the_unit_learns_together_without_names(
    past: Past,
) -> None:
    for name in ("Budi", "Dewi", "Hadi"):
        await past.ended(name, 4, late=True)
    await past.look()
    kartika, hadi, budi = (past.world.staff(name) for name in ("Kartika", "Hadi", "Budi"))
    [plan] = await past.plans()
    assert (plan.level, plan.staff_id, plan.before_n) == ("unit", None, 12)
    assert "Usul rencana belajar" in hadi.last
    assert not any("Usul rencana" in text for text in kartika.reads())
    await hadi.taps("Buka rencana")
    await hadi.taps("Setujui")
    told = budi.finds("Belajar bersama: Seksi Trantib").text
    assert "tidak ada nama yang disebut" in told
    assert not any(name in told for name in ("Budi", "Dewi", "Hadi"))
    await past.world.staff("Putri").sends("/rencana")
    assert "Tidak ada rencana" in past.world.staff("Putri").last


async def test_leave_load_and_a_wrong_address_are_no_gap(past: Past) -> None:
    number, now = await staff_id(past.world, "Budi"), past.world.clock.now()
    today = now.date()
    await past.ended("Budi", LATE, late=True)
    async with past.world.machine.db.begin() as session:
        days = {"first_on": today - timedelta(days=4), "last_on": today - timedelta(days=2)}
        facts = {"state": "over", "recorded_by": "cli", "recorded_at": now}
        session.add(Absence(staff_id=number, **days, **facts))
    await past.look()
    assert await past.plans() == []
    found = [one for one in await past.world.rows(GapCase) if one.bad]
    assert {(one.state, one.excuse) for one in found} == {("excused", "leave")}


async def test_the_look_reads_each_case_once_whatever_happens_to_its_timer(past: Past) -> None:
    await past.ended("Budi", 5, late=True)
    await past.world.passes(hours=1)
    db, clock = past.world.machine.db, past.world.clock

    async def killed_look() -> None:
        async with db.begin() as session:
            await timetable.look_once(session, now=clock.now())
            raise Killed

    with pytest.raises(Killed):
        await killed_look()
    assert await past.world.count(GapCase) == 0
    for _ in range(3):
        async with db.begin() as session:
            assert await timetable.look_once(session, now=clock.now()) is False
    cases = await past.world.rows(GapCase)
    assert len([one for one in cases if one.signal == "late"]) == 5
    async with db.begin() as session:
        look = await session.get_one(GapLook, 1)
        look.event_id = 0
    async with db.begin() as session:
        await timetable.look_once(session, now=clock.now())
    assert len(await past.world.rows(GapCase)) == len(cases)
    async with db.read() as session:
        key = ("person", await staff_id(past.world, "Budi"), "late", clock.now().date())
        rows = [await session.get(GapEvidence, (*key[:3], first)) for first in bets(key[3])]
    assert [(row.n, row.bad) for row in rows if row] == [(5, 5)] * 4


async def test_an_office_with_nothing_in_it_sees_nothing_and_others_reach_no_plan(
    past: Past,
) -> None:
    await past.look()
    assert await past.plans() == []
    waiting = [one for one in await past.world.rows(Timer) if one.kind == timetable.LOOK]
    assert sum(one.fired_at is None for one in waiting) == 1
    siti, budi = past.world.citizen("Siti"), past.world.staff("Budi")
    await siti.sends("/rencana")
    assert "encana belajar" not in siti.last
    await budi.sends("/belajar")
    await budi.sends("/belajar")
    assert not any("Rencana" in words for words in budi.buttons)
    await short(past)
    [plan] = await past.plans()
    for verb in ("open", "approve", "change", "other", "reject", "accept", "decline"):
        for someone in (siti, budi, past.world.staff("Putri")):
            await someone.taps_data(f"development:{verb}:{plan.id}:0")
            await someone.taps_data(f"development:{verb}:99999:0")
    assert (await past.plans())[0].state == "proposed"
    await leaves(past.world, "Budi")
    await past.look()
    assert (await past.plans())[0].state == "withdrawn"
