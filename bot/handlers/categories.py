"""Another kind or category for the draft: the likeliest three first, the rest by name, in pages."""

from bot.handlers.card import standing
from bot.handlers.draft import Draft
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.routing.rules import Choice
from core.tickets.models import KINDS

PAGE = 6
LEAVE_IT = "none"

Rows = list[tuple[Button, ...]]


async def show(turn: Turn) -> None:
    """The list in place of the card."""
    ranked = await _ranked(turn)
    page = min(turn.data.get("page", 0), (len(ranked) - 1) // PAGE)
    here = ranked[page * PAGE : (page + 1) * PAGE]
    rows: Rows = [(turn.choice(one.id, _label(one, turn)),) for one in here]
    around = _around(turn, page, len(ranked))
    rows += [around] if around else []
    rows += [_kinds(turn)]
    rows += [(turn.choice(LEAVE_IT, "button.complaint.no_category"),)]
    rows += [(turn.choice("back", "button.complaint.back"),)]
    why = await _why(turn)
    row = turn.say(
        "complaint.categories", kind="card", edits=standing(turn), buttons=tuple(rows), why=why
    )
    if row.edits is None:
        turn.data["card"] = row.ref


async def choose(turn: Turn) -> bool:
    """Take the choice; False while the list is still needed."""
    tapped = turn.tapped or ""
    if tapped.startswith("p") and tapped[1:].isdecimal():
        turn.data["page"] = int(tapped[1:4])
        return False
    if tapped in KINDS:
        turn.data["kind"] = tapped
        return True
    known = {str(one.id): one.id for one in await _ranked(turn)}
    if tapped in known or tapped == LEAVE_IT:
        turn.data |= {"category": known.get(tapped), "chosen": True}
    turn.data.pop("page", None)
    return True


async def _ranked(turn: Turn) -> list[Choice]:
    return (await directory(turn.session, now=turn.now)).rank(Draft(turn.data).text)


async def _why(turn: Turn) -> Text:
    """Which of their words made the guess that stands on the card."""
    known = await directory(turn.session, now=turn.now)
    guess = known.choices.get(turn.data.get("category") or 0)
    said = Draft(turn.data).own_words
    if guess is None or "chosen" in turn.data or not (because := known.because(said, guess)):
        return NOTHING
    name = guess.name_in(turn.person.language)
    return Text("complaint.because", category=name, words=", ".join(because))


def _kinds(turn: Turn) -> tuple[Button, ...]:
    """What else it can be than what it was taken for."""
    others = [kind for kind in KINDS if kind != turn.data["kind"]]
    return tuple(turn.choice(kind, f"button.complaint.kind_{kind}") for kind in others)


def _label(one: Choice, turn: Turn) -> Text:
    return Text("common.plain", text=one.name_in(turn.person.language))


def _around(turn: Turn, page: int, count: int) -> tuple[Button, ...]:
    before = turn.choice(f"p{page - 1}", "button.complaint.before")
    after = turn.choice(f"p{page + 1}", "button.complaint.after")
    more = count > (page + 1) * PAGE
    return (*([before] if page > 0 else []), *([after] if more else []))
