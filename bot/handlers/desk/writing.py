"""Writing to the citizen, asking them something, and notes for the office."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import Verb, attempt, begin, cancel, tapped, ticket
from bot.handlers.desk.draft import (
    add,
    echo,
    echo_sent,
    is_empty,
    more_may_come,
    show,
    show_whole,
    words_only,
)
from bot.turn import Turn
from core.replies.queries import fitting
from core.tickets import services


@ticket.action
async def reply(turn: Turn) -> str:
    found = await tapped(turn, "reply")
    offered = choices.templates(await fitting(turn.session, found))
    return begin(turn, "reply_text", found, choices=offered)


@ticket.action
async def ask(turn: Turn) -> str:
    return begin(turn, "ask_text", await tapped(turn, "ask"))


@ticket.action
async def note(turn: Turn) -> str:
    return begin(turn, "note_text", await tapped(turn, "note"))


async def ask_reply(turn: Turn) -> None:
    _prompt(turn, "reply", *([("template",)] if turn.data.get("choices") else []))


async def _ask_question(turn: Turn) -> None:
    _prompt(turn, "ask")


async def _ask_note(turn: Turn) -> None:
    _prompt(turn, "note")


def _prompt(turn: Turn, name: str, *rows: tuple[str, ...]) -> None:
    if is_empty(turn):
        by_hand = name != "note" and turn.data["ticket"].get("by_hand")
        show(turn, f"counter.prompt.{name}" if by_hand else f"desk.{name}.prompt", *rows)
    else:
        show_whole(turn)


@ticket.step(ask_reply)
async def reply_text(turn: Turn) -> str:
    if turn.tapped == "template" and turn.data.get("choices"):
        return "template"
    return await _write(turn, "reply", services.reply)


@ticket.step(_ask_question)
async def ask_text(turn: Turn) -> str:
    words_only(turn)
    return await _write(turn, "ask", services.ask)


@ticket.step(_ask_note)
async def note_text(turn: Turn) -> str:
    words_only(turn)
    return await _write(turn, "note", services.note)


async def _write(turn: Turn, name: str, verb: Verb) -> str:
    """Send what was written, or wait for the rest of it."""
    if turn.tapped == "cancel":
        return cancel(turn)
    add(turn)
    if more_may_come(turn):
        return f"{name}_text"
    text, files = turn.data["text"], turn.data["files"]
    found = await attempt(turn, verb, text, **({"files": files} if files else {}))
    if found is not None and name == "reply":
        echo_sent(turn, "desk.reply.done", found, text, len(files))
    elif found is not None:
        echo(turn, f"desk.{name}.done", found, text, internal=name == "note")
    return DONE
