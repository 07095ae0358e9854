"""A reply to a message of a ticket belongs to that ticket."""

from bot.handlers import detail_words
from bot.handlers.addition import replied
from bot.handlers.desk import reply_to_card
from bot.turn import Turn
from core.tickets import rules
from core.tickets.access import standing_of
from core.tickets.models import Ticket
from core.tickets.queries import by_message, case_for, ticket_by_id


async def reply(turn: Turn) -> bool:
    """Give it to the ticket; False when it answers nothing that is still open."""
    ticket = await _ticket(turn)
    if ticket is None:
        return False
    stands = await standing_of(turn.session, turn.person, ticket)
    if await _is_the_offices(turn, ticket, stands):
        return await reply_to_card(turn, ticket)
    if stands == "none":
        return False
    if ticket.master_id is not None:
        ticket = await case_for(turn.session, turn.person, ticket.id, lock=True)
    # What a dialogue about this ticket waits for goes there, also when it comes as a reply.
    asked = turn.data.get("ticket") == ticket.id
    # A closed ticket takes nothing more: the words then begin a new report.
    if asked or not rules.may(stands, "add", ticket.state):
        return False
    if stands != "reporter" or not await detail_words.replied(turn, ticket):
        await replied(turn, ticket)
    return True


async def _is_the_offices(turn: Turn, ticket: Ticket, stands: str) -> bool:
    """Whether an officer answers for the office; also one who has a part in it as a citizen."""
    if turn.staff is None or stands == "reporter":
        return False
    theirs = await standing_of(turn.session, turn.staff, ticket)
    return stands == "none" or theirs != "none"


async def _ticket(turn: Turn) -> Ticket | None:
    assert turn.message is not None
    assert turn.message.reply_to_message is not None
    message_id = turn.message.reply_to_message.message_id
    ticket_id = await by_message(turn.session, turn.person, message_id)
    if ticket_id is None:
        return None
    return await ticket_by_id(turn.session, ticket_id, lock=True)
