"""The service as a process: loops by role, and a graceful end."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from aiohttp import web

from bot import library
from core import housekeeping
from core.development import timetable as development
from core.errors import ConfigError
from core.improvements import timetable as improvements
from core.routing import learning
from core.tallies import services as tallies
from core.trouble import story
from tanggap.greeting import introduce, list_commands
from tanggap.leases import clear_leases
from tanggap.listening import listen
from tanggap.outage import tell_of_outage
from tanggap.service import Service

ROLES = ("web", "poll", "turn", "relay", "ticker", "jobs")
# Another process may have written what this one should do; events only make it faster.
LOOK_AGAIN = 0.25
HEARD_EVERY = 30
GREET_AGAIN = 30
LAST_WORDS = 10

log = structlog.get_logger()


class Running:
    """The roles of one process, from start to the last message."""

    def __init__(self, service: Service, roles: tuple[str, ...]) -> None:
        self.service = service
        self._roles = roles
        self._stopping = asyncio.Event()
        self._web: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._polling: asyncio.Task[None] | None = None
        self._polls = service.config.telegram.mode == "polling"

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then finish what is under way."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stopping.set)
        async with self:
            await self._stopping.wait()

    async def __aenter__(self) -> "Running":
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        log.info("service.running", roles=",".join(self._roles), name=self.service.name)
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._stop()
        log.info("service.stopped")

    async def _start(self) -> None:
        await self.service.open()
        await clear_leases(self.service, self._roles)
        if "web" in self._roles:
            await self._open_web()
        greets = bool({"poll", "web"} & set(self._roles))
        greeted = not greets or await introduce(self.service)
        if "turn" in self._roles:
            # An update claimed in a life that ends before its first turn counts as tried.
            await asyncio.to_thread(library.prepare)
        if "ticker" in self._roles:
            async with self.service.db.begin() as session:
                await housekeeping.plan(session, now=self.service.clock.now())
                await improvements.plan(session, now=self.service.clock.now())
                await learning.plan(session, now=self.service.clock.now())
                await development.plan(session, now=self.service.clock.now())
                await tallies.plan(session, now=self.service.clock.now())
        loops = self._loops() if greeted else [*self._loops(), self._greet()]
        if "turn" in self._roles:
            loops.append(self.service.warming.run())
        self._tasks = [asyncio.create_task(loop) for loop in loops]
        if "poll" in self._roles and self._polls:
            self._polling = asyncio.create_task(self.service.poller.run())

    async def _stop(self) -> None:
        """Take nothing new, finish turns and sends, give leases back.

        Each step is taken whatever became of the others: the database may be what is missing.
        """
        self.service.webhook.closing = True
        self._stopping.set()
        finish, end = self._finish, self._end_tasks
        for step in (finish, end, self._stop_polling, self._close_web, self.service.close):
            try:
                await step()
            except Exception as problem:
                log.error("service.not_finished", problem=story(problem))

    async def _finish(self) -> None:
        async with asyncio.timeout(LAST_WORDS):
            if self._polling is not None:
                self._polling.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            if "relay" in self._roles:
                await self.service.relay.finish()

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stop_polling(self) -> None:
        if self._polling is not None:
            await asyncio.gather(self._polling, return_exceptions=True)
            await self.service.poller.stop()

    async def _close_web(self) -> None:
        if self._web is not None:
            await self._web.cleanup()

    async def _open_web(self) -> None:
        settings = self.service.config.web
        self._web = web.AppRunner(self.service.web(), access_log=None)
        await listen(self._web, settings.host, settings.port)

    def _loops(self) -> list[Coroutine[Any, Any, None]]:
        service = self.service
        loops: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "turn": lambda: self._repeat(service.worker.work, service.intake.arrived),
            "relay": lambda: self._repeat(service.relay.work, service.worker.spoke),
            "ticker": lambda: self._repeat(self._tick, None),
            "jobs": lambda: self._repeat(service.runner.work, None),
            "poll" if self._polls else "web": self._listen,
        }
        return [loop() for role, loop in loops.items() if role in self._roles]

    async def _repeat(self, work: Callable[[], Awaitable[int]], wake: asyncio.Event | None) -> None:
        while not self._stopping.is_set():
            try:
                if await work():
                    continue
            except Exception as problem:
                log.error("loop.failed", problem=story(problem))
                await self._pause(1)
            await self._rest(wake)

    async def _rest(self, wake: asyncio.Event | None) -> None:
        if wake is None:
            await self._pause(1)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                await wake.wait()
        wake.clear()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _tick(self) -> int:
        fired = await self.service.ticker.tick()
        if fired:
            self.service.worker.spoke.set()
        return fired

    async def _greet(self) -> None:
        """Telegram could not be reached at the start; it has to be told all the same."""
        while not self._stopping.is_set():
            await self._pause(GREET_AGAIN)
            try:
                if await introduce(self.service):
                    return
            except ConfigError as problem:
                log.error("greeting.refused", problem=str(problem))

    async def _listen(self) -> None:
        """Every half minute: note that Telegram could reach us, or we it, and list what is on."""
        service = self.service
        while not self._stopping.is_set():
            # A webhook that nobody calls may have nothing to say: being there has to do.
            heard = service.poller.heard_at if self._polls else service.clock.now()
            try:
                if heard is not None and await tell_of_outage(service.db, heard):
                    service.worker.spoke.set()
                if service.listed is not None:
                    await list_commands(service)
            except Exception as problem:
                log.error("loop.failed", problem=story(problem))
            await self._pause(HEARD_EVERY)
