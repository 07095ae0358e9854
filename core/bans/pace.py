"""How much one person may send: so many in any hour and in any day. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.config import ServiceConfig
from core.conversations import Conversation

HOUR, DAY = 3600, 86_400
# Whoever goes on writing is reminded no more often than this; each reply costs a message.
TOLD_EVERY = 60


def filing(conversation: Conversation, limits: ServiceConfig, *, now: datetime) -> datetime | None:
    """Count a new case; when it cannot be one now, nothing is counted, and this is when it can."""
    most = ((HOUR, limits.cases_per_hour), (DAY, limits.cases_per_day))
    return _count(conversation, "cases", most, now)


def writing(conversation: Conversation, limits: ServiceConfig, *, now: datetime) -> datetime | None:
    """The same for a message that would begin or go on with something new."""
    most = ((HOUR, limits.messages_per_hour), (DAY, limits.messages_per_day))
    return _count(conversation, "messages", most, now)


def tells(conversation: Conversation, *, now: datetime) -> bool:
    """Whether it is time to say why nothing happens; noted when it is."""
    second = int(now.timestamp())
    told = (conversation.pace or {}).get("told", [])
    if told and second - told[0] < TOLD_EVERY:
        return False
    conversation.pace = {**(conversation.pace or {}), "told": [second]}
    return True


def free_at(times: Sequence[int], most: Sequence[tuple[int, int]], second: int) -> int | None:
    """When one more fits, None for now. `most` are pairs of a window in seconds and how many of
    the rising `times` fit into it; 0 is no limit.
    """
    waits = [
        times[-count] + window
        for window, count in most
        if count and len(times) >= count and times[-count] + window > second
    ]
    return max(waits, default=None)


def _count(
    conversation: Conversation, what: str, most: Sequence[tuple[int, int]], now: datetime
) -> datetime | None:
    pace, second = conversation.pace or {}, int(now.timestamp())
    lately = [one for one in pace.get(what, []) if one > second - DAY]
    free = free_at(lately, most, second)
    if free is not None:
        return datetime.fromtimestamp(free, UTC)
    if any(count for _, count in most):
        conversation.pace = {**pace, what: [*lately, second]}
    return None
