"""Routing learns from what the office solved: taken when better, and said so when not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core import timers
from core.clock import Clock
from core.jobs import Job
from core.routing import confirmed, learned, learning, queries
from core.routing.models import RouterModel
from core.routing.trial import split
from core.runner import Runner
from core.tickets import services as tickets
from core.tickets.models import Category, Ticket
from core.timers import Timer
from tests.core.town import Town, open_town

# Words that neither name, keyword nor example of a category has.
SAID = {
    "lampu": ("penerangan gang padam total", "bohlam tiang sini redup"),
    "jalan": ("aspal depan pasar berlubang dalam", "trotoar sini ambles dan retak"),
}


class TownClock(Clock):
    def __init__(self, town: Town) -> None:
        self._town = town

    def now(self) -> Any:
        return self._town.now


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def solved(town: Town, number: int) -> None:
    """So many reports of each category that were filed and solved."""
    async with town.begin() as session:
        sari = await town.person(session, "Sari")
        for code, all_said in SAID.items():
            for at in range(number):
                await tickets.file(
                    session,
                    sari,
                    kind="complaint",
                    text=f"{all_said[at % 2]}, rumah {at}",
                    category_id=town.categories[code],
                    now=town.now,
                    source=town.source(),
                )
    await all_end_well(town)


async def all_end_well(town: Town) -> None:
    async with town.begin() as session:
        await session.execute(update(Ticket).values(state="closed", outcome="fixed"))


async def learns(town: Town) -> list[RouterModel]:
    """A day goes by; the trainings there are then, newest first."""
    town.now += timedelta(days=1, minutes=5)
    async with town.begin() as session:
        await learning.plan(session, now=town.now - timedelta(days=1, minutes=5))
        statement = select(Timer).where(Timer.kind == learning.KIND, Timer.fired_at.is_(None))
        timer = (await session.scalars(statement)).one()
        assert await timers.fire(session, timer, now=town.now)
        await learning.HANDLERS[timer.kind](session, timer, now=town.now)
    clock = TownClock(town)
    runner = Runner(town.database, clock, learning.works(clock))
    while await runner.work():
        pass
    async with town.database.read() as session:
        assert all(job.state == "done" for job in await session.scalars(select(Job)))
        return list(await learned.history(session))


async def guessed(town: Town, text: str) -> tuple[str | None, list[str]]:
    async with town.database.read() as session:
        known = await queries.directory(session, now=town.now)
    found = known.suggest(text).choice
    return (found.name, known.because(text, found)) if found else (None, [])


async def test_what_was_solved_is_recognised_and_a_worse_version_is_not_taken(
    town: Town,
) -> None:
    asked = "Bohlam di tiang depan padam, gelap sekali"
    assert await guessed(town, asked) == (None, [])
    assert await learns(town) == []  # too little to learn from, and nothing is shown
    await solved(town, 110)
    [first] = await learns(town)
    assert (first.version, first.verdict, first.before_top1) == (1, "better", None)
    assert first.learned + first.held == 220
    assert first.top1 > first.start_top1
    town.now += timedelta(minutes=2)
    name, because = await guessed(town, asked)
    assert name == "Lampu"
    assert set(because) <= {"Bohlam", "tiang", "padam"}
    # Nothing new, nothing learned.
    assert len(await learns(town)) == 1
    # Someone files everything the other way round: what is learned from both is worse.
    async with town.begin() as session:
        lamp, road = (await session.scalars(select(Category.id).order_by(Category.id))).all()
        learned_from, _ = split(await confirmed.reports(session))
        ids = [one.id for one in learned_from]
        await session.execute(
            update(Ticket)
            .where(Ticket.id.in_(ids))
            .values(category_id=lamp + road - Ticket.category_id)
        )
    await town.files(text="lampu mati lagi")
    await all_end_well(town)
    second, first = await learns(town)
    assert (second.version, second.verdict) == (2, "worse_than_before")
    assert second.before_top1 == first.top1
    town.now += timedelta(minutes=2)
    assert (await guessed(town, "bohlam padam"))[0] == "Lampu"
    async with town.database.read() as session:
        assert await learned.version_in_use(session) == 1


async def test_a_report_is_learned_only_when_its_end_confirms_what_it_was(town: Town) -> None:
    plain, secret, open_, declined, handed = [
        await town.files(text=f"lampu nomor {name}") for name in ("a", "b", "c", "d", "e")
    ]
    await town.files(text="sekadar bertanya", kind="information_request")
    await all_end_well(town)
    async with town.begin() as session:
        linmas = (await town.unit(session, "linmas")).id
        desk = (await town.unit(session, "pelayanan")).id
        changes: dict[int, dict[str, Any]] = {
            plain: {"unit_id": linmas},
            secret: {"confidential": True},
            open_: {"state": "accepted"},
            declined: {"outcome": "declined"},
            handed: {"unit_id": desk},
        }
        for ticket_id, values in changes.items():
            await session.execute(update(Ticket).where(Ticket.id == ticket_id).values(values))
        assert [one.id for one in await confirmed.reports(session)] == [plain]


def test_what_another_unit_solved_belongs_to_its_only_category() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 3}
    answering = {10: 2, 11: 2, 12: 3}
    assert confirmed.confirmed(10, 2, answering, parents) == 10
    assert confirmed.confirmed(10, 4, answering, parents) == 12
    assert confirmed.confirmed(None, 3, answering, parents) == 12
    assert confirmed.confirmed(12, 2, answering, parents) is None
    assert confirmed.confirmed(None, 1, answering, parents) is None
