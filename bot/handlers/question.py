"""A question: answered when the answer is sure, else offered, else passed on as it was written."""

from collections.abc import Sequence

from bot.flow import DONE, STAY, Flow
from bot.handlers import complaint, first_message
from bot.handlers.draft import Draft
from bot.handlers.lines import paragraphs
from bot.handlers.privacy import line
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.knowledge import office, rules
from core.knowledge import services as knowledge
from core.knowledge.confidence import Verdict
from core.knowledge.context import matter as matter_of
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.queries import Found, article_by_id, articles_by_id, asked_by
from core.outbox import Button
from core.routing.rules import tells_enough

question = Flow("question", paced=True)

LONGEST_NUMBER = 18  # digits; what a column of the database holds


async def start(turn: Turn, text: str | None = None) -> str | None:
    """Deal with this message, or `text`, as a question."""
    said = text or turn.text
    about = await matter_of(turn.session, turn.person, said, now=turn.now)
    asked, found = await knowledge.ask(
        turn.session, turn.person, said, now=turn.now, about=about or ""
    )
    if about is None and found.verdict is not Verdict.ANSWER:
        await knowledge.forget(turn.session, asked.id)
        return turn.enter("question.matter", question=said)
    if found.verdict is Verdict.UNKNOWN:
        return await _pass_on(turn, asked, text)
    return await _show(turn, asked, found, said)


async def instead(turn: Turn) -> str | None:
    """Look for an answer to the open draft, which stays where it is when there is none."""
    said = Draft(turn.data).text
    asked, found = await knowledge.ask(turn.session, turn.person, said, now=turn.now)
    if found.verdict is Verdict.UNKNOWN:
        turn.data["asked"] = asked.id
        return "complaint.preview"
    turn.leave()
    return await _show(turn, asked, found, said)


async def _show(turn: Turn, asked: AskedQuestion, found: Found, said: str) -> str | None:
    if found.verdict is Verdict.ANSWER:
        await _answer(turn, asked, found.articles[0])
        return STAY
    return _offer(turn, asked, found.articles, "offer")


@question.command("tanya", "ask")
@question.action
async def ask(turn: Turn) -> str | None:
    """What to ask comes with the command or in the next message; a photo is for an officer."""
    if turn.files:
        return await complaint.begin(turn, kind="information_request", text=turn.argument)
    return await start(turn, turn.argument) if turn.argument else turn.enter("question.words")


async def _ask_for_words(turn: Turn) -> None:
    turn.say("knowledge.ask")


@question.step(_ask_for_words)
async def words(turn: Turn) -> str | None:
    turn.leave()
    if not turn.text or turn.files or turn.text.startswith("/"):
        return await first_message.news(turn)
    return await start(turn)


async def _ask_for_matter(turn: Turn) -> None:
    turn.say("knowledge.which_matter", said=turn.data["question"])


@question.step(_ask_for_matter)
async def matter(turn: Turn) -> str | None:
    """The matter in a word or two; a whole sentence is something of its own."""
    asked = turn.data["question"]
    turn.leave()
    if not turn.text or turn.files or turn.text.startswith("/") or tells_enough(turn.text):
        return await first_message.news(turn)
    return await start(turn, f"{turn.text} {asked}")


async def _show_candidates(turn: Turn) -> None:
    articles = await articles_by_id(turn.session, turn.data["candidates"])
    rows = [(turn.choice(one.id, Text("common.plain", text=one.question)),) for one in articles]
    said = Text(f"knowledge.{turn.data['lead']}")
    turn.say("common.plain", buttons=(*rows, ("none",)), text=paragraphs(said, line(turn)))


@question.step(_show_candidates)
async def offer(turn: Turn) -> str | None:
    """One of the offered titles, none of them, or something else altogether."""
    if turn.tapped is None:
        turn.leave()
        return await first_message.news(turn)
    asked = await asked_by(turn.session, turn.person, turn.data["asked"])
    candidates: list[int] = turn.data["candidates"]
    chosen = next((one for one in candidates if str(one) == turn.tapped), None)
    if chosen is None:
        turn.leave()
        return await _pass_on(turn, asked, knowledge.original(turn.session, asked))
    article = await article_by_id(turn.session, chosen)
    if article is None:
        raise Refused("knowledge.refused.gone")
    await _answer(turn, asked, article)
    return DONE


@question.action
async def helpful(turn: Turn) -> None:
    await _judged(turn, helpful=True)
    turn.say("knowledge.thanks")


@question.action
async def unhelpful(turn: Turn) -> str | None:
    """Another answer that came near, else the question goes to the officers."""
    asked = await _judged(turn, helpful=False)
    others = [one for one, _ in asked.candidates if one != asked.article_id]
    articles = await articles_by_id(turn.session, others)
    if articles:
        return _offer(turn, asked, articles, "not_helpful")
    return await _pass_on(turn, asked, knowledge.original(turn.session, asked))


async def _judged(turn: Turn, *, helpful: bool) -> AskedQuestion:
    assert turn.tap is not None
    value = turn.tap.value
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise Refused("knowledge.refused.not_yours")
    asked = await asked_by(turn.session, turn.person, int(value))
    await knowledge.judge(turn.session, asked, helpful=helpful, now=turn.now)
    return asked


async def _answer(turn: Turn, asked: AskedQuestion, article: Article) -> None:
    await knowledge.show(turn.session, asked, article)
    facts = await office.facts(turn.session, turn.person.language)
    said = Text(
        "knowledge.answer",
        question=article.question,
        answer=rules.filled(article.answer, facts),
        source=article.source,
        reviewed=article.reviewed,
    )
    buttons = tuple(Button(f"question.{one}", asked.id) for one in ("helpful", "unhelpful"))
    turn.say("common.plain", buttons=(buttons,), text=paragraphs(said, line(turn)))


def _offer(turn: Turn, asked: AskedQuestion, articles: Sequence[Article], lead: str) -> str:
    candidates = [article.id for article in articles]
    if turn.flow == question.name:
        turn.leave()
    return turn.enter("question.offer", asked=asked.id, candidates=candidates, lead=lead)


async def _pass_on(turn: Turn, asked: AskedQuestion, text: str | None) -> str | None:
    """Nobody has to write it twice: the question is a draft to the officers already."""
    step = await complaint.begin(turn, kind="information_request", text=text)
    turn.data["asked"] = asked.id
    return step
