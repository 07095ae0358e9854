"""Somebody who may open no new case says what is wrong about that."""

from bot.flow import DONE, Flow
from bot.handlers import first_message
from bot.handlers.desk.door import number
from bot.turn import Turn
from core.bans import services
from core.bans.models import Ban
from core.bans.queries import ban_by_id
from core.errors import Refused

ban = Flow("ban")


@ban.action
async def object_(turn: Turn) -> str:
    assert turn.tap is not None
    found = await _mine(turn, number(turn.tap.value))
    if turn.flow == ban.name:
        turn.leave()
    return turn.enter("ban.words", ban=found.id)


async def _ask(turn: Turn) -> None:
    turn.say("bans.ask", buttons=(("cancel",),))


@ban.step(_ask)
async def words(turn: Turn) -> str | None:
    if turn.tapped is not None:
        turn.say("cancel.done")
        return DONE
    if not turn.text:
        return first_message.nothing(turn)
    found = await _mine(turn, turn.data["ban"])
    await services.appeal(turn.session, found, turn.text, now=turn.now)
    turn.say("bans.appealed")
    return DONE


async def _mine(turn: Turn, ban_id: int) -> Ban:
    found = await ban_by_id(turn.session, ban_id, lock=True)
    if found is None or found.person_id != turn.person.id:
        raise Refused("bans.refused.not_yours")
    return found
