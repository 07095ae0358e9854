"""From the first message to a number: one draft, one card, one tap on "Kirim"."""

from bot.flow import DONE, Flow
from bot.handlers import (
    areas,
    categories,
    details,
    first_message,
    limits,
    offers,
    places,
    same_matter,
    whistle,
)
from bot.handlers.albums import album_of, joins_ticket, remember_afterwards
from bot.handlers.card import gist, show, standing
from bot.handlers.draft import Draft, Piece, piece_of
from bot.handlers.hiding import SWITCHES
from bot.handlers.used import take_buttons
from bot.library import ear
from bot.turn import Turn
from core.i18n import LANGUAGES, plain
from core.knowledge.services import filed
from core.routing.queries import waiting_for
from core.tickets import services as tickets
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for

complaint = Flow("complaint", paced=True)

# What a message can be that does not belong to a draft which says nothing yet.
SOMETHING_ELSE = ("greeting", "announcement", "question", "status", "officer")


async def begin(turn: Turn, *, kind: str = "complaint", text: str | None = None) -> str | None:
    """Make a draft of this message (or of `text`) and show its card."""
    piece = piece_of(turn, text)
    if piece.empty:
        turn.say("complaint.invite")
        return None
    step = turn.enter("complaint.preview", **Draft.new(kind))
    turn.data["waiting"] = await _waiting(turn)
    _add(turn, piece)
    return step if Draft(turn.data).tells_enough else "complaint.describe"


async def take(turn: Turn) -> str | None:
    """Add this message to the draft, and show the card again."""
    if await joins_ticket(turn):
        return None
    piece = piece_of(turn)
    if first_message.holds_nothing(turn, piece):
        return first_message.nothing(turn)
    heard = "complaint" if piece.file or piece.location else ear().kind(piece.text)
    if heard in SOMETHING_ELSE and not Draft(turn.data).tells_enough:
        return await first_message.hear(turn, heard)
    if heard not in ("greeting", "thanks"):
        _add(turn, piece)
    return "complaint.preview" if Draft(turn.data).tells_enough else "complaint.describe"


@complaint.command("lapor", "report")
async def report(turn: Turn) -> str | None:
    if turn.argument or turn.files or turn.flow != complaint.name:
        return await begin(turn, text=turn.argument)
    return f"complaint.{turn.step}"


@complaint.action
async def invite(turn: Turn) -> str | None:
    """The menu's button: how to report, or the draft that is already there."""
    return await report(turn)


@complaint.step(show)
async def preview(turn: Turn) -> str | None:
    match _pressed(turn):
        case None:
            return await take(turn)
        case "send":
            return await _send(turn)
        case "answer":
            return await _answer(turn)
        case "question":
            return await first_message.ask_instead(turn)
        case "cancel":
            return put_away(turn)
        case "category" | "place" as step:
            return step
        case "counter" if turn.staff is not None and turn.features.on("counter"):
            return "counter.confirm"
    return await _adjust(turn)


async def _adjust(turn: Turn) -> str:
    """What only this draft offers: a switch, a category, an area, or a look at a similar report."""
    if turn.tapped == "similar":
        return await same_matter.look(turn, 0)
    if turn.tapped in SWITCHES:
        Draft(turn.data).switch(turn.tapped)
    elif not await offers.take(turn):
        await areas.choose(turn)
    return "preview"


def _pressed(turn: Turn) -> str | None:
    """The tapped button; some write "kirim" instead of pressing it."""
    return "send" if is_send(turn) else turn.tapped


def is_send(turn: Turn) -> bool:
    """Whether it is the word of the button that sends."""
    said = turn.text.strip(" .!").casefold()
    return said in {plain("complaint.typed_send", language) for language in LANGUAGES}


async def _ask_more(turn: Turn) -> None:
    said = gist(Draft(turn.data), turn.person.language)
    turn.say("complaint.describe", buttons=(("cancel",),), said=said)


@complaint.step(_ask_more)
async def describe(turn: Turn) -> str | None:
    return put_away(turn) if turn.tapped else await take(turn)


@complaint.step(categories.show)
async def category(turn: Turn) -> str | None:
    if turn.tapped is None:
        return await take(turn)
    return "preview" if await categories.choose(turn) else "category"


@complaint.step(whistle.ask)
async def accused(turn: Turn) -> str | None:
    if turn.tapped is None:
        return await take(turn)
    if turn.tapped == "back":
        return "preview"
    return await _send(turn) if await whistle.choose(turn) else "accused"


@complaint.step(same_matter.show)
async def similar(turn: Turn) -> str | None:
    match turn.tapped:
        case None:
            return await take(turn)
        case "me_too":
            return await _join(turn)
        case "not_this":
            return await _send(turn)
        case "next_similar":
            return await same_matter.look(turn, turn.data["looking"] + 1)
    return "preview"


