"""Wakes whoever waits for news."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Rung from anywhere in the event loop's thread, at once and without waiting."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    @contextmanager
    def waiting(self) -> Iterator[asyncio.Event]:
        """An event that the next ring sets."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield event
        finally:
            self._waiting.discard(event)

    def ring(self) -> None:
        for event in self._waiting:
            event.set()
