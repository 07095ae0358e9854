"""Being forgotten takes two taps: the first says what it means."""

from bot.flow import DONE, STAY
from bot.handlers import first_message
from bot.handlers.my_data.correcting import begin
from bot.handlers.my_data.menu import my_data, received
from bot.turn import Turn
from core.privacy import erasure, services


@my_data.command("hapus", "delete")
@my_data.action
async def delete(turn: Turn) -> str:
    await erasure.check(turn.session, turn.person)
    return begin(turn, "sure")


async def _say_what_it_means(turn: Turn) -> None:
    waits = await erasure.has_open_cases(turn.session, turn.person)
    key = "rights.delete_waits" if waits else "rights.delete"
    turn.say(key, buttons=(("person",), ("words",), ("cancel",)))


@my_data.step(_say_what_it_means)
async def sure(turn: Turn) -> str | None:
    match turn.tapped:
        case "person":
            return await _person(turn)
        case "words":
            return await _ask_office(turn, "delete_words")
        case "cancel":
            turn.say("cancel.done")
            return DONE
    # They wrote of something else.
    turn.leave()
    return await first_message.news(turn)


async def _person(turn: Turn) -> str | None:
    """At once; while a case is open the office needs the address to answer it, and decides."""
    if not await services.delete_at_once(turn.session, turn.person, now=turn.now):
        return await _ask_office(turn, "delete")
    turn.flow, turn.step, turn.data, turn.moved = None, None, {}, True
    return STAY


async def _ask_office(turn: Turn, kind: str) -> str:
    request = await services.ask(turn.session, turn.person, kind, now=turn.now)
    await received(turn, request)
    return DONE
