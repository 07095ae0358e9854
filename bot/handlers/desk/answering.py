"""A reply to a ticket's card, or to any message about it, goes to the citizen."""

from bot.handlers.desk.door import attempt_on, begin, officer, ticket
from bot.handlers.desk.draft import add, echo_sent, more_may_come
from bot.handlers.desk.writing import ask_reply
from bot.turn import Turn
from core.tickets import services
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for


async def reply_to_card(turn: Turn, found: Ticket) -> bool:
    """Send it; False when it is what the dialogue about this very ticket waits for.

    Somebody who pressed Note and then replies to the card writes a note, not to the citizen.
    """
    if turn.flow == ticket.name and turn.data["ticket"]["id"] == found.id:
        return False
    if more_may_come(turn):
        await _collect(turn, found.id)
        return True
    files = [file.as_dict() for file in turn.files]
    sent = await attempt_on(turn, found.id, None, turn.text, services.reply, turn.text, files=files)
    if sent is not None:
        echo_sent(turn, "desk.reply.done", sent, turn.text, len(files))
    return True


async def _collect(turn: Turn, ticket_id: int) -> None:
    """Wait for the rest of an album or a long text, which comes message by message."""
    found = await ticket_for(turn.session, officer(turn), ticket_id)
    begin(turn, "reply_text", found)
    turn.go(ticket.name, "reply_text")
    add(turn)
    await ask_reply(turn)
