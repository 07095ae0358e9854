"""One run: a Telegram with people in it, and a service that is killed again and again."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from sqlalchemy import func, select

from core.config import load
from core.db import Database
from core.lanes import OPEN
from core.outbox import Outgoing
from core.secrets import write_key_file
from core.updates import Update
from simulator.app import make_app
from simulator.clock import OffsetClock
from simulator.telegram import Telegram
from tanggap.opening import bring_up, open_database
from tests.crash.audit import SENDING, Verdict, examine
from tests.crash.citizens import Reporter
from tests.crash.lives import Life, Nursery, nursery
from tests.kecamatan import found

TOKEN = "7000000000:simulated-telegram"
PEOPLE = 24
# From the first sign of life to the kill.
SHORTEST_LIFE, LONGEST_LIFE = 0.05, 0.7
# On a machine that is busy with other things lives are longer, so that kills still meet work; and
# every second life gets something done: an update that met only deaths would be set aside, rightly.
UPDATES_PER_LIFE = 13
START_SECONDS = 30

CONFIG = """
[telegram]
token = "{token}"
api_url = "{api}"
[database]
url = "{database}"
[security]
key_file = "{folder}/tanggap.key"
[storage]
path = "{folder}/files"
[service]
cases_per_hour = 0
cases_per_day = 0
messages_per_hour = 0
messages_per_day = 0
[web]
port = 0
[limits]
on = false
senders = {senders}
"""


@dataclass(frozen=True)
class Plan:
    """How often to kill, how many workers at once, which program, the dice, and how many seconds
    to wait after the last kill for what still has to happen.
    """

    kills: int
    workers: int = 1
    program: str = "service"
    senders: int = 16
    seed: int = 1
    patience: float = 90


class Harness:
    """Starts, kills and restarts workers until the plan is fulfilled."""

    def __init__(self, plan: Plan, folder: Path, database: str) -> None:
        self._plan = plan
        self._folder = folder
        self._database = database
        self._dice = random.Random(plan.seed)
        self._telegram = Telegram(OffsetClock())
        self._telegram.add_bot(TOKEN)
        self._telegram.set_limits(on=False)
        self._workers: list[Life] = []
        self._nursery: Nursery

    async def run(self) -> Verdict:
        """Kill as often as planned, let everything come to rest, and look."""
        async with self._served() as api, nursery() as self._nursery:
            config = await self._install(api)
            people = [self._telegram.person(f"Warga {n}") for n in range(PEOPLE)]
            reporters = [Reporter(person, self._dice) for person in people]
            self._going_on = True
            talking = asyncio.create_task(self._talk(reporters))
            try:
                await self._kill_and_restart(config)
                self._going_on = False
                await asyncio.wait_for(talking, self._plan.patience)
                await self._come_to_rest()
            except TimeoutError:
                pass  # what never came to rest is counted as lost or undelivered
            finally:
                talking.cancel()
                await self._end()
            async with self._opened() as db, db.read() as session:
                return await examine(session, self._telegram, reporters)

    async def _kill_and_restart(self, config: Path) -> None:
        for _ in range(self._plan.workers):
            await self._start(config)
        for kill in range(1, self._plan.kills + 1):
            sent = self._sent()
            await asyncio.sleep(self._dice.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            await self._until(lambda n=kill: self._accepted() >= n * UPDATES_PER_LIFE)  # type: ignore[misc]
            if kill % 2:
                await self._until(lambda n=sent: self._sent() > n)  # type: ignore[misc]
            victim = self._dice.choice(self._workers)
            await victim.end(signal.SIGKILL)
            self._workers.remove(victim)
            await self._start(config)

    def _accepted(self) -> int:
        return len(self._telegram.ledger.accepted)

    def _sent(self) -> int:
        return sum(one["method"] in SENDING for one in self._telegram.ledger.effects)

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not reached():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def _start(self, config: Path) -> None:
        """Start a worker and wait for its first call, so that every life is under load."""
        calls = len(self._telegram.ledger.effects)
        worker = await self._nursery.begin(self._plan.program, config)
        self._workers.append(worker)
        await self._until(lambda: len(self._telegram.ledger.effects) > calls or worker.is_over)

    async def _talk(self, reporters: list[Reporter]) -> None:
        busy = True
        while busy:
            busy = sum(reporter.step(self._going_on) for reporter in reporters) > 0
            await asyncio.sleep(0.002)

    async def _come_to_rest(self) -> None:
        """Wait until no update is open and no message is waiting."""
        async with asyncio.timeout(self._plan.patience), self._opened() as db:
            while True:
                async with db.read() as session:
                    waiting = 0
                    for table in (Update, Outgoing):
                        open_rows = select(func.count()).where(table.state == OPEN)
                        waiting += (await session.scalars(open_rows)).one()
                if not waiting:
                    break
                await asyncio.sleep(0.1)

    async def _end(self) -> None:
        for worker in self._workers:
            await worker.end(signal.SIGTERM)

    async def _install(self, api: str) -> Path:
        path = self._folder / "config.toml"
        text = CONFIG.format(
            token=TOKEN,
            api=api,
            database=self._database,
            folder=self._folder,
            senders=self._plan.senders,
        )
        path.write_text(text)
        write_key_file(self._folder / "tanggap.key")
        await bring_up(load(path, {}))
        async with self._opened() as db:
            await found(db, self._telegram)
        return path

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Database]:
        db = open_database(load(self._folder / "config.toml", {}))
        try:
            yield db
        finally:
            await db.close()

    @asynccontextmanager
    async def _served(self) -> AsyncIterator[str]:
        runner = web.AppRunner(make_app(self._telegram), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
