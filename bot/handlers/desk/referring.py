"""Passing a ticket on to an outside body; it stays with us, open, until they have answered."""

from bot.flow import DONE
from bot.handlers.desk import particulars
from bot.handlers.desk.door import attempt, begin, cancel, tapped, ticket
from bot.turn import Turn
from core.tickets import reporters, services


@ticket.action
async def refer(turn: Turn) -> str:
    found = await tapped(turn, "refer")
    return begin(turn, "refer_fact", found, outcome="referred", facts={})


@ticket.step(particulars.ask)
async def refer_fact(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    particulars.take(turn)
    if particulars.wanted(turn):
        return "refer_fact"
    found = await attempt(turn, services.refer, turn.data["facts"])
    if found is not None:
        name = reporters.name(turn.session, found)
        turn.say("desk.refer.done", about=found.id, code=found.code, name=name, body=found.outside)
    return DONE
