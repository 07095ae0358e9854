"""The harness's end of the nursery: begin a life, end it, wait until it is over."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.01


@dataclass(frozen=True)
class Life:
    """One running service."""

    pid: int

    @property
    def is_over(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False

    async def end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)
        while not self.is_over:  # noqa: ASYNC110 - a process that is not our child tells nobody
            await asyncio.sleep(LOOK_EVERY)


class Nursery:
    """Where services come from."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def begin(self, program: str, config: Path) -> Life:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{program} {config}\n".encode())
        return Life(int(await self._process.stdout.readline()))


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """A nursery until the block ends; its services are to be ended before."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.nursery", stdin=pipe, stdout=pipe
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
