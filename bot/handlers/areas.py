"""Which of the office's areas the place of a draft lies in: told on the card, never asked for."""

from dataclasses import dataclass

from bot.handlers.draft import Draft
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.areas.addresses import unsaid
from core.areas.gazetteer import Found, Offer
from core.areas.queries import gazetteer
from core.i18n import Text
from core.knowledge.office import OUTSIDE, confirmed
from core.outbox import Button

CHOICE = "area-"


@dataclass(frozen=True)
class Where:
    """What the card says: the rest of the place, a line below, and what may be chosen instead.

    `area` is the id of the area the place lies in, as far as that is known.
    """

    more: str = ""
    note: Text = NOTHING
    buttons: tuple[tuple[Button, ...], ...] = ()
    area: int | None = None


async def where(turn: Turn) -> Where:
    """Where the draft's place lies, as far as it has one."""
    draft = Draft(turn.data)
    if not draft.place and draft.location is None:
        return Where()
    known = await gazetteer(turn.session)
    found = known.find(draft.place, draft.location)
    area = known.places.get(draft.area or 0) or found.area
    if area is not None:
        return Where(more=unsaid(draft.place, area.full_name), area=area.id)
    if found.outside and draft.location:
        return Where(note=await _outside(turn, known.beyond(*draft.location)))
    return _ask(turn, found)


async def choose(turn: Turn) -> None:
    """Take an area that the card offered; anything else changes nothing."""
    draft = Draft(turn.data)
    offers = (await gazetteer(turn.session)).find(draft.place, draft.location).offers
    chosen = [one.area.id for one in offers if f"{CHOICE}{one.area.id}" == turn.tapped]
    if chosen:
        draft.area = chosen[0]


async def is_outside(turn: Turn) -> bool:
    """Whether the point of the draft lies in none of the office's areas."""
    location = Draft(turn.data).location
    if location is None:
        return False
    return (await gazetteer(turn.session)).find("", location).outside


def _ask(turn: Turn, found: Found) -> Where:
    if not found.offers:
        return Where()
    buttons = tuple((turn.choice(f"{CHOICE}{one.area.id}", _label(one)),) for one in found.offers)
    return Where(note=Text("complaint.which_area"), buttons=buttons)


def _label(offer: Offer) -> Text:
    name = offer.area.full_name
    if offer.landmark and (rest := unsaid(offer.landmark, name)):
        return Text("areas.in", place=offer.landmark, area=rest)
    return Text("common.plain", text=name)


async def _outside(turn: Turn, beyond: str) -> Text:
    """Whom to turn to: what the nearest border says, else the office, else general words."""
    whom = beyond or await confirmed(turn.session, OUTSIDE)
    return Text("complaint.outside", whom=whom or Text(f"knowledge.missing.{OUTSIDE}"))
