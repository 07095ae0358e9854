"""Somebody blocks the bot, or comes back."""

from bot.turn import Turn
from core import postoffice
from core.tickets.reporters import lanes_of


async def membership(turn: Turn) -> None:
    """What waits for somebody who is away is kept until they return."""
    change = turn.update.my_chat_member
    assert change is not None
    if change.new_chat_member.status in ("kicked", "left"):
        turn.person.unreachable_at = turn.now
        await postoffice.unreachable(turn.session, turn.person.lane, now=turn.now)
    else:
        await postoffice.reachable(turn.session, *lanes_of(turn.session, turn.person))
