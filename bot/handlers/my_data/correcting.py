"""Something held about somebody is wrong: their name they correct themselves, the rest we do."""

from bot.flow import DONE
from bot.handlers import first_message
from bot.handlers.my_data.menu import BACK, my_data, received
from bot.turn import Turn
from core.outbox import Button
from core.people import services as people
from core.people.queries import display_name
from core.privacy import services

CHOICES = ((Button("mydata.correct_name"), Button("mydata.correct_other")), *BACK)


@my_data.command("perbaiki", "correct")
@my_data.action
async def correct(turn: Turn) -> None:
    turn.say("rights.correct", buttons=CHOICES, name=display_name(turn.session, turn.person))


@my_data.action
async def correct_name(turn: Turn) -> str:
    return begin(turn, "name")


@my_data.action
async def correct_other(turn: Turn) -> str:
    return begin(turn, "other")


def begin(turn: Turn, step: str) -> str:
    """Another dialogue of /datasaya that was still open gives way."""
    if turn.flow == my_data.name:
        turn.leave()
    return turn.enter(f"mydata.{step}", of="mydata")


async def _ask_name(turn: Turn) -> None:
    turn.say("rights.ask_name", buttons=(("cancel",),))


@my_data.step(_ask_name)
async def name(turn: Turn) -> str | None:
    if turn.tapped is not None:
        turn.say("cancel.done")
        return DONE
    if not turn.text:
        return first_message.nothing(turn)
    people.call(turn.session, turn.person, turn.text)
    await services.done_at_once(turn.session, turn.person, "correct", now=turn.now)
    turn.say("rights.renamed", buttons=BACK, name=display_name(turn.session, turn.person))
    return DONE


async def _ask_other(turn: Turn) -> None:
    turn.say("rights.ask_other", buttons=(("cancel",),))


@my_data.step(_ask_other)
async def other(turn: Turn) -> str | None:
    if turn.tapped is not None:
        turn.say("cancel.done")
        return DONE
    if not turn.text:
        return first_message.nothing(turn)
    request = await services.ask(turn.session, turn.person, "correct", now=turn.now, said=turn.text)
    await received(turn, request)
    return DONE
