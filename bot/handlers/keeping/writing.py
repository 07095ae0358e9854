"""An officer writes the answer to a gap, or what an article has to say instead."""

from bot.flow import DONE
from bot.handlers.desk.door import officer
from bot.handlers.first_message import is_command
from bot.handlers.keeping.door import begin, gap, knowledge, tapped
from bot.turn import Turn
from core.errors import Refused
from core.knowledge.content import LENGTHS
from core.knowledge.proposing import propose
from core.outbox import Button

LEAST, MOST = LENGTHS["answer"]


@knowledge.action
async def write(turn: Turn) -> str:
    found = await gap(turn, tapped(turn))
    return begin(turn, "answer", asked=found.id, question=found.text)


async def _ask(turn: Turn) -> None:
    turn.say("knowledge.write", buttons=(("cancel",),), said=turn.data["question"])


@knowledge.step(_ask)
async def answer(turn: Turn) -> str:
    """The words of the answer; nothing of it is shown to citizens before an editor published it."""
    if turn.tapped is not None:
        turn.say("knowledge.stopped")
        return DONE
    said = words(turn)
    found = await gap(turn, turn.data["asked"])
    draft = await propose(turn.session, found, said, officer(turn), now=turn.now)
    turn.say(
        "knowledge.kept",
        buttons=((Button("knowledge.gaps", 1),),),
        question=draft.content["question"],
        answer=draft.content["answer"],
    )
    return DONE


def words(turn: Turn) -> str:
    """What was written; refused where it cannot be an answer."""
    if is_command(turn.text):
        raise Refused("improvement.refused.command")
    if turn.files or not LEAST <= len(turn.text) <= MOST:
        raise Refused("knowledge.wrong.answer", least=LEAST, most=MOST)
    return turn.text
