"""The queue of updates waiting for one bot."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from simulator.bell import Bell
from simulator.errors import Json

DAY = 86_400
WEEK = 7 * DAY
LIVES = {"callback_query": 150, "inline_query": 30}

Lane = tuple[str, int]
"""Updates of one lane reach a webhook in order: a chat's messages, a person's taps, a poll."""


@dataclass(slots=True, eq=False)
class Pending:
    """An update not yet taken over; moments are seconds since the epoch.

    `delay` and `failures` are the webhook's retry curve; `copies` is how often it comes at once;
    `answer_lost` lets Telegram miss one confirmation by the webhook.
    """

    id: int
    lane: Lane
    body: Json
    expires_at: float
    ready_at: float = 0.0
    delay: int = 1
    failures: int = 0
    copies: int = 1
    answer_lost: bool = False


@dataclass(slots=True, eq=False)
class UpdateQueue:
    """Updates in order of arrival, until confirmed or too old.

    Ids rise one by one; after a week without updates the next one is drawn at random.
    """

    rng: Random
    bell: Bell
    on_confirm: Callable[[str, Pending], None]
    pending: OrderedDict[int, Pending] = field(default_factory=OrderedDict)
    lanes: dict[Lane, deque[Pending]] = field(default_factory=dict)
    poller: object | None = None
    expired_at: float = 0.0
    last_id: int = 0
    last_at: float = float("-inf")

    def put(self, kind: str, content: Json, lane: Lane, *, now: float, since: float) -> Pending:
        """Queue an update; its life counts from `since`, the date of the message it carries."""
        update_id = self._next_id(now)
        body = {"update_id": update_id, kind: content}
        pending = Pending(update_id, lane, body, since + LIVES.get(kind, DAY))
        self.add(pending)
        return pending

    def add(self, pending: Pending) -> None:
        """Queue an update as it is, also one that was already confirmed."""
        self.pending[pending.id] = pending
        self.lanes.setdefault(pending.lane, deque()).append(pending)
        self.bell.ring()

    def _next_id(self, now: float) -> int:
        quiet = now - self.last_at >= WEEK
        self.last_id = self.rng.randrange(10**8, 2**31 - 10**8) if quiet else self.last_id + 1
        self.last_at = now
        return self.last_id

    def take(self, offset: int, limit: int, now: float) -> list[Json]:
        """Confirm what lies before the offset and return the oldest updates after it."""
        self.expire(now)
        if offset < 0:
            offset = list(self.pending)[max(offset, -len(self.pending))] if self.pending else 0
        # An offset beyond the newest id is from before a restart of the ids: it confirms nothing.
        if offset <= self.last_id + 1:
            self._confirm_before(offset)
        ready: list[Json] = []
        for pending in self.pending.values():
            if len(ready) >= limit or pending.ready_at > now:
                break
            ready += [pending.body] * pending.copies
        return ready

    def _confirm_before(self, offset: int) -> None:
        while self.pending:
            update_id, pending = next(iter(self.pending.items()))
            if update_id >= offset:
                return
            self.confirm("polling", pending)

    def confirm(self, how: str, pending: Pending) -> None:
        """The bot has taken the update over: Telegram forgets it."""
        self.drop(pending)
        self.on_confirm(how, pending)

    def drop(self, pending: Pending) -> None:
        self.pending.pop(pending.id, None)
        lane = self.lanes.get(pending.lane, deque())
        if pending in lane:
            lane.remove(pending)
        if not lane:
            self.lanes.pop(pending.lane, None)

    def expire(self, now: float) -> None:
        """Forget what is too old; looks at most once a second."""
        if now < self.expired_at + 1:
            return
        self.expired_at = now
        for pending in [p for p in self.pending.values() if p.expires_at <= now]:
            self.drop(pending)

    def next_moment(self, now: float) -> float | None:
        """When the first update that is held back becomes ready."""
        moments = (p.ready_at for p in self.pending.values() if p.ready_at > now)
        return min(moments, default=None)

    def clear(self) -> None:
        self.pending.clear()
        self.lanes.clear()
