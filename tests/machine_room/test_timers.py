"""What must happen at a time happens once, in order, and not at all too early."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks, timers
from core.db import Database
from core.ticker import Ticker
from core.timers import MAX_ATTEMPTS, RETRY_AFTER, Timer
from simulator.clock import ManualClock
from simulator.telegram import START
from tests.machine_room.room import INFO

Fired = list[tuple[str, datetime]]


class Office:
    """A ticker whose handlers write down what fired, and fail when told to."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = ManualClock(START)
        self.fired: Fired = []
        self.problem: BaseException | None = None
        handlers = {"remind": self.remind, "careful": self.remind}
        self.ticker = Ticker(db, self.clock, handlers)

    async def remind(self, session: AsyncSession, timer: Timer, *, now: datetime) -> None:
        await marks.name(session, timer.key, "fired", now=now)
        self.fired.append((timer.key, timer.due_at))
        if self.problem is not None:
            raise self.problem

    async def sets(self, key: str, minutes: float, kind: str = "remind", **more: Any) -> None:
        due = self.clock.now() + timedelta(minutes=minutes)
        async with self.db.begin() as session:
            await timers.start(session, key, kind, due, now=self.clock.now(), **more)

    async def passes(self, **time: float) -> list[str]:
        self.clock.advance(timedelta(**time).total_seconds())
        self.fired.clear()
        await self.ticker.tick()
        return [key for key, _ in self.fired]

    async def rows(self) -> list[Timer]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Timer).order_by(Timer.id)))

    async def wrote(self, key: str) -> str:
        async with self.db.read() as session:
            return await marks.named(session, key)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_a_timer_fires_when_it_is_due_and_once(office: Office) -> None:
    await office.sets("a", 10)
    assert await office.passes(minutes=9) == []
    assert await office.passes(minutes=1) == ["a"]
    assert await office.passes(minutes=1) == []


async def test_two_processes_fire_each_timer_once(office: Office, database_url: str) -> None:
    twin = Office(Database(database_url, INFO))
    for number in range(20):
        await office.sets(f"timer {number}", 1)
    office.clock.advance(60)
    twin.clock.advance(60)
    await asyncio.gather(office.ticker.tick(), twin.ticker.tick())
    await twin.db.close()
    keys = sorted(key for key, _ in office.fired + twin.fired)
    assert keys == sorted(f"timer {n}" for n in range(20))


@pytest.mark.parametrize("days", [1 / 1440, 3, 40])
async def test_what_was_due_while_the_service_was_down_fires_once_in_order(
    office: Office, days: float
) -> None:
    due = {"c": 3.0, "a": 1.0, "b": 2.0}
    for key, minutes in due.items():
        await office.sets(key, minutes / 10)
    assert await office.passes(days=days) == ["a", "b", "c"]
    assert [at for _, at in office.fired] == [
        START + timedelta(minutes=due[key] / 10) for key in "abc"
    ]


async def test_a_clock_that_goes_back_fires_nothing_twice(office: Office) -> None:
    await office.sets("a", 1)
    assert await office.passes(minutes=2) == ["a"]
    assert await office.passes(days=-1) == []
    assert await office.passes(days=1) == []


async def test_a_key_is_set_once_and_moves_until_it_has_fired(office: Office) -> None:
    await office.sets("a", 10)
    await office.sets("a", 20)
    assert await office.passes(minutes=15) == []
    assert await office.passes(minutes=5) == ["a"]
    await office.sets("a", 5)
    assert await office.passes(minutes=10) == []
    assert len(await office.rows()) == 1


async def test_the_timers_of_a_closed_case_are_dropped(office: Office) -> None:
    await office.sets("a", 1, ticket_id=7)
    await office.sets("b", 1, "careful", ticket_id=7)
    await office.sets("c", 1, ticket_id=8)
    async with office.db.begin() as session:
        await timers.stop(session, 7, "careful")
    assert len(await office.rows()) == 2
    async with office.db.begin() as session:
        await timers.stop(session, 7)
    assert await office.passes(minutes=2) == ["c"]


async def test_a_failed_timer_leaves_no_effect_and_is_tried_again(office: Office) -> None:
    await office.sets("a", 1)
    await office.sets("b", 2)
    office.problem = ValueError("x")
    assert await office.passes(minutes=1) == ["a"]
    assert await office.wrote("a") == ""
    office.problem = None
    assert await office.passes(seconds=RETRY_AFTER.total_seconds()) == ["a", "b"]
    assert await office.wrote("a") == "fired"


async def test_one_that_always_fails_holds_up_nobody_and_is_kept(office: Office) -> None:
    await office.sets("a", 1, "nobody knows this kind")
    await office.sets("b", 1)
    for _ in range(MAX_ATTEMPTS + 3):
        await office.passes(minutes=1)
    (kept, fired) = await office.rows()
    assert (kept.fired_at, kept.attempt) == (None, MAX_ATTEMPTS)
    assert fired.fired_at is not None


async def test_a_database_that_fails_does_not_use_up_the_attempts(office: Office) -> None:
    await office.sets("a", 1)
    office.problem = ConnectionResetError(104, "reset")
    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(ConnectionResetError):
            await office.passes(minutes=1)
    office.problem = None
    assert await office.passes(minutes=1) == ["a"]


async def test_a_timer_that_was_moved_while_it_failed_keeps_its_new_time(office: Office) -> None:
    await office.sets("a", 1)
    (old,) = await office.rows()
    await office.sets("a", 60)
    async with office.db.begin() as session:
        assert not await timers.fire(session, old, now=office.clock.now())
        await timers.failed(session, old, now=office.clock.now())
    assert await office.passes(minutes=59) == []
    assert await office.passes(minutes=1) == ["a"]


async def test_many_timers_fire_over_a_few_rounds(office: Office) -> None:
    async with office.db.begin() as session:
        for number in range(250):
            await timers.start(session, f"{number}", "remind", START, now=START)
    rounds = [len(await office.passes()) for _ in range(4)]
    assert rounds == [100, 100, 50, 0]


async def test_times_are_stored_to_the_microsecond_in_utc(office: Office) -> None:
    due = START + timedelta(microseconds=123_457)
    async with office.db.begin() as session:
        await timers.start(session, "a", "remind", due, now=START)
    (row,) = await office.rows()
    assert row.due_at == due
    async with office.db.read() as session:
        stored = (await session.execute(text("SELECT due_at FROM timers"))).scalar_one()
    assert "02:00:00.123457" in str(stored)
