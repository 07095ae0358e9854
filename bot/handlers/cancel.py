"""/batal, from anywhere: the dialogue ends, and what was typed is kept."""

from bot.flow import DONE, Flow
from bot.handlers.complaint import complaint, put_away
from bot.turn import Turn

cancel = Flow("cancel")


@cancel.command("batal", "cancel")
async def cancelled(turn: Turn) -> str | None:
    if turn.flow is None:
        turn.say("common.nothing_open")
        return None
    if turn.flow == complaint.name:
        return put_away(turn)
    turn.say("cancel.done")
    return DONE
