"""A message that has to wait: kept as a draft, with the reason said now and then."""

from bot.handlers import complaint, first_message, limits, question
from bot.handlers.albums import album_of
from bot.handlers.draft import Draft, piece_of
from bot.turn import Turn
from core.bans import pace
from core.routing.queries import waiting_for


async def holds(turn: Turn) -> bool:
    """Whether what was just written goes no further for now."""
    if turn.staff is not None or turn.alarm or await _goes_on(turn):
        return False
    why = await limits.ban_words(turn) if turn.person.banned_at else limits.too_much(turn)
    if why is None or await waiting_for(turn.session, turn.person):
        return False
    kept = _keep(turn)
    if pace.tells(turn.conversation, now=turn.now):
        if kept:
            turn.go(complaint.complaint.name, "kept")
        await limits.say_why(turn, why, kept=kept)
    return True


async def _goes_on(turn: Turn) -> bool:
    """Whether it is about a case that is there: a late photo of it, its number, or "kirim"."""
    if album_of(turn) in turn.data.get("joined", {}):
        return True
    said = turn.argument or turn.text
    return bool(first_message.code_in(said)) or complaint.is_send(turn)


def _keep(turn: Turn) -> bool:
    """Put the words into the draft that is open, or a new one; False when there are none."""
    piece = piece_of(turn, turn.argument or None)
    if first_message.holds_nothing(turn, piece):
        return False
    if turn.flow == question.question.name:
        turn.leave()
    if "said" not in turn.data:
        turn.enter("complaint.kept", **Draft.new("complaint"))
    Draft(turn.data).add(piece)
    if turn.step != "kept":
        turn.go(complaint.complaint.name, "kept")
    return True
