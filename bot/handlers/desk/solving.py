"""How a ticket ends: what came of it, an explanation, and a photo where the category asks."""

from bot.flow import DONE
from bot.handlers.desk import choices, particulars
from bot.handlers.desk.door import attempt, begin, cancel, tapped, ticket
from bot.handlers.desk.draft import add, echo_sent, is_empty, more_may_come, show, show_whole
from bot.turn import Turn
from core.i18n import Text
from core.tickets import rules, services
from core.tickets.closing import needs_photo
from core.tickets.models import OUTCOMES, Ticket


@ticket.action
async def resolve(turn: Turn) -> str:
    """Most complaints end repaired and most questions answered: only the rest takes a tap more."""
    found = await tapped(turn, "resolve")
    outcome = "fixed" if found.kind == "complaint" else "answered"
    photo = needs_photo(found)
    return begin(turn, "resolve_text", found, photo=photo, outcome=outcome, facts={})


async def _ask(turn: Turn) -> None:
    if is_empty(turn):
        turn.data["edits"] = await choices.shown(turn) if turn.tapped is not None else None
        show(turn, f"desk.resolve.{_prompt(turn)}", *_others(turn))
    elif not turn.data["text"]:
        show(turn, "desk.resolve.words")
    elif _lacks_photo(turn):
        show(turn, "desk.resolve.photo")
    else:
        show_whole(turn)


def _prompt(turn: Turn) -> str:
    outcome = _outcome(turn)
    if outcome == "fixed":
        return "prompt_photo" if turn.data["photo"] else "prompt"
    return f"prompt_{outcome}"


def _others(turn: Turn) -> list[tuple[str, ...]]:
    """The other ends, two to a line."""
    others = [one for one in OUTCOMES if one != _outcome(turn)]
    return [tuple(others[:2]), tuple(others[2:])]


@ticket.step(_ask)
async def resolve_text(turn: Turn) -> str:
    """Words and photos may come in any order; what came stays until the rest is there."""
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped in OUTCOMES:
        turn.data["outcome"], turn.data["facts"] = turn.tapped, {}
        return "resolve_fact" if particulars.wanted(turn) else "resolve_text"
    add(turn)
    text, files = turn.data["text"], turn.data["files"]
    if text or not files:
        rules.explanation(text)
    if not text or _lacks_photo(turn) or more_may_come(turn):
        return "resolve_text"
    end = {"outcome": _outcome(turn), "facts": turn.data.get("facts", {})}
    found = await attempt(turn, services.resolve, text, files=files, **end)
    if found is not None:
        _done(turn, found)
    return DONE


@ticket.step(particulars.ask)
async def resolve_fact(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    particulars.take(turn)
    return "resolve_fact" if particulars.wanted(turn) else "resolve_text"


def _done(turn: Turn, found: Ticket) -> None:
    key = "desk.resolve.done" if found.is_solved else "desk.resolve.done_unsolved"
    outcome = Text(f"ticket.outcome.{found.outcome}")
    echo_sent(turn, key, found, turn.data["text"], len(turn.data["files"]), outcome=outcome)


def _outcome(turn: Turn) -> str:
    # A dialogue that an older release began says nothing of it.
    return str(turn.data.get("outcome", "fixed"))


def _lacks_photo(turn: Turn) -> bool:
    files = turn.data.get("files", [])
    wanted = turn.data["photo"] and _outcome(turn) == "fixed"
    return bool(wanted) and not any(file["kind"] == "photo" for file in files)
