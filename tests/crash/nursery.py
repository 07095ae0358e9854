"""Services on demand: the program is loaded once, and every life is a fork of it.

Loading takes longer than the life of a service that is to be killed. Leases are short here, so
that nobody waits half a minute for what a dead worker had in hand.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot import polling
from core import postoffice, updates
from tanggap import logs
from tanggap.cli import main as command_line
from tests.crash import careless

LEASE = timedelta(seconds=5)
LONG_POLL_SECONDS = 2  # shorter than the lease, as in the service


def _careful(config: str) -> None:
    command_line(["run", "--config", config])


def _careless(config: str) -> None:
    logs.set_up("CRITICAL")
    asyncio.run(careless.main(Path(config)))


PROGRAMS: dict[str, Callable[[str], None]] = {"service": _careful, "careless": _careless}


def main() -> None:
    """For every line `program config` on the input a new process, whose id is the answer."""
    updates.LEASE = postoffice.LEASE = polling.LEASE_LASTS = LEASE
    polling.LONG_POLL_SECONDS = LONG_POLL_SECONDS
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead leave nothing to be waited for
    for line in sys.stdin:
        program, config = line.split()
        child = os.fork()
        if not child:
            _live(PROGRAMS[program], config)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _live(program: Callable[[str], None], config: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        program(config)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
