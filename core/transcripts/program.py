"""The program an office may set up to listen; what it prints is as little trusted as a stranger's.

It knows nothing of ours: it gets the path of one recording, no environment but where programs and
models lie, and its time.
"""

import asyncio
import os
import signal
import sys
from asyncio import IncompleteReadError
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from core.config import TranscriberConfig
from core.transcripts.rules import LONGEST

LIMITED = Path(__file__).with_name("limited.py")
GIVEN = ("PATH", "HOME", "LANG")
# Four bytes for every character there may be.
MOST_BYTES = 4 * LONGEST


class NotHeard(Exception):
    """The program did not say what it heard; the message is why, without any of its words."""


async def listen(config: TranscriberConfig, recording: Path) -> str:
    """What it heard; raises NotHeard when it failed, was too slow or said nothing."""
    process = await asyncio.create_subprocess_exec(
        *_command(config, recording),
        env={name: os.environ[name] for name in GIVEN if name in os.environ},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(config.seconds):
            printed = await _printed(process)
            code = await process.wait()
    except TimeoutError:
        raise NotHeard("too slow") from None
    finally:
        await _end(process)
    if code != 0:
        raise NotHeard(f"ended with {code}")
    if not (said := plain(printed)):
        raise NotHeard("nothing")
    return said


def plain(printed: bytes) -> str:
    """Words and ends of lines; what steers a terminal or turns the direction of reading goes."""
    text = printed.decode("utf-8", "replace")
    kept = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    return kept.strip()[:LONGEST].rstrip()


def _command(config: TranscriberConfig, recording: Path) -> Iterator[str]:
    yield from (sys.executable, "-I", str(LIMITED), str(config.seconds))
    yield from (part.replace("{file}", str(recording.resolve())) for part in config.command)


async def _printed(process: Process) -> bytes:
    assert process.stdout is not None
    try:
        await process.stdout.readexactly(MOST_BYTES + 1)
    except IncompleteReadError as all_there_was:
        return all_there_was.partial
    raise NotHeard("too much")


async def _end(process: Process) -> None:
    """With everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
