"""Giving a ticket back: why it is not ours, and where it belongs."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import attempt, begin, cancel, officer, tapped, ticket
from bot.handlers.desk.draft import add, echo, words_only
from bot.turn import Turn
from core import i18n
from core.errors import Refused
from core.people.queries import units
from core.tickets import rules, services
from core.tickets.notices import pieces


@ticket.action
async def return_(turn: Turn) -> str:
    found = await tapped(turn, "return")
    root, *below = await units(turn.session)
    elsewhere = [unit for unit in below if unit.id != found.unit_id]
    offered = await choices.places(turn.session, elsewhere, now=turn.now)
    most = turn.session.info["service"].most_returns
    settled = rules.settled_by_coordinator(found, officer(turn), most)
    if settled:
        offered = []
    at_root = root.id == found.unit_id and not settled
    if at_root and not offered:
        raise Refused("desk.refused.nowhere", code=found.code)
    return begin(turn, "return_why", found, choices=offered, at_root=at_root, settled=settled)


async def _ask_why(turn: Turn) -> None:
    rows = (("not_ours",), ("unclear",), ("other", "cancel"))
    await choices.prompt(turn, "desk.return.why", *rows)


@ticket.step(_ask_why)
async def return_why(turn: Turn) -> str:
    if turn.tapped == "not_ours":
        return _because(turn, "not_ours")
    if turn.tapped == "unclear":
        return "return_unclear"
    return "return_reason" if turn.tapped == "other" else _written(turn, "return_why")


async def _ask_unclear(turn: Turn) -> None:
    rows = (("ask_instead",), ("return_anyway", "cancel"))
    await choices.prompt(turn, "desk.return.unclear", *rows)


@ticket.step(_ask_unclear)
async def return_unclear(turn: Turn) -> str:
    """What the citizen can explain, they are better asked: nobody else knows it either."""
    if turn.tapped == "ask_instead":
        return "ask_text"
    if turn.tapped == "return_anyway":
        return _because(turn, "unclear")
    return _written(turn, "return_unclear")


async def _ask_reason(turn: Turn) -> None:
    await choices.prompt(turn, "desk.return.reason", ("cancel",))


@ticket.step(_ask_reason)
async def return_reason(turn: Turn) -> str:
    return _written(turn, "return_reason")


async def _ask_to(turn: Turn) -> None:
    first = () if turn.data["at_root"] else (("coordinator",),)
    rows = (*first, *choices.rows(turn), ("cancel",))
    key = "desk.return.settled" if turn.data.get("settled") else "desk.return.to"
    await choices.prompt(turn, key, *rows, said=pieces(turn.data["text"])[0])


@ticket.step(_ask_to)
async def return_to(turn: Turn) -> str:
    """Words that come before the choice belong to the reason."""
    to = choices.chosen(turn)
    if to is None and turn.tapped != "coordinator":
        return "return_to" if choices.turned(turn) else _written(turn, "return_to")
    unit = await choices.target(turn.session, to) if to else None
    text = turn.data["text"]
    found = await attempt(turn, services.return_, text, to=unit)
    if found is not None:
        echo(turn, "desk.return.done", found, text, internal=True, to=found.unit.name)
    return DONE


def _because(turn: Turn, reason: str) -> str:
    language = turn.session.info["service"].language
    turn.data["text"] = i18n.plain(f"desk.reason.{reason}", language)
    return "return_to"


def _written(turn: Turn, here: str) -> str:
    """Take the reason from what was typed; a button nobody offered changes nothing."""
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped is not None:
        return here
    words_only(turn)
    add(turn)
    return "return_to" if turn.data["text"] else here
