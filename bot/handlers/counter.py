"""/loket: an officer writes down what somebody came, called or wrote about.

What they paste or forward is the draft; one tap says how it came, one more makes the ticket.
"""

from bot.flow import DONE, Flow
from bot.handlers import first_message, social
from bot.handlers.albums import album_of
from bot.handlers.categories import choose as choose_category
from bot.handlers.categories import show as show_categories
from bot.handlers.counter_card import channel_of, choose_channel, show
from bot.handlers.desk.by_hand import on_whatsapp
from bot.handlers.desk.door import give_back, officer
from bot.handlers.draft import Draft, piece_of
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.tickets import printing
from core.tickets import services as tickets
from core.tickets.citizens import Citizen, citizen, read_citizen
from core.tickets.counter import Receiver
from core.tickets.models import Ticket
from core.tickets.social import LONGEST_LINK

counter = Flow("counter")


@counter.command("loket", "counter")
async def begin(turn: Turn) -> str | None:
    """What stands behind the command is the report already."""
    officer(turn)
    if turn.flow != counter.name:
        turn.enter("counter.write", **Draft.new("complaint"))
    _add(turn, turn.argument)
    return _next(turn)


@counter.action
async def start(turn: Turn) -> str | None:
    return await begin(turn)


async def _ask(turn: Turn) -> None:
    turn.say("counter.write", buttons=(("cancel",),))


@counter.step(_ask)
async def write(turn: Turn) -> str | None:
    return stop(turn) if turn.tapped else _take(turn)


@counter.step(show)
async def confirm(turn: Turn) -> str | None:
    match turn.tapped:
        case None:
            return _take(turn)
        case "send":
            return await _send(turn)
        case "cancel":
            return stop(turn)
        case "category" | "person" | "source" as step:
            return step
        case "anonymous" | "confidential" as name:
            Draft(turn.data).switch(name)
            return "confirm"
    choose_channel(turn)
    return "confirm"


@counter.step(show_categories)
async def category(turn: Turn) -> str | None:
    if turn.tapped is None:
        return _take(turn)
    return "confirm" if await choose_category(turn) else "category"


async def _ask_person(turn: Turn) -> None:
    turn.say("counter.person", buttons=(("skip",),))


@counter.step(_ask_person)
async def person(turn: Turn) -> str | None:
    if turn.tapped is None and not _take_contact(turn):
        _keep(turn, read_citizen(turn.text))
    return "confirm"


@counter.step(social.ask)
async def source(turn: Turn) -> str:
    """Where on other media it was written; a link says it by itself."""
    if social.take(turn):
        return "confirm"
    raise Refused("social.refused.link", most=LONGEST_LINK)


def stop(turn: Turn) -> str:
    """Nothing is written down; what was typed goes back."""
    give_back(turn, Text("counter.cancelled"), Draft(turn.data).text)
    return DONE


async def corrected(turn: Turn) -> None:
    """A message of the open draft was edited: its card changes."""
    if turn.step == "confirm":
        turn.data["in_place"] = "card" in turn.data
        turn.go(counter.name, "confirm")
        await show(turn)


def _take(turn: Turn) -> str | None:
    """Add this message to the draft, or whose it is when it is a contact."""
    if first_message.holds_nothing(turn, piece_of(turn)):
        return first_message.nothing(turn)
    if social.is_source(turn):
        return _next(turn)
    if not _take_contact(turn):
        _add(turn, turn.text)
    return _next(turn)


def _next(turn: Turn) -> str:
    return "counter.confirm" if Draft(turn.data).tells_enough else "counter.write"


def _add(turn: Turn, text: str) -> None:
    draft, piece = Draft(turn.data), piece_of(turn, text)
    # The pieces of an album change one card; every other message gets a card below it.
    turn.data["in_place"] = "card" in turn.data and album_of(turn) in draft.albums
    if not piece.empty:
        draft.add(piece)


def _take_contact(turn: Turn) -> bool:
    """Somebody's card from the address book says who it is for."""
    contact = turn.message.contact if turn.message else None
    if contact is None:
        return False
    name = f"{contact.first_name} {contact.last_name or ''}"
    _keep(turn, citizen(name, contact.phone_number))
    return True


def _keep(turn: Turn, who: Citizen) -> None:
    known = turn.data.get("citizen", {})
    told = {"name": who.name, "phone": who.phone}
    turn.data["citizen"] = known | {part: said for part, said in told.items() if said}


async def _send(turn: Turn) -> str:
    staff, draft = officer(turn), Draft(turn.data)
    ticket = await tickets.receive(
        turn.session,
        Receiver.of(staff),
        Citizen(**turn.data.get("citizen", {})),
        channel=channel_of(turn),
        kind=draft.kind,
        text=draft.text,
        category_id=turn.data.get("category"),
        now=turn.now,
        source=turn.source,
        place=draft.place,
        location=draft.location,
        files=draft.files,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
    )
    _say_filed(turn, ticket)
    return DONE


def _say_filed(turn: Turn, ticket: Ticket) -> None:
    if ticket.confidential:  # whoever wrote it down may not see it any more: the receipt comes now
        printing.ask_for(turn.session, ticket, turn.person, now=turn.now, filed=True)
        turn.say("counter.filed_confidential", code=ticket.code, due=ticket.due_at)
        return
    ready = Text("counter.filed_text", code=ticket.code, due=ticket.due_at)
    turn.say(
        "counter.filed",
        about=ticket.id,
        buttons=((Button("receipt.show", ticket.id),), *on_whatsapp(turn, ticket, ready)),
        code=ticket.code,
        unit=ticket.unit.name,
        due=ticket.due_at,
    )
