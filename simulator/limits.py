"""How fast a bot may send. Telegram publishes no exact numbers; these are its stated advice."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from simulator.errors import too_many


@dataclass(slots=True)
class Limits:
    """Rates in messages per second unless the name says minute; windows in seconds.

    `callback_window` is how long a pressed button can be answered. `public_webhooks` demands what
    Telegram does: HTTPS on port 443, 80, 88 or 8443. `retry_scale` shortens or lengthens the
    retries of webhooks set after it.
    """

    on: bool = True
    per_chat_rate: float = 1.0
    per_chat_burst: int = 1
    group_per_minute: int = 20
    overall_rate: int = 30
    callback_window: float = 30.0
    public_webhooks: bool = False
    retry_scale: float = 1.0


@dataclass(slots=True)
class Window:
    """The moments of the last messages, for a limit of so many in so many seconds."""

    moments: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int, limit: int, seconds: float) -> float:
        while self.moments and self.moments[0] <= now - seconds:
            self.moments.popleft()
        excess = len(self.moments) + count - limit
        if excess <= 0 or not self.moments:
            return 0.0
        return self.moments[min(excess, len(self.moments)) - 1] + seconds - now


class Limiter:
    """Refuses with 429 what comes faster than the limits; a refused call is not counted."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._paid_until: dict[int, float] = {}
        self._groups: dict[int, Window] = {}
        self._all = Window()

    def spend(self, chat_id: int, *, group: bool, now: datetime, count: int = 1) -> None:
        """Count messages to one chat, or raise 429 with the whole seconds left to wait."""
        if not self.limits.on:
            return
        moment = now.timestamp()
        wait = max(
            self._chat_wait(chat_id, moment),
            self._all.wait(moment, count, self.limits.overall_rate, 1.0),
            self._group_wait(chat_id, moment, count) if group else 0.0,
        )
        if wait > 1e-6:
            raise too_many(max(1, ceil(wait)))
        self._count(chat_id, moment, count, group)

    def _chat_wait(self, chat_id: int, now: float) -> float:
        slack = (self.limits.per_chat_burst - 1) / self.limits.per_chat_rate
        return self._paid_until.get(chat_id, now) - slack - now

    def _group_wait(self, chat_id: int, now: float, count: int) -> float:
        window = self._groups.setdefault(chat_id, Window())
        return window.wait(now, count, self.limits.group_per_minute, 60.0)

    def _count(self, chat_id: int, now: float, count: int, group: bool) -> None:
        # An album is one sending for its chat's pace, but each item is a message for the sums.
        paid = max(self._paid_until.get(chat_id, now), now)
        self._paid_until[chat_id] = paid + 1 / self.limits.per_chat_rate
        self._all.moments.extend([now] * count)
        if group:
            self._groups[chat_id].moments.extend([now] * count)
