"""Buttons that have done what they are for disappear."""

from bot.turn import Turn
from core import outbox
from core.outbox import Letter


def take_buttons(turn: Turn) -> None:
    """Leave the message whose button was tapped, without its buttons.

    What was chosen is said in a message of its own. A tap that still comes, from another device,
    is answered as before: the buttons are gone for the eye only.
    """
    query = turn.update.callback_query
    if query is None or query.message is None:
        return
    letter = Letter("edit_message_reply_markup", {"message_id": query.message.message_id})
    outbox.post(turn.session, turn.person.lane, letter, now=turn.now, kind="card")
