"""A reply to a message of a ticket belongs to that ticket."""

from bot.handlers.addition import replied
from bot.handlers.desk import reply_to_card
from bot.turn import Turn
from core.tickets import rules
from core.tickets.models import Ticket
from core.tickets.queries import by_message, ticket_by_id
from core.tickets.reporters import is_theirs


async def reply(turn: Turn) -> bool:
    """Give it to the ticket; False when it answers nothing that is still open."""
    ticket = await _ticket(turn)
    if ticket is None:
        return False
    if not is_theirs(turn.session, turn.person, ticket):
        return turn.staff is not None and await reply_to_card(turn, ticket)
    # What a dialogue about this ticket waits for goes there, also when it comes as a reply.
    asked = turn.data.get("ticket") == ticket.id
    # A closed ticket takes nothing more: the words then begin a new report.
    if asked or not rules.may("reporter", "add", ticket.state):
        return False
    await replied(turn, ticket)
    return True


async def _ticket(turn: Turn) -> Ticket | None:
    assert turn.message is not None
    assert turn.message.reply_to_message is not None
    message_id = turn.message.reply_to_message.message_id
    ticket_id = await by_message(turn.session, turn.person, message_id)
    if ticket_id is None:
        return None
    return await ticket_by_id(turn.session, ticket_id, lock=True)
