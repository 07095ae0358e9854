"""An article is due: its unit says that it is still true, or what is true now."""

from bot.flow import DONE
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import officer
from bot.handlers.keeping.door import begin, knowledge, tapped
from bot.handlers.keeping.writing import words
from bot.turn import Turn
from core.errors import Refused
from core.knowledge import freshness
from core.knowledge.models import Article
from core.knowledge.proposing import change_wanted
from core.knowledge.queries import article_by_id


@knowledge.action
async def right(turn: Turn) -> None:
    """Still true; a second tap changes nothing."""
    article = await _due(turn, tapped(turn))
    await freshness.confirm(turn.session, article, officer(turn), now=turn.now)
    turn.say(
        "knowledge.review.right",
        edits=await shown(turn),
        question=article.question,
        day=article.review_on,
    )


@knowledge.action
async def alter(turn: Turn) -> str:
    article = await _due(turn, tapped(turn))
    facts = {"article": article.id, "question": article.question, "said_now": article.answer}
    return begin(turn, "altered", **facts)


async def _ask(turn: Turn) -> None:
    facts = {"question": turn.data["question"], "answer": turn.data["said_now"]}
    turn.say("knowledge.review.alter", buttons=(("cancel",),), **facts)


@knowledge.step(_ask)
async def altered(turn: Turn) -> str:
    """The whole new answer, for an editor to publish."""
    if turn.tapped is not None:
        turn.say("knowledge.stopped")
        return DONE
    said = words(turn)
    article = await _due(turn, turn.data["article"])
    staff = officer(turn)
    await freshness.doubt(turn.session, article, staff, now=turn.now)
    await change_wanted(turn.session, article, said, staff, now=turn.now)
    turn.say("knowledge.kept", question=article.question, answer=said)
    return DONE


async def _due(turn: Turn, article_id: int) -> Article:
    """The article, while it still waits for a look; a colleague may have been faster."""
    officer(turn)
    article = await article_by_id(turn.session, article_id)
    if article is None or article.review_asked_at is None:
        raise Refused("knowledge.review.over")
    return article
