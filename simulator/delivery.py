"""Webhooks at work: all that is due on request, or for as long as the server runs."""

import asyncio
from typing import TYPE_CHECKING

from simulator.webhook import Webhook

if TYPE_CHECKING:
    from simulator.telegram import Telegram


TICK = 1.0


def webhooks(telegram: "Telegram") -> list[Webhook]:
    return [bot.webhook for bot in telegram.bots.values() if bot.webhook]


async def deliver_due(telegram: "Telegram") -> None:
    """Deliver everything that is ready by the clock; returns when nothing more is."""
    telegram.settle()
    await asyncio.gather(*(webhook.deliver_due() for webhook in webhooks(telegram)))


async def keep_delivering(telegram: "Telegram") -> None:
    """Deliver as updates come and retries fall due, until cancelled."""
    async with asyncio.TaskGroup() as deliveries:
        while True:
            telegram.settle()
            for webhook in webhooks(telegram):
                for lane in webhook.due():
                    deliveries.create_task(webhook.drain(lane))
            await _something_new(telegram)


async def _something_new(telegram: "Telegram") -> None:
    """An update, the next retry, or a second gone by, which is how finely polls close."""
    now = telegram.now().timestamp()
    retries = [webhook.next_retry(now) for webhook in webhooks(telegram)]
    soon = min((moment - now for moment in retries if moment), default=TICK)
    with telegram.bell.waiting() as event:
        await telegram.clock.wait(event, min(soon, TICK))
