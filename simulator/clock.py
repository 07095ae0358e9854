"""Time as the simulator sees it. Every wait in the simulator is a wait on one of these clocks."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, aware, in UTC."""

    def advance(self, seconds: float) -> None:
        """Move the clock forward and wake whoever waited for a moment that has now passed."""

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when the event is set; the clock itself sets it after this many seconds."""


class Alarms:
    """Events to be set when their moment comes."""

    def __init__(self) -> None:
        self._pending: dict[asyncio.Event, datetime] = {}

    def ring(self, now: datetime) -> None:
        for event, due in list(self._pending.items()):
            if due <= now:
                event.set()

    async def wait(self, event: asyncio.Event, due: datetime) -> None:
        self._pending[event] = due
        try:
            await event.wait()
        finally:
            self._pending.pop(event, None)


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._alarms = Alarms()

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._alarms.ring(self._now)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        if seconds > 0:
            await self._alarms.wait(event, self._now + timedelta(seconds=seconds))


class OffsetClock:
    """Real time plus an offset that only grows; for the demo."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._alarms = Alarms()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        self._offset += timedelta(seconds=seconds)
        self._alarms.ring(self.now())

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        if seconds <= 0:
            return
        alarm = asyncio.get_running_loop().call_later(seconds, event.set)
        try:
            await self._alarms.wait(event, self.now() + timedelta(seconds=seconds))
        finally:
            alarm.cancel()
