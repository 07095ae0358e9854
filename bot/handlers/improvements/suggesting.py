"""/saran: a citizen suggests, a coordinator or head answers or makes an improvement of it."""

from bot.flow import DONE
from bot.handlers import limits
from bot.handlers.desk.door import officer
from bot.handlers.improvements.door import (
    actor,
    begin,
    stop,
    suggestion,
    tapped,
    written,
)
from bot.handlers.improvements.opening import begin_new
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.errors import Refused
from core.improvements import queries, suggesting
from core.improvements.models import Suggestion
from core.outbox import Button
from core.people.models import Staff


@suggestion.command("saran", "suggest")
async def begin_(turn: Turn) -> str | None:
    """What stands behind the command is the suggestion already."""
    if turn.person.banned_at is not None:
        why = await limits.ban_words(turn)
        turn.say("common.plain", buttons=await limits.objection(turn), text=why)
        return None
    if turn.argument:
        await _keep(turn, turn.argument)
        return None
    return begin(turn, "suggestion.write")


@suggestion.action
async def start(turn: Turn) -> str | None:
    return await begin_(turn)


async def _ask(turn: Turn) -> None:
    turn.say("improvement.suggest.write", buttons=(("cancel",),))


@suggestion.step(_ask)
async def write(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    await _keep(turn, written(turn))
    return DONE


async def _keep(turn: Turn, text: str) -> None:
    row = await suggesting.suggest(turn.session, turn.person, text, now=turn.now)
    rows = ((Button("improvement.list"),),)
    turn.say("improvement.suggest.kept", buttons=rows, said=row.text)


@suggestion.action
async def check(turn: Turn) -> None:
    """The oldest one that nobody answered."""
    _decider(turn)
    await _check(turn)


async def _check(turn: Turn) -> None:
    waiting = await queries.new_suggestions(turn.session)
    if not waiting:
        turn.say("improvement.suggest.none", buttons=((Button("improvement.desk"),),))
        return
    one = waiting[0]
    rows = (
        (Button("suggestion.take", one.id),),
        (Button("suggestion.thank", one.id), Button("suggestion.decline", one.id)),
    )
    turn.say("improvement.suggest.one", buttons=rows, n=len(waiting), at=one.at, said=one.text)


@suggestion.action
async def take(turn: Turn) -> str:
    row = await _new(turn, tapped(turn))
    return begin_new(turn, suggestion=row.id)


@suggestion.action
async def thank(turn: Turn) -> str:
    return await _begin(turn, "thank")


@suggestion.action
async def decline(turn: Turn) -> str:
    return await _begin(turn, "decline")


async def _begin(turn: Turn, verb: str) -> str:
    row = await _new(turn, tapped(turn))
    return begin(turn, "suggestion.reply", id=row.id, verb=verb, quoted=row.text)


async def _ask_reply(turn: Turn) -> None:
    key = f"improvement.suggest.{turn.data['verb']}"
    turn.say(key, buttons=(("cancel",),), said=beginning(turn.data["quoted"]))


@suggestion.step(_ask_reply)
async def reply(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    row = await _new(turn, turn.data["id"])
    verb = suggesting.thank if turn.data["verb"] == "thank" else suggesting.decline
    await verb(turn.session, row, written(turn), by=actor(turn), now=turn.now)
    await _check(turn)
    return DONE


async def _new(turn: Turn, suggestion_id: int) -> Suggestion:
    _decider(turn)
    row = await queries.suggestion_by_id(turn.session, suggestion_id, lock=True)
    if row is None or row.state != "new":
        raise Refused("improvement.refused.decided")
    return row


def _decider(turn: Turn) -> Staff:
    """Suggestions are about the whole office: a coordinator or head answers."""
    staff = officer(turn)
    if staff.role == "officer":
        raise Refused("improvement.refused.not_head")
    return staff
