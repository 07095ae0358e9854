"""An answer as it is shown, and what is left when there is none."""

from collections.abc import Sequence

from bot.handlers import complaint
from bot.handlers.lines import paragraphs
from bot.handlers.privacy import line
from bot.turn import Turn
from core.i18n import Text
from core.knowledge import office, rules
from core.knowledge import services as knowledge
from core.knowledge.models import Article, AskedQuestion
from core.outbox import Button

JUDGED = ("helpful", "unhelpful")


async def tell(turn: Turn, asked: AskedQuestion, articles: Sequence[Article]) -> None:
    """Answer with these articles, mostly one, in one message."""
    for article in reversed(articles):
        await knowledge.show(turn.session, asked, article)
    facts = await office.facts(turn.session, turn.person.language)
    said = [shown(article, facts) for article in articles]
    buttons = tuple(Button(f"question.{one}", asked.id) for one in JUDGED)
    turn.say("common.plain", buttons=(buttons,), text=paragraphs(*said, line(turn)))


def shown(article: Article, facts: dict[str, str]) -> Text:
    """Question, answer, source and date."""
    return Text(
        "knowledge.answer",
        question=article.question,
        answer=rules.filled(article.answer, facts),
        source=article.source,
        reviewed=article.reviewed,
    )


async def pass_on(turn: Turn, asked: AskedQuestion, text: str | None) -> str | None:
    """Nobody has to write it twice: the question is a draft to the officers already."""
    step = await complaint.begin(turn, kind="information_request", text=text)
    turn.data["asked"] = asked.id
    return step


async def pass_on_as_typed(turn: Turn, asked: AskedQuestion) -> str | None:
    return await pass_on(turn, asked, knowledge.original(turn.session, asked))
