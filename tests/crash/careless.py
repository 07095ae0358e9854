"""The control: a service that acknowledges an update before it is safe, as stock bots do.

It must be seen to lose updates; a harness that sees none is blind.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.intake import Intake
from core.clock import SystemClock
from core.config import load
from tanggap.run import ROLES, Running
from tanggap.service import Service

LATER_SECONDS = 0.05


class CarelessIntake(Intake):
    """Keeps what arrived in memory and writes it a moment later."""

    async def receive(self, raws: Sequence[dict[str, Any]]) -> None:
        self._tasks = [*getattr(self, "_tasks", []), asyncio.create_task(self._later(raws))]

    async def _later(self, raws: Sequence[dict[str, Any]]) -> None:
        await asyncio.sleep(LATER_SECONDS)
        await super().receive(raws)


async def main(path: Path) -> None:
    service = Service(load(path, {}), SystemClock())
    service.intake.__class__ = CarelessIntake
    await Running(service, ROLES).run()
