"""Delivery by webhook: in order within a lane, side by side between lanes, with retries.

The retry curve is the server's own (tdlib/telegram-bot-api, WebhookActor.cpp).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice

import aiohttp

from simulator.clock import Clock
from simulator.errors import Json
from simulator.updates import Lane, Pending, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
ANSWER_WITHIN = 60.0
LONGEST_RETRY_AFTER = 3_600
GONE_FOR = 23 * 3_600
SLOWEST = 60

Post = Callable[[str, Mapping[str, str], bytes], Awaitable[tuple[int, Mapping[str, str], bytes]]]
"""Sends a body to an address; gives status, headers and body of the answer."""


def new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))


async def post_over(
    session: aiohttp.ClientSession, url: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, Mapping[str, str], bytes]:
    """One HTTP request, on a connection that is kept for the next."""
    async with session.post(url, data=body, headers=headers) as answer:
        return answer.status, answer.headers, await answer.read()


async def post(
    url: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, Mapping[str, str], bytes]:
    """One HTTP request on a connection of its own."""
    async with new_session() as session:
        return await post_over(session, url, headers, body)


@dataclass(slots=True, eq=False)
class Webhook:
    """Where a bot wants its updates, and how delivery goes."""

    url: str
    secret: str
    queue: UpdateQueue
    clock: Clock
    post: Post
    on_reply: Callable[[Json], Awaitable[None]]
    max_connections: int = 40
    retry_scale: float = 1.0
    last_error: tuple[int, str] | None = None
    gone_since: float | None = None
    closed: bool = False
    busy: set[Lane] = field(default_factory=set)
    retries: list[float] = field(default_factory=list)

    def due(self) -> list[Lane]:
        """Lanes whose oldest update is ready, as many as connections are free."""
        now = self.clock.now().timestamp()
        self.queue.expire(now)
        ready = (
            lane
            for lane, updates in self.queue.lanes.items()
            if lane not in self.busy and updates[0].ready_at <= now
        )
        free = 0 if self.closed else self.max_connections - len(self.busy)
        chosen = list(islice(ready, free))
        self.queue.rng.shuffle(chosen)  # between lanes there is no order to rely on
        self.busy.update(chosen)
        return chosen

    async def drain(self, lane: Lane) -> None:
        """Deliver a lane's updates one after the other until none is ready."""
        try:
            while not self.closed and (updates := self.queue.lanes.get(lane)):
                if updates[0].ready_at > self.clock.now().timestamp():
                    return
                await self._deliver(updates[0])
        finally:
            self.busy.discard(lane)
            self.queue.bell.ring()

    async def deliver_due(self) -> None:
        """Deliver everything that is ready now, and what becomes so by that."""
        while lanes := self.due():
            await asyncio.gather(*(self.drain(lane) for lane in lanes))

    async def _deliver(self, pending: Pending) -> None:
        answers = await asyncio.gather(*(self._send(pending) for _ in range(pending.copies)))
        pending.copies = 1
        good = next((answer for answer in answers if 200 <= answer[0] < 300), None)
        if good is None:
            return self._postpone(pending, *answers[0][:2])
        if pending.answer_lost:
            pending.answer_lost = False
            return self._postpone(pending, 0, {})
        self.gone_since = None
        self.queue.confirm("webhook", pending)
        return await self._obey(good[2])

    async def _obey(self, answer: bytes) -> None:
        """Make the call that the answer's body asks for, if it is one."""
        with suppress(ValueError):
            call = json.loads(answer or b"null")
            if isinstance(call, dict) and "method" in call:
                await self.on_reply(call)

    async def _send(self, pending: Pending) -> tuple[int, Mapping[str, str], bytes]:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        try:
            return await self.post(self.url, headers, json.dumps(pending.body).encode())
        except (OSError, TimeoutError, aiohttp.ClientError) as error:
            return 0, {}, type(error).__name__.encode()

    def _postpone(self, pending: Pending, status: int, headers: Mapping[str, str]) -> None:
        now = self.clock.now().timestamp()
        reason = f"Wrong response from the webhook: {status}" if status else "Connection failed"
        self.last_error = (int(now), reason)
        wait = retry_after(headers)
        if not wait and pending.failures:
            slowest = self.queue.rng.randint(SLOWEST, 2 * SLOWEST)
            wait = pending.delay = min(slowest, pending.delay * 2)
        pending.failures += 1
        pending.ready_at = now + wait * self.retry_scale
        heappush(self.retries, pending.ready_at)
        if pending.ready_at > pending.expires_at:
            self.queue.drop(pending)
        self._notice_gone(status, now)

    def next_retry(self, now: float) -> float | None:
        """When the next lane that failed is tried again."""
        while self.retries and self.retries[0] <= now:
            heappop(self.retries)
        return self.retries[0] if self.retries else None

    def _notice_gone(self, status: int, now: float) -> None:
        """410 for 23 hours means that nobody wants these updates any more."""
        if status != 410:
            self.gone_since = None
        elif self.gone_since is None:
            self.gone_since = now
        self.closed = self.gone_since is not None and now - self.gone_since >= GONE_FOR


def retry_after(headers: Mapping[str, str]) -> int:
    value = {name.lower(): text for name, text in headers.items()}.get("retry-after", "")
    return min(int(value), LONGEST_RETRY_AFTER) if value.isdecimal() else 0
