"""Somebody corrects a message they sent: in the draft it made, or noted in its ticket."""

from collections.abc import Iterator
from typing import Any

from bot.handlers import complaint, counter, detail_words
from bot.handlers.desk import draft as desk
from bot.handlers.draft import Draft
from bot.turn import Turn
from core.tickets import services as tickets
from core.tickets.followers import follows
from core.tickets.models import Ticket
from core.tickets.queries import by_message, ticket_by_id
from core.tickets.reporters import is_theirs


async def edited(turn: Turn) -> None:
    """Only words count: a moving live location is an edit too."""
    assert turn.message is not None
    if not turn.text:
        return
    for data in drafts(turn.data):
        if Draft(data).correct(turn.message.message_id, turn.text):
            await _corrected(turn, data)
            return
    if not await _note(turn, turn.message.message_id) and turn.staff is not None:
        turn.say("edited.sent_already")


async def _corrected(turn: Turn, data: dict[str, Any]) -> None:
    if "text" in data:  # the words of staff, as they will go out
        desk.corrected(turn, data)
    elif data is turn.data and turn.flow == complaint.complaint.name:
        await complaint.corrected(turn)
    elif data is turn.data and turn.flow == counter.counter.name:
        await counter.corrected(turn)


async def _note(turn: Turn, message_id: int) -> bool:
    """Whether it is a message of a ticket they reported themselves; its step is noted then."""
    ticket_id = await by_message(turn.session, turn.person, message_id)
    ticket = await ticket_by_id(turn.session, ticket_id, lock=True) if ticket_id else None
    if ticket is None:
        return False
    if not is_theirs(turn.session, turn.person, ticket):
        return await _note_of_follower(turn, ticket)
    if await detail_words.corrected(turn, ticket):
        return True
    if await tickets.edit(
        turn.session, ticket, turn.person, turn.text, now=turn.now, source=turn.source
    ):
        turn.say("edited.noted", own=ticket, code=ticket.code)
    return True


async def _note_of_follower(turn: Turn, ticket: Ticket) -> bool:
    """What a follower corrects is added to their words."""
    if not await follows(turn.session, ticket, turn.person):
        return False
    said, source = turn.text, turn.source
    await tickets.add(turn.session, ticket, turn.person, said, now=turn.now, source=source)
    return True


def drafts(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The draft of this dialogue and of those that wait for it to end."""
    while data:
        if "said" in data:
            yield data
        data = data.get("paused", {}).get("data", {})
