"""Saying what was done: an explanation, and a photo where the category asks for one."""

from bot.flow import DONE
from bot.handlers.desk.door import attempt, begin, cancel, tapped, ticket
from bot.handlers.desk.draft import add, echo, is_empty, more_may_come, show, show_whole
from bot.turn import Turn
from core.tickets import rules, services
from core.tickets.closing import needs_photo


@ticket.action
async def resolve(turn: Turn) -> str:
    found = await tapped(turn, "resolve")
    return begin(turn, "resolve_text", found, photo=needs_photo(found))


async def _ask(turn: Turn) -> None:
    if is_empty(turn):
        show(turn, f"desk.resolve.{'prompt_photo' if turn.data['photo'] else 'prompt'}")
    elif not turn.data["text"]:
        show(turn, "desk.resolve.words")
    elif _lacks_photo(turn):
        show(turn, "desk.resolve.photo")
    else:
        show_whole(turn)


@ticket.step(_ask)
async def resolve_text(turn: Turn) -> str:
    """Words and photos may come in any order; what came stays until the rest is there."""
    if turn.tapped == "cancel":
        return cancel(turn)
    add(turn)
    text, files = turn.data["text"], turn.data["files"]
    if text or not files:
        rules.explanation(text)
    if not text or _lacks_photo(turn) or more_may_come(turn):
        return "resolve_text"
    found = await attempt(turn, services.resolve, text, files=files)
    if found is not None:
        echo(turn, "desk.resolve.done", found, text, len(files))
    return DONE


def _lacks_photo(turn: Turn) -> bool:
    files = turn.data.get("files", [])
    return bool(turn.data["photo"]) and not any(file["kind"] == "photo" for file in files)
