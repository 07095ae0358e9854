"""The service worked by hand: one step of each part at a time."""

from collections.abc import Collection

from core.clock import Clock
from core.config import Config
from tanggap.service import Service


class Machine:
    """One process: `open` before use, `close` after."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.service = Service(config, clock)
        self.db = self.service.db

    async def open(self) -> None:
        await self.service.open()

    async def close(self) -> None:
        await self.service.poller.stop()
        await self.service.relay.finish()
        await self.service.close()

    def has_all(self, waiting: Collection[int]) -> bool:
        """Whether these updates of Telegram's queue came in already, if not yet confirmed."""
        return all(number < self.service.poller._offset for number in waiting)

    async def work(self) -> int:
        """Let every part do what it can now; how much was done.

        Timers and jobs have their turn when the chats are quiet: most rounds are about chats.
        """
        service = self.service
        await service.poller.poll(0)
        turns = await service.worker.work()
        await service.courtesy.finish()
        await service.inline.finish()
        sent = await service.relay.work()
        if sent:  # what was started is brought in at once
            await service.relay.work()
        if turns + sent:
            return turns + sent
        return await service.ticker.tick() + await service.runner.work()
