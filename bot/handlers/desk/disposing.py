"""Disposition: down the line to a unit or an officer, with a note."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import attempt, begin, cancel, officer, tapped, ticket
from bot.handlers.desk.draft import add, echo, words_only
from bot.turn import Turn
from core.errors import Refused
from core.tickets import services
from core.tickets.dispatch import targets


@ticket.action
async def dispose(turn: Turn) -> str:
    found = await tapped(turn, "dispose")
    staff = officer(turn)
    may_have = await targets(turn.session, found, staff)
    others = [one for one in may_have.staff if one.id != staff.id and one.unit_id == found.unit_id]
    offered = [
        *await choices.officers(turn.session, others),
        *await choices.places(turn.session, may_have.units, now=turn.now),
    ]
    if not offered:
        raise Refused("desk.refused.nobody_below", code=found.code)
    return begin(turn, "dispose_to", found, choices=offered)


async def _ask_to(turn: Turn) -> None:
    await choices.prompt(turn, "desk.dispose.prompt", *choices.rows(turn), ("cancel",))


@ticket.step(_ask_to)
async def dispose_to(turn: Turn) -> str:
    """Words that come before the choice are the note."""
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped is None:
        words_only(turn)
        add(turn)
    to = choices.chosen(turn)
    if to is None:
        choices.turned(turn)
        return "dispose_to"
    turn.data["to"] = to
    return await _dispose(turn) if turn.data.get("text") else "dispose_note"


async def _ask_note(turn: Turn) -> None:
    await choices.prompt(turn, "desk.dispose.note", ("no_note", "cancel"), to=_name(turn))


@ticket.step(_ask_note)
async def dispose_note(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped is None:
        words_only(turn)
        add(turn)
    return await _dispose(turn)


async def _dispose(turn: Turn) -> str:
    to = await choices.target(turn.session, turn.data["to"])
    text = turn.data.get("text", "")
    found = await attempt(turn, services.dispose, to, text=text)
    if found is not None:
        key = "desk.dispose.done_with_note" if text else "desk.dispose.done"
        echo(turn, key, found, text, internal=True, to=_name(turn))
    return DONE


def _name(turn: Turn) -> str:
    [one] = [one for one in turn.data["choices"] if one["value"] == turn.data["to"]]
    return str(one["name"])
