"""The place a photo was taken: whoever sent it says whether it becomes the place of the report."""

from bot.flow import Flow
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number
from bot.turn import Turn
from core.tickets import found_place
from core.tickets import services as tickets
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for

place = Flow("place")


@place.action
async def use(turn: Turn) -> None:
    ticket = await _ticket(turn)
    point = await found_place.take(turn.session, ticket)
    if point is None or ticket.latitude is not None:
        await _answer(turn, "place.gone", ticket)
        return
    await tickets.locate(turn.session, ticket, turn.person, point, now=turn.now, source=turn.source)
    await _answer(turn, "place.used", ticket)


@place.action
async def drop(turn: Turn) -> None:
    ticket = await _ticket(turn)
    point = await found_place.take(turn.session, ticket)
    await _answer(turn, "place.gone" if point is None else "place.dropped", ticket)


async def _ticket(turn: Turn) -> Ticket:
    assert turn.tap is not None
    return await ticket_for(turn.session, turn.person, number(turn.tap.value), lock=True)


async def _answer(turn: Turn, key: str, ticket: Ticket) -> None:
    """In place of the question, which nobody needs any more."""
    turn.say(key, own=ticket, edits=await shown(turn), code=ticket.code)