@complaint.step(places.ask)
async def place(turn: Turn) -> str | None:
    if first_message.holds_nothing(turn, piece_of(turn)):
        return first_message.nothing(turn)
    places.hide_keyboard(turn)
    return "preview" if await places.take(turn) else await take(turn)


async def _remind(turn: Turn) -> None:
    said = gist(Draft(turn.data), turn.person.language)
    turn.say("complaint.kept", buttons=(("resume", "drop"),), said=said)


@complaint.step(_remind)
async def kept(turn: Turn) -> str | None:
    """A draft put away: it waits, and whatever is written now is something new."""
    if turn.tapped is None:
        return await first_message.news(turn)
    if turn.tapped == "drop":
        take_buttons(turn)
        turn.say("complaint.dropped")
        return DONE
    return "preview" if Draft(turn.data).tells_enough else "describe"


def put_away(turn: Turn) -> str:
    """Stop here and keep the draft."""
    if turn.step == "place":
        places.hide_keyboard(turn, "cancel.done")
    return "complaint.kept"


async def corrected(turn: Turn) -> None:
    """A message of the open draft was edited: its card changes, if it is before their eyes."""
    if turn.step not in ("preview", "category", "describe"):
        return
    turn.data["in_place"] = "card" in turn.data
    turn.go(complaint.name, "preview" if Draft(turn.data).tells_enough else "describe")
    await complaint.steps[turn.step].ask(turn)


def _add(turn: Turn, piece: Piece) -> None:
    draft = Draft(turn.data)
    # The pieces of an album change one card; every other message gets a card below it.
    turn.data["in_place"] = "card" in turn.data and album_of(turn) in draft.albums
    draft.add(piece)


async def _send(turn: Turn) -> str:
    if turn.files:  # "kirim" may stand under a photo
        _add(turn, piece_of(turn, ""))
    draft = Draft(turn.data)
    if await limits.keeps_back(turn, draft):
        return put_away(turn)
    about_staff = await whistle.concerns_staff(turn)
    if about_staff and whistle.asks(turn):
        return "accused"
    readers = await whistle.inspectors(turn) if about_staff else None
    if about_staff and readers is None:
        return await whistle.nowhere(turn)
    ticket = await tickets.file(
        turn.session,
        turn.person,
        kind=draft.kind,
        text=draft.text,
        category_id=turn.data.get("category"),
        now=turn.now,
        source=turn.source,
        place=draft.place,
        location=draft.location,
        area_id=draft.area,
        files=draft.files,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
        inspected_by=readers.id if readers else None,
        replaces=_becomes_receipt(turn, draft),
    )
    if "asked" in turn.data:
        await filed(turn.session, turn.data["asked"], ticket, now=turn.now)
    await _belongs(turn, draft, ticket)
    return await details.begin(turn, ticket)


def _becomes_receipt(turn: Turn, draft: Draft) -> int | None:
    """The card whose button was pressed: it has nothing to ask any more.

    Where the reporter is hidden no row may tie their chat to the ticket: it only loses its buttons.
    """
    if turn.tapped is None or draft.anonymous:
        take_buttons(turn)
        return None
    return standing(turn)


async def _join(turn: Turn) -> str:
    """Somebody else's case is theirs too; there is no second one."""
    draft = Draft(turn.data)
    ticket = await same_matter.join(turn)
    if ticket is None:
        return "preview"
    if "asked" in turn.data:
        await filed(turn.session, turn.data["asked"], ticket, now=turn.now)
    await _belongs(turn, draft, ticket)
    return DONE


async def _answer(turn: Turn) -> str:
    """The draft was no new report: it answers what an officer asked."""
    draft = Draft(turn.data)
    ticket_id = turn.data["waiting"]["id"]
    ticket = await ticket_for(turn.session, turn.person, ticket_id, lock=True)
    turn.data["anonymous"] = ticket.hidden is not None
    await tickets.add(
        turn.session,
        ticket,
        turn.person,
        draft.text,
        now=turn.now,
        source=turn.source,
        files=draft.files,
    )
    await _belongs(turn, draft, ticket)
    return DONE


async def _belongs(turn: Turn, draft: Draft, ticket: Ticket) -> None:
    """A reply to, or an edit of, anything the ticket was made from leads to the ticket.

    But not of the card where the reporter is hidden: its row in the outbox names their chat.
    """
    query = None if ticket.hidden else turn.update.callback_query
    card = [query.message.message_id] if query and query.message else []
    tickets.link(turn.session, ticket, turn.person, [*draft.messages, *card])
    remember_afterwards(turn, draft.albums, ticket)


async def _waiting(turn: Turn) -> dict[str, object] | None:
    """The ticket about which an officer asked something, if there is exactly one."""
    if turn.person.created_at == turn.now:
        return None
    found = await waiting_for(turn.session, turn.person)
    return dict(zip(("id", "code"), found[0], strict=True)) if len(found) == 1 else None
