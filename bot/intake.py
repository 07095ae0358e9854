"""Updates in: committed first, acknowledged then."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from core import updates
from core.clock import Clock
from core.db import Database
from core.secrets import Keyring

MAX_TOGETHER = 200


class Intake:
    """Writes arriving updates to the table; arrivals at the same moment share one commit."""

    def __init__(
        self,
        db: Database,
        keys: Keyring,
        clock: Clock,
        bot_id: int,
        committed: Callable[[Sequence[dict[str, Any]]], None] = lambda raws: None,
        aside: Callable[[dict[str, Any]], bool] = lambda raw: False,
    ) -> None:
        self._db = db
        self._keys = keys
        self._clock = clock
        self._bot_id = bot_id
        self._committed = committed
        self._aside = aside
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writing = asyncio.Lock()
        self.arrived = asyncio.Event()

    async def receive(self, raws: Sequence[dict[str, Any]]) -> None:
        """Return once every update is committed; raises what the database raised otherwise.

        What is taken `aside` is answered at once, and not written.
        Raises ValueError for what is no update; nothing is written then.
        """
        raws = [raw for raw in raws if not self._aside(raw)]
        if not raws:
            return
        now = self._clock.now()
        rows = [updates.row_for(self._keys, self._bot_id, raw, now) for raw in raws]
        done = asyncio.get_running_loop().create_future()
        self._waiting += [(row, done) for row in rows]
        async with self._writing:
            if not done.done():
                await self._write()
        await done
        self._committed(raws)

    async def _write(self) -> None:
        # Whoever holds the lock writes for everyone who arrived while it was taken.
        batch, self._waiting = self._waiting, []
        try:
            async with self._db.begin() as session:
                for start in range(0, len(batch), MAX_TOGETHER):
                    rows = [row for row, _ in batch[start : start + MAX_TOGETHER]]
                    await updates.receive(session, rows)
        except Exception as problem:
            self._answer(batch, problem)
        except asyncio.CancelledError:
            # Only this arrival was given up; the others are told to come again.
            self._answer(batch, ConnectionAbortedError("intake was interrupted"))
            raise
        else:
            self._answer(batch, None)
            self.arrived.set()

    @staticmethod
    def _answer(
        batch: list[tuple[dict[str, Any], asyncio.Future[None]]], problem: Exception | None
    ) -> None:
        for done in {id(future): future for _, future in batch}.values():
            if done.done():
                continue
            if problem is None:
                done.set_result(None)
            else:
                done.set_exception(problem)
