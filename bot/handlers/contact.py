"""Straight to a person: the next message goes to the coordinator."""

from bot.flow import DONE, Flow
from bot.handlers import complaint, first_message, limits
from bot.handlers.albums import remember_afterwards
from bot.handlers.draft import Draft, Piece, piece_of
from bot.handlers.lines import paragraphs
from bot.handlers.privacy import line
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.i18n import Text
from core.tickets import services as tickets

contact = Flow("contact", paced=True)


@contact.command("petugas", "officer")
async def start(turn: Turn) -> str | None:
    """What stands behind the command is the message already."""
    step, piece = begin(turn), piece_of(turn, turn.argument)
    return step if piece.empty else await _take(turn, piece)


@contact.action
async def open_(turn: Turn) -> str | None:
    return begin(turn)


def begin(turn: Turn) -> str:
    if turn.flow == contact.name:
        return "contact.write"
    return turn.enter("contact.write", **Draft.new("information_request"))


async def _ask(turn: Turn) -> None:
    draft = Draft(turn.data)
    prompt = Text("contact.more" if draft.messages else "contact.write")
    turn.say("common.plain", buttons=(("cancel",),), text=paragraphs(prompt, line(turn)))


@contact.step(_ask)
async def write(turn: Turn) -> str | None:
    if turn.tapped is not None:
        take_buttons(turn)
        return stop(turn)
    piece = piece_of(turn)
    if first_message.holds_nothing(turn, piece):
        return first_message.nothing(turn)
    return await _take(turn, piece)


def stop(turn: Turn) -> str:
    """Nothing is sent; what was written waits as a draft."""
    if Draft(turn.data).messages:
        return complaint.put_away(turn)
    turn.say("cancel.done")
    return DONE


async def _take(turn: Turn, piece: Piece) -> str:
    draft = Draft(turn.data)
    draft.add(piece)
    if note := draft.take_note():
        turn.say(f"complaint.note.{note}")
    return await _send(turn, draft) if draft.tells_enough else "write"


async def _send(turn: Turn, draft: Draft) -> str:
    if await limits.keeps_back(turn, draft):
        return complaint.put_away(turn)
    ticket = await tickets.file(
        turn.session,
        turn.person,
        kind=draft.kind,
        text=draft.text,
        category_id=None,
        now=turn.now,
        source=turn.source,
        place=draft.place,
        location=draft.location,
        files=draft.files,
    )
    tickets.link(turn.session, ticket, turn.person, draft.messages)
    remember_afterwards(turn, draft.albums, ticket)
    return DONE
