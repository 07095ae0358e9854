"""Somebody reported it already: the card says so, and whoever looks may say "me too" instead."""

from sqlalchemy import select

from bot.handlers.areas import Where
from bot.handlers.draft import Draft
from bot.handlers.lines import NOTHING
from bot.library import watch
from bot.turn import Turn
from core import outbox
from core.errors import Refused
from core.i18n import Text, plain
from core.masking import glimpse
from core.outbox import Button, Letter
from core.routing.rules import Choice
from core.secrets import keys_of
from core.tickets import services as tickets
from core.tickets.models import OPEN, Attachment, Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.reporters import is_theirs, name_to_mask
from core.tickets.similar import Wanted, similar

LONGEST_PLACE = 80


async def look_for(turn: Turn, choice: Choice | None, where: Where) -> int:
    """How many similar open reports there are; they are kept with the draft.

    Only a complaint with a category and a place is looked for, and no emergency: whoever is in
    danger has nothing to compare.
    """
    draft = Draft(turn.data)
    turn.data.pop("similar", None)
    if choice is None or choice.inspected or draft.kind != "complaint":
        return 0
    general: int = turn.session.info["service"].near_metres
    within = general if choice.near is None else choice.near
    words = f"{draft.own_words} {draft.place}"
    wanted = Wanted(choice.id, words, draft.location, where.area, within)
    found = await similar(turn.session, wanted, now=turn.now, by=turn.person)
    if not found or watch().hears(draft.text):
        return 0
    turn.data["similar"] = found
    return len(found)


def note(count: int) -> Text:
    return Text("complaint.similar_found") if count else NOTHING


def button(turn: Turn, count: int) -> tuple[tuple[Button, ...], ...]:
    label = Text("button.complaint.similar", n=count)
    return ((turn.choice("similar", label),),) if count else ()


async def look(turn: Turn, place: int) -> str:
    """Go to the first of them from this place on that is still open, else back to the card."""
    for at, ticket_id in list(enumerate(turn.data.get("similar", [])))[place:]:
        if await _open(turn, ticket_id) is not None:
            turn.data["looking"] = at
            return "similar"
    turn.say("complaint.similar_gone")
    return "preview"


async def show(turn: Turn) -> None:
    """One of them in words that point to nobody, with a photo of it if there is one."""
    ticket = await _open(turn, _looking_at(turn))
    if ticket is None:  # closed by somebody else since
        turn.say("complaint.similar_gone", buttons=(("not_this",), ("back",)))
        return
    if ticket.hidden is None:
        await _show_photo(turn, ticket)
    assert ticket.category is not None
    turn.say(
        "complaint.similar",
        buttons=_buttons(turn),
        code=ticket.code,
        category=ticket.category.name_in(turn.person.language),
        place=_place(turn, ticket),
        said=told(turn, ticket),
        state=Text(f"ticket.state.{ticket.stands}", body=ticket.outside),
        at=ticket.opened_at,
        others=_others(ticket),
    )


async def join(turn: Turn) -> Ticket | None:
    """The case the person was looking at, which has their words and files now; None if closed."""
    draft = Draft(turn.data)
    if draft.anonymous or draft.confidential:
        raise Refused("complaint.refused.me_too_in_clear")
    ticket = await _open(turn, _looking_at(turn), lock=True)
    if ticket is None or is_theirs(turn.session, turn.person, ticket):
        turn.say("complaint.similar_gone")
        return None
    words, files = _words(draft, turn.person.language), draft.files
    await tickets.follow(
        turn.session, ticket, turn.person, words, now=turn.now, source=turn.source, files=files
    )
    return ticket


async def _open(turn: Turn, ticket_id: int, *, lock: bool = False) -> Ticket | None:
    """The case while it is open to others; what it was merged into was never found similar."""
    found = await ticket_by_id(turn.session, ticket_id, lock=lock)
    if found is None or found.confidential or found.state not in OPEN:
        return None
    return found


def _looking_at(turn: Turn) -> int:
    return int(turn.data["similar"][turn.data["looking"]])


def _buttons(turn: Turn) -> tuple[tuple[str, ...], ...]:
    more = turn.data["looking"] + 1 < len(turn.data["similar"])
    rows: tuple[tuple[str, ...], ...] = (("me_too",), ("not_this",))
    return (*rows, *([("next_similar",)] if more else []), ("back",))


def told(turn: Turn, ticket: Ticket) -> Text | str:
    """The beginning of the report; none of it where its words could give a hidden reporter away."""
    if ticket.hidden is not None:
        return Text("complaint.words_hidden")
    name = name_to_mask(turn.session, ticket)
    return glimpse(ticket.text, name) or Text("complaint.no_words")


def _place(turn: Turn, ticket: Ticket) -> Text | str:
    area = ticket.area.full_name if ticket.area else ""
    name = name_to_mask(turn.session, ticket)
    words = "" if ticket.hidden else glimpse(ticket.place, name, most=LONGEST_PLACE)
    return words or area or Text("complaint.on_map")


def _others(ticket: Ticket) -> Text:
    return Text("complaint.similar_others", n=ticket.followers) if ticket.followers else NOTHING


async def _show_photo(turn: Turn, ticket: Ticket) -> None:
    """The reporter's first photo; it belongs to nothing the reader could answer to."""
    statement = select(Attachment.file_id).where(
        Attachment.ticket_id == ticket.id,
        Attachment.kind == "photo",
        Attachment.by_reporter,
        Attachment.follower_id.is_(None),
    )
    found = (await turn.session.scalars(statement.order_by(Attachment.id).limit(1))).first()
    if found is not None:
        letter = Letter("send_photo", {"photo": keys_of(turn.session).open(found).decode()})
        outbox.post(turn.session, turn.person.lane, letter, now=turn.now, kind="interactive")


def _words(draft: Draft, language: str) -> str:
    """What they wrote, and where it is where they are."""
    words, place = draft.text, draft.place
    if draft.location is not None:
        latitude, longitude = (f"{degrees:.6f}" for degrees in draft.location)
        key = "addition.place"
        place = plain(key, language, place=place, latitude=latitude, longitude=longitude)
    return f"{words}\n{place}".strip()
