"""A database that is locked, full or cut off: nothing is half done, and work goes on afterwards."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.turn import Turn
from bot.worker import Worker
from core import sqlite, updates
from core.db import Database
from core.ids import LARGEST, new_id
from core.people.models import Person
from core.trouble import is_outage
from core.updates import MAX_ATTEMPTS, Update
from simulator.telegram import START
from tests.databases import PostgresDatabases, SQLiteDatabases
from tests.machine_room.room import INFO, KEYS, Room, attempts, open_room
from tests.machine_room.test_intake import message


@pytest.fixture
async def lite(
    sqlite_databases: SQLiteDatabases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Room]:
    """A room on SQLite that waits only a moment for a lock."""
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)
    with sqlite_databases.copy() as url:
        async with open_room(url) as room:
            yield room


@pytest.fixture
def post_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.copy() as url:
        yield url


@pytest.fixture
async def post(post_url: str) -> AsyncIterator[Room]:
    """A room on PostgreSQL."""
    async with open_room(post_url) as room:
        yield room


class Locker:
    """Another process that keeps the SQLite file to itself."""

    def __init__(self, room: Room) -> None:
        path = room.url.removeprefix("sqlite:///")
        self.connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *problem: object) -> None:
        self.connection.execute("ROLLBACK")
        self.connection.close()


async def test_a_locked_file_refuses_intake_and_stops_nothing_else(lite: Room) -> None:
    beats = 0

    async def heart() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    pulse = asyncio.create_task(heart())
    with Locker(lite):
        with pytest.raises(OperationalError, match="locked") as problem:
            await lite.intake.receive([message(1)])
        async with lite.db.read() as session:
            assert (await session.scalars(select(Update))).all() == []
    pulse.cancel()
    assert is_outage(problem.value)
    assert beats > 100
    await lite.intake.receive([message(1)])
    assert len(await lite.updates()) == 1


async def test_a_turn_under_a_lock_is_not_counted(lite: Room) -> None:
    siti = lite.person("Siti")
    siti.sends("Halo")
    await lite.poller.poll(0)
    held = Locker(lite)

    async def run(turn: Turn) -> None:
        turn.say("common.plain", text=turn.text)

    worker = Worker(_Between(lite.db, held), KEYS, lite.clock, lite.bot, run)  # type: ignore[arg-type]
    await worker.work()
    held.__exit__()
    lite.clock.advance(60)
    await lite.rest()
    assert siti.reads() == ["Halo"]
    assert [row.problem for row in await lite.updates()] == [None]


async def test_giving_up_in_the_middle_of_a_statement_leaves_the_connection_usable(
    lite: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 2_000)
    patient = Database(lite.url, INFO)
    lite.intake._db = patient
    with Locker(lite), pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await lite.intake.receive([message(1)])
    for number in range(2, 6):
        await lite.intake.receive([message(number)])
    await patient.close()
    assert {2, 3, 4, 5} <= {row.update_id for row in await lite.updates()}


async def test_a_full_disk_acknowledges_nothing_and_recovers(lite: Room) -> None:
    async with lite.db.begin() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(OperationalError, match="full") as problem:
        await lite.intake.receive([message(n, "x" * 4_000) for n in range(40)])
    assert is_outage(problem.value)
    assert await lite.updates() == []
    async with lite.db.begin() as session:
        await session.execute(text("PRAGMA max_page_count=100000"))
    await lite.intake.receive([message(n, "x" * 4_000) for n in range(40)])
    assert len(await lite.updates()) == 40
    async with lite.db.read() as session:
        assert (await session.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"


async def test_a_torn_log_opens_with_a_beginning_of_what_was_written(
    lite: Room, tmp_path: Path
) -> None:
    for number in range(8):
        await lite.intake.receive([message(number, "x" * 500)])
    for step in range(40):
        assert _opened_torn(Path(lite.url.removeprefix("sqlite:///")), tmp_path / str(step), step)


def _opened_torn(source: Path, copy: Path, fortieths: int) -> bool:
    """Whether a copy whose log ends early opens, sound, with the first so many updates."""
    log = Path(f"{source}-wal").read_bytes()
    copy.write_bytes(source.read_bytes())
    Path(f"{copy}-wal").write_bytes(log[: len(log) * fortieths // 40])
    connection = sqlite3.connect(copy)
    found = [row[0] for row in connection.execute("SELECT update_id FROM updates ORDER BY id")]
    sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return sound and found == list(range(len(found)))


async def test_a_server_that_restarts_in_the_middle_of_a_turn_costs_nothing(post: Room) -> None:
    siti = post.person("Siti")
    siti.sends("Halo")
    await post.poller.poll(0)
    cuts = 3

    async def cut(turn: Turn) -> None:
        nonlocal cuts
        turn.say("common.plain", text=turn.text)
        await turn.session.flush()
        if cuts:
            cuts -= 1
            await turn.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    post.worker = Worker(post.db, KEYS, post.clock, post.bot, cut)
    for _ in range(4):
        await post.worker.work()
        post.clock.advance(60)
    await post.rest()
    assert siti.reads() == ["Halo"]
    assert [(row.state, row.problem) for row in await post.updates()] == [("done", None)]


async def test_a_pool_whose_connections_were_all_cut_heals(post: Room) -> None:
    await post.intake.receive([message(1)])
    async with post.db.begin() as session:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
        await session.execute(text(f"{others} pg_backend_pid() AND datname = current_database()"))
    for number in range(2, 5):
        await post.intake.receive([message(number)])
    assert len(await post.updates()) == 4


@pytest.mark.parametrize(
    ("state", "innocent"),
    [
        ("53100", True), ("53200", True), ("57P01", True), ("57P03", True), ("58030", True),
        ("25006", True), ("08006", True), ("40001", False), ("40P01", False), ("23505", False),
        ("22003", False), ("42703", False),
    ],
)  # fmt: skip
async def test_what_postgresql_says_tells_whose_fault_it_is(
    post: Room, state: str, innocent: bool
) -> None:
    with pytest.raises(DBAPIError) as problem:
        async with post.db.begin() as session:
            await session.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
            )
    assert is_outage(problem.value) is innocent


async def test_a_deadlock_is_tried_again_and_both_turns_count(post: Room) -> None:
    people = [post.person(name) for name in ("Siti", "Budi")]
    for person in people:
        await post.knows(person)
        person.sends("Halo")
    await post.poller.poll(0)
    async with post.db.read() as session:
        ids = list(await session.scalars(select(Person.id).order_by(Person.id)))
    meeting = asyncio.Barrier(2)
    times = 0

    async def cross(turn: Turn) -> None:
        nonlocal times
        times += 1
        if times <= 2:
            mine = ids if turn.person.id == ids[0] else ids[::-1]
            for number, person_id in enumerate(mine):
                if number:
                    await meeting.wait()
                lock = select(Person.id).where(Person.id == person_id).with_for_update()
                await turn.session.execute(lock)
        turn.say("common.plain", text=turn.text)

    workers = [Worker(post.db, KEYS, post.clock, post.bot, cross) for _ in range(2)]
    lanes = await post.updates()
    assert len(lanes) == 2
    await asyncio.gather(*(_one(post, worker) for worker in workers))
    await attempts(post, MAX_ATTEMPTS)
    await post.rest()
    assert [row.state for row in await post.updates()] == ["done", "done"]
    assert [person.reads() for person in people] == [["Halo"], ["Halo"]]


async def _one(room: Room, worker: Worker) -> None:
    """Let this worker take one update and leave the other to its neighbour."""
    async with room.db.begin() as session:
        (row,) = await updates.claim(session, now=room.clock.now(), limit=1)
    arrival = await worker._parse(row)
    assert arrival is not None
    await worker._alone(arrival)


async def test_ids_made_before_the_row_only_grow_even_when_the_clock_is_put_back() -> None:
    made = [new_id(START) for _ in range(5_000)]
    made += [new_id(START + timedelta(seconds=n)) for n in range(10, 20)]
    made += [new_id(START) for _ in range(5_000)]
    assert made == sorted(set(made))
    assert 0 < made[0] <= made[-1] <= LARGEST


class _Between:
    """The database of a worker, locked by somebody else after the claim."""

    def __init__(self, db: Database, locker: Locker) -> None:
        self._db = db
        self._locker = locker
        self._calls = 0

    def begin(self) -> object:
        self._calls += 1
        if self._calls == 2:
            self._locker.__enter__()
        return self._db.begin()
