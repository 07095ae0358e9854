"""getUpdates: one poller per bot, waiting as long as it asked for."""

from simulator.call import Call
from simulator.errors import ApiError, Json

LONGEST = 50
OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"  # noqa: E501 - Telegram's words


async def get_updates(call: Call) -> list[Json]:
    """The oldest updates, after waiting up to `timeout` seconds of the simulator's clock.

    A second call ends the first with 409.
    """
    if call.bot.webhook:
        raise ApiError(409, f"Conflict: {HOOKED}")
    set_allowed(call)
    limit = min(max(call.number("limit", 100) or 100, 1), 100)
    offset = call.number("offset", 0) or 0
    timeout = min(call.number("timeout", 0) or 0, LONGEST)
    queue, clock = call.bot.queue, call.telegram.clock
    turn = queue.poller = object()
    queue.bell.ring()
    until = clock.now().timestamp() + timeout
    while True:
        now = clock.now().timestamp()
        if queue.poller is not turn:
            raise ApiError(409, f"Conflict: {OTHER}")
        updates = queue.take(offset, limit, now)
        if updates or now >= until:
            return updates
        with queue.bell.waiting() as event:
            await clock.wait(event, min(until, queue.next_moment(now) or until) - now)


def set_allowed(call: Call) -> None:
    """allowed_updates: not given leaves the setting, an empty list is the default set."""
    allowed = call.value("allowed_updates")
    if isinstance(allowed, list):
        call.bot.allowed = frozenset(map(str, allowed)) or None
