"""Long work is done once, tried again for hours, and left for somebody to see in the end."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import jobs
from core.db import Database
from core.jobs import LEASE, MAX_ATTEMPTS, Job
from core.runner import Runner
from simulator.clock import ManualClock
from simulator.telegram import START
from tests.machine_room.room import INFO


class Shop:
    """A runner whose work writes down what it did, and fails when told to."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = ManualClock(START)
        self.done: list[int] = []
        self.problem: Exception | None = None
        self.runner = Runner(db, self.clock, {"sum": self.work})

    async def work(self, db: Database, job: Job) -> None:
        if self.problem is not None:
            raise self.problem
        self.done.append(job.data["number"])

    async def orders(self, number: int, kind: str = "sum") -> None:
        async with self.db.begin() as session:
            jobs.start(session, kind, now=self.clock.now(), number=number)

    async def rows(self) -> list[Job]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Job).order_by(Job.id)))


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


async def test_jobs_are_done_in_their_order_and_once(shop: Shop) -> None:
    for number in range(3):
        await shop.orders(number)
    assert [await shop.runner.work() for _ in range(4)] == [1, 1, 1, 0]
    assert shop.done == [0, 1, 2]
    assert {row.state for row in await shop.rows()} == {"done"}


async def test_two_processes_do_each_job_once(shop: Shop, database_url: str) -> None:
    twin = Shop(Database(database_url, INFO))
    for number in range(10):
        await shop.orders(number)
    for _ in range(6):
        await asyncio.gather(shop.runner.work(), twin.runner.work())
    while await shop.runner.work():
        pass
    await twin.db.close()
    assert sorted(shop.done + twin.done) == list(range(10))


async def test_a_failed_job_waits_longer_each_time_and_others_go_on(shop: Shop) -> None:
    await shop.orders(1)
    shop.problem = ValueError("x")
    pauses = []
    for _ in range(MAX_ATTEMPTS - 1):
        assert await shop.runner.work() == 1
        assert await shop.runner.work() == 0
        (row,) = await shop.rows()
        assert row.lease_until is not None
        pauses.append(row.lease_until - shop.clock.now())
        shop.clock.advance(pauses[-1].total_seconds())
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=2)
    assert sum(pauses, timedelta()) > timedelta(hours=9)
    shop.problem = None
    await shop.orders(2)
    await shop.runner.work()
    await shop.runner.work()
    assert shop.done == [1, 2]


async def test_a_job_that_never_works_is_left_to_be_seen(shop: Shop) -> None:
    await shop.orders(1, "nobody knows this kind")
    await shop.orders(2)
    for _ in range(MAX_ATTEMPTS + 2):
        await shop.runner.work()
        shop.clock.advance(3600)
    dead, done = await shop.rows()
    assert (dead.state, dead.problem, done.state) == ("dead", "KeyError", "done")


async def test_a_killed_process_s_job_is_done_after_its_lease(shop: Shop) -> None:
    await shop.orders(1)
    async with shop.db.begin() as session:
        assert await jobs.claim(session, now=shop.clock.now()) is not None
    assert await shop.runner.work() == 0
    shop.clock.advance(LEASE.total_seconds())
    assert await shop.runner.work() == 1


async def test_the_only_process_need_not_wait_for_a_lease(shop: Shop) -> None:
    await shop.orders(1)
    async with shop.db.begin() as session:
        await jobs.claim(session, now=shop.clock.now())
    async with shop.db.begin() as session:
        await jobs.free_all(session)
    assert await shop.runner.work() == 1


async def test_who_was_too_slow_cannot_settle_a_job(shop: Shop) -> None:
    await shop.orders(1)
    async with shop.db.begin() as session:
        late = await jobs.claim(session, now=shop.clock.now())
    assert late is not None
    shop.clock.advance(LEASE.total_seconds())
    async with shop.db.begin() as session:
        await jobs.claim(session, now=shop.clock.now())
    async with shop.db.begin() as session:
        assert not await jobs.done(session, late, now=shop.clock.now())
        assert not await jobs.failed(session, late, "late", now=shop.clock.now())
