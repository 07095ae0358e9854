"""Where it is: a shared location, or the name of the place in words."""

from bot.handlers import areas
from bot.handlers.draft import LONGEST_PLACE, Draft, piece_of
from bot.turn import Turn
from core import i18n, outbox
from core.outbox import Letter, Share

CANCEL = "button.share.cancel"


async def ask(turn: Turn) -> None:
    turn.say("complaint.where", share=Share("button.share.location", "location"))


async def take(turn: Turn) -> bool:
    """Note the place; False for what is no name of a place and belongs into the draft.

    Words that follow a point outside of our areas say where it is instead.
    """
    if is_cancel(turn):
        return True
    piece = piece_of(turn)
    if piece.file or piece.location or not piece.text or len(piece.text) > LONGEST_PLACE:
        return False
    draft = Draft(turn.data)
    if await areas.is_outside(turn):
        draft.location = None
    draft.place = " ".join(piece.text.split())
    return True


def is_cancel(turn: Turn) -> bool:
    """Whether the keyboard's other button was pressed, which only sends its own words."""
    return turn.text in {i18n.plain(CANCEL, language) for language in i18n.LANGUAGES}


def hide_keyboard(turn: Turn, key: str = "complaint.place_noted") -> None:
    """The keyboard goes away with a message of its own; the card has buttons on it instead."""
    text = i18n.html(key, turn.person.language)
    letter = Letter("send_message", {"text": text, "hide_keyboard": True})
    outbox.post(turn.session, turn.person.lane, letter, now=turn.now, kind="interactive")
