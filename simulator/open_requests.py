"""Requests that may take long: held long polls, silent faults, streams of events."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class OpenRequests:
    """Ends them when the server stops, so that stopping never waits for one."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    @contextmanager
    def held(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    def end(self) -> None:
        for task in self._tasks:
            task.cancel()
