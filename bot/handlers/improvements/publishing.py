"""Showing everybody what was mended, after somebody has seen how it looks to them."""

from bot.handlers.improvements.door import actor, improvement, tapped, theirs
from bot.handlers.improvements.running import show
from bot.handlers.improvements.showing import show_public
from bot.turn import Turn
from core.improvements import services
from core.outbox import Button


@improvement.action
async def preview(turn: Turn) -> None:
    found = await theirs(turn, tapped(turn))
    verb = "withdraw" if found.published_at else "publish"
    rows = ((Button(f"improvement.{verb}", found.id),), (Button("improvement.open", found.id),))
    await show_public(turn, found, "improvement.preview", rows)


@improvement.action
async def publish(turn: Turn) -> None:
    found = await theirs(turn, tapped(turn))
    await services.publish(turn.session, found, by=actor(turn), now=turn.now)
    turn.say("improvement.published", buttons=((Button("improvement.list"),),), title=found.title)


@improvement.action
async def withdraw(turn: Turn) -> None:
    found = await theirs(turn, tapped(turn))
    await services.withdraw(turn.session, found, by=actor(turn), now=turn.now)
    await show(turn, found)
