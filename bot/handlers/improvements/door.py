"""The door to an improvement."""

from bot.flow import DONE, Flow
from bot.handlers.desk.door import give_back, number, officer
from bot.handlers.first_message import is_command
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.improvements.models import Improvement
from core.improvements.queries import improvement_by_id, is_theirs
from core.tickets.citizens import actor_of

improvement = Flow("improvement")
suggestion = Flow("suggestion", paced=True)

# What can be chosen for how long it may take.
DAYS = ("14", "30", "60", "90")


async def theirs(turn: Turn, improvement_id: int) -> Improvement:
    """The improvement, locked, for a member of staff who works on it."""
    staff = officer(turn)
    found = await improvement_by_id(turn.session, improvement_id, lock=True)
    if found is None or not await is_theirs(turn.session, staff, found):
        raise Refused("improvement.refused.not_yours")
    return found


def tapped(turn: Turn) -> int:
    """The number on the button."""
    assert turn.tap is not None
    return number(turn.tap.value)


def tapped_pair(turn: Turn) -> tuple[int, str]:
    """The number and the word on a button of the form `<number>-<word>`."""
    assert turn.tap is not None
    value, _, word = turn.tap.value.partition("-")
    return number(value), word


def begin(turn: Turn, target: str, **data: object) -> str:
    """Start a dialogue; one of these in which nothing was written yet is dropped."""
    if turn.flow in (improvement.name, suggestion.name) and not turn.data.get("text"):
        turn.leave()
    return turn.enter(target, **data)


def written(turn: Turn) -> str:
    """The words of a step that takes nothing else."""
    if turn.files or not turn.text:
        raise Refused("improvement.refused.words_only")
    if is_command(turn.text):
        raise Refused("improvement.refused.command")
    return turn.text


def stop(turn: Turn) -> str:
    """Nothing comes of it, and what was typed goes back."""
    give_back(turn, Text("improvement.stopped"), turn.data.get("text", ""))
    return DONE


def actor(turn: Turn) -> str:
    """Whoever acts, as the audit log names them."""
    return actor_of(officer(turn))
