"""What is said outside the outbox, best effort: the spinner on a tapped button stops at once."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.transport import Api

MOST_AT_ONCE = 64

log = structlog.get_logger()


class Courtesy:
    """Owns its short tasks; when there are too many, the newest go without."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._tasks: set[asyncio.Task[None]] = set()

    def received(self, raws: Sequence[dict[str, Any]]) -> None:
        """Answer every tap among updates that were just committed."""
        for raw in raws:
            tap = raw.get("callback_query")
            if isinstance(tap, dict) and "id" in tap and len(self._tasks) < MOST_AT_ONCE:
                task = asyncio.create_task(self._answer(str(tap["id"])))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, tap: str) -> None:
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": tap}, patience=5)
        except TelegramError as problem:
            # Too late or unreachable: the tap itself is safe, its effect is what counts.
            log.info("courtesy.tap_not_answered", problem=type(problem).__name__)
