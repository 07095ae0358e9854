"""News for chat pages that are open: who sees what, as it happens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = tuple[str, dict[str, Any]]


class Events:
    """Passes each event to every listener; costs nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Queue[Event]] = []

    def __bool__(self) -> bool:
        return bool(self._listeners)

    def publish(self, name: str, **data: Any) -> None:
        for listener in self._listeners:
            listener.put_nowait((name, data))

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event]]:
        listener: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)
