"""Our own getUpdates loop: the offset moves only after the batch is committed."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.intake import Intake
from bot.transport import Api
from core import marks
from core.clock import Clock
from core.db import Database
from core.updates import is_update

# Everything the service answers to; Telegram keeps the last list it was told.
ALLOWED = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "poll_answer",
    "my_chat_member",
)
LEASE = "poller"
# Long enough for one call, so that a dead poller is replaced within this time.
LEASE_LASTS = timedelta(seconds=45)
LONG_POLL_SECONDS = 20

log = structlog.get_logger()


class Poller:
    """Asks for updates while it holds the lease that makes it the only one who does."""

    def __init__(self, api: Api, intake: Intake, db: Database, clock: Clock, name: str) -> None:
        self._api = api
        self._intake = intake
        self._db = db
        self._clock = clock
        self._name = name
        self._offset = 0
        self._held_until: datetime | None = None
        self._failures = 0
        self.heard_at: datetime | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            seconds = await self.poll(LONG_POLL_SECONDS)
            await asyncio.sleep(seconds)

    async def poll(self, seconds: int) -> float:
        """Fetch and commit one batch; how many seconds to wait before the next call."""
        try:
            if not await self._may_poll():
                return 5
            await self._take(await self._fetch(seconds))
        except Exception as problem:
            return self._wait_after(problem)
        self._failures = 0
        self.heard_at = self._clock.now()
        return 0

    async def stop(self) -> None:
        """Let another process poll at once."""
        async with self._db.begin() as session:
            await marks.let_go(session, LEASE, self._name, now=self._clock.now())

    async def _may_poll(self) -> bool:
        now = self._clock.now()
        if self._held_until and self._held_until - now > LEASE_LASTS / 2:
            return True
        async with self._db.begin() as session:
            mine = await marks.hold(session, LEASE, self._name, now=now, lasts=LEASE_LASTS)
        self._held_until = now + LEASE_LASTS if mine else None
        return mine

    async def _fetch(self, seconds: int) -> list[dict[str, Any]]:
        # PTB's get_updates parses the whole batch at once: one bad update would block all others.
        values = {
            "offset": self._offset,
            "timeout": seconds,
            "limit": 100,
            "allowed_updates": list(ALLOWED),
        }
        return list(await self._api.call("getUpdates", values, patience=seconds + 10))

    async def _take(self, raws: list[dict[str, Any]]) -> None:
        if not raws:
            # This call confirmed all earlier ones. Ids restart at random after a quiet week, and
            # an offset above the new ids would confirm updates nobody has seen.
            self._offset = 0
            return
        known = [raw for raw in raws if is_update(raw)]
        if len(known) < len(raws):
            # Telegram cannot be told that it was seen, and it must not hold up the others.
            log.error("poll.not_an_update", count=len(raws) - len(known))
        await self._intake.receive(known)
        self._offset = max((int(raw["update_id"]) + 1 for raw in known), default=self._offset)

    def _wait_after(self, problem: Exception) -> float:
        self._failures += 1
        log.warning("poll.failed", problem=type(problem).__name__, failures=self._failures)
        if isinstance(problem, RetryAfter):
            wait = problem.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        if isinstance(problem, (InvalidToken, Conflict)):
            return 30
        limit = 30 if isinstance(problem, TelegramError) else 10
        return float(min(limit, 2 ** min(self._failures, 6) / 2))
