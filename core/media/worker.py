"""Files of strangers are opened in a process of their own, which may die of them."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.media.outcomes import Cleaned, Unfit

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "core.media")
# Far more than the processor time it may use: this long is the machine's fault, not the file's.
PATIENCE_SECONDS = 120
READY = b"ready\n"


class NoWorker(Exception):
    """The process could not do its work, whatever the file: try again later."""


async def clean(
    content: bytes, *, command: Sequence[str] = COMMAND, patience: float = PATIENCE_SECONDS
) -> Cleaned:
    """What `core.media.cleaning.clean` makes of the file; raises Unfit, also for a bomb.

    The process knows nothing of ours: it gets no environment, no folder and no open file.
    """
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={}, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(patience):
            answer, _ = await process.communicate(content)
    except TimeoutError:
        raise NoWorker("no answer") from None
    finally:
        await _end(process)
    return _read(answer, process.returncode)


def _read(answer: bytes, code: int | None) -> Cleaned:
    if not answer.startswith(READY):
        raise NoWorker(f"ended with {code}")
    head, _, content = answer.removeprefix(READY).partition(b"\n")
    if code != 0 or not head:
        # Its limits ended it.
        raise Unfit("unreadable")
    facts = json.loads(head)
    if problem := facts.get("problem"):
        raise Unfit(problem)
    place = tuple(facts["place"]) if facts["place"] else None
    return Cleaned(content, facts["suffix"], facts["cleaned"], place)


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
