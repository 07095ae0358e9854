"""Adding words or files to one's own ticket, by its button or by replying to a message of it."""

from bot.flow import DONE, Flow
from bot.handlers import first_message
from bot.handlers.albums import album_of, remember, remember_afterwards
from bot.handlers.desk.door import number
from bot.handlers.draft import Piece, piece_of
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.errors import Refused
from core.i18n import plain
from core.tickets import services as tickets
from core.tickets.access import admits
from core.tickets.models import Ticket
from core.tickets.queries import case_for
from core.tickets.reporters import is_hidden

addition = Flow("addition")


@addition.action
async def start(turn: Turn) -> str:
    """The button under a ticket: the next message belongs to it."""
    assert turn.tap is not None
    ticket = await case_for(turn.session, turn.person, number(turn.tap.value))
    await admits(turn.session, ticket, turn.person, "add")
    facts = {"ticket": ticket.id, "code": ticket.code}
    if turn.flow == addition.name:
        turn.data |= facts
        return "write"
    return turn.enter("addition.write", **facts)


async def _ask(turn: Turn) -> None:
    turn.say("addition.write", buttons=(("cancel",),), code=turn.data["code"])


@addition.step(_ask)
async def write(turn: Turn) -> str | None:
    if turn.tapped is not None:
        take_buttons(turn)
        turn.say("cancel.done")
        return DONE
    if first_message.holds_nothing(turn, piece_of(turn)):
        return first_message.nothing(turn)
    ticket = await case_for(turn.session, turn.person, turn.data["ticket"], lock=True)
    await _add(turn, ticket)
    if album := album_of(turn):
        remember_afterwards(turn, [album], ticket)
    return DONE


async def replied(turn: Turn, ticket: Ticket) -> None:
    """The reporter answered a message of the ticket, which is locked."""
    if piece_of(turn).empty:
        turn.say("addition.empty", own=ticket)
        return
    await _add(turn, ticket)
    if album := album_of(turn):
        remember(turn, [album], ticket)


async def _add(turn: Turn, ticket: Ticket) -> None:
    piece = piece_of(turn)
    if piece.contact and is_hidden(turn.session, turn.person, ticket):
        raise Refused("hiding.refused.contact", code=ticket.code)
    text = said(turn, piece)
    files = [file.as_dict() for file in turn.files if not file.too_large]
    if turn.files and not files:
        if not text:
            raise Refused("complaint.refused.too_large")
        turn.say("complaint.note.too_large", own=ticket)
    await tickets.add(
        turn.session, ticket, turn.person, text, now=turn.now, source=turn.source, files=files
    )
    if piece.note:
        turn.say(f"complaint.note.{piece.note}", own=ticket)
    if piece.message_id is not None:
        tickets.link(turn.session, ticket, turn.person, [piece.message_id])


def said(turn: Turn, piece: Piece) -> str:
    """The words of a message; a shared place becomes a link the office can open."""
    if piece.location is None:
        return piece.text
    latitude, longitude = (f"{degrees:.6f}" for degrees in piece.location)
    return plain(
        "addition.place",
        turn.person.language,
        place=piece.place,
        latitude=latitude,
        longitude=longitude,
    )
