"""The door to a topic and to what was written to it."""

from bot.flow import DONE, Flow
from bot.handlers.desk.door import give_back, number, officer
from bot.handlers.first_message import is_command
from bot.turn import Turn
from core.errors import Refused
from core.forums.models import Post, Topic
from core.forums.queries import keeps, post_by_id, topic_by_id
from core.i18n import Text

forum = Flow("forum", paced=True)


async def topic(turn: Turn, topic_id: int, *, lock: bool = False) -> Topic:
    """The topic, if it is open to whoever asks."""
    found = await topic_by_id(turn.session, topic_id, lock=lock)
    if found is None or not (found.opens_at <= turn.now or await is_keeper(turn, found)):
        raise Refused("forum.refused.gone")
    return found


async def post(turn: Turn, post_id: int, *, lock: bool = False) -> Post:
    """What was written, if whoever asks may read it: others only what is shown."""
    found = await post_by_id(turn.session, post_id, lock=lock)
    if found is None:
        raise Refused("forum.refused.gone")
    if found.state != "shown" and not await is_keeper(turn, found.topic):
        raise Refused("forum.refused.gone")
    return found


async def kept_topic(turn: Turn, topic_id: int) -> Topic:
    """The topic, locked, for whoever runs it."""
    officer(turn)
    found = await topic(turn, topic_id, lock=True)
    if not await is_keeper(turn, found):
        raise Refused("forum.refused.not_yours")
    return found


async def kept_post(turn: Turn, post_id: int) -> Post:
    officer(turn)
    found = await post(turn, post_id, lock=True)
    if not await is_keeper(turn, found.topic):
        raise Refused("forum.refused.not_yours")
    return found


async def is_keeper(turn: Turn, found: Topic) -> bool:
    return turn.staff is not None and await keeps(turn.session, turn.staff, found)


def tapped(turn: Turn) -> int:
    """The number on the button."""
    assert turn.tap is not None
    return number(turn.tap.value)


def tapped_pair(turn: Turn) -> tuple[int, str]:
    """The number and the word on a button of the form `<number>-<word>`."""
    assert turn.tap is not None
    value, _, word = turn.tap.value.partition("-")
    return number(value), word


def begin(turn: Turn, step: str, **data: object) -> str:
    """Start a dialogue of the forum; one in which nothing was written yet is dropped."""
    if turn.flow == forum.name and not turn.data.get("text"):
        turn.leave()
    return turn.enter(f"forum.{step}", **data)


def written(turn: Turn) -> str:
    """The words of a step that takes nothing else."""
    if turn.files or not turn.text:
        raise Refused("forum.refused.words_only")
    if is_command(turn.text):
        raise Refused("forum.refused.command")
    return turn.text


def stop(turn: Turn) -> str:
    """Nothing comes of it, and what was typed goes back."""
    give_back(turn, Text("forum.stopped"), turn.data.get("text", ""))
    return DONE
