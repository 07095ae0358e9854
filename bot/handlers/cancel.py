"""/batal, from anywhere: the dialogue ends, and what was typed is kept."""

from bot.flow import DONE, Flow
from bot.handlers import complaint, contact, counter, forum, improvements, survey
from bot.handlers.desk import door
from bot.turn import Turn

cancel = Flow("cancel")

# How the dialogues end in which something may have been typed.
STOPS = {
    complaint.complaint.name: complaint.put_away,
    contact.contact.name: contact.stop,
    counter.counter.name: counter.stop,
    door.ticket.name: door.cancel,
    forum.forum.name: forum.stop,
    improvements.improvement.name: improvements.stop,
    improvements.suggestion.name: improvements.stop,
    survey.survey.name: survey.stop,
}


@cancel.command("batal", "cancel")
async def cancelled(turn: Turn) -> str | None:
    if turn.flow is None:
        turn.say("common.nothing_open")
        return None
    if turn.flow in STOPS:
        return STOPS[turn.flow](turn)
    turn.say("cancel.done")
    return DONE
