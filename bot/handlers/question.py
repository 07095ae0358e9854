"""A question: answered when the answer is sure, else offered, else passed on as it was written."""

from bot.flow import STAY, Flow
from bot.handlers import choosing, complaint, first_message
from bot.handlers.draft import Draft
from bot.handlers.told import pass_on, pass_on_as_typed, tell
from bot.turn import Turn
from core.errors import Refused
from core.knowledge import services as knowledge
from core.knowledge.confidence import Verdict
from core.knowledge.context import matter as matter_of
from core.knowledge.matters import has_more
from core.knowledge.models import AskedQuestion
from core.knowledge.queries import Found, articles_by_id, asked_by
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
        return await pass_on(turn, asked, text)
    return await _show(turn, asked, found)


async def instead(turn: Turn) -> str | None:
    """Look for an answer to the open draft, which stays where it is when there is none."""
    said = Draft(turn.data).text
    asked, found = await knowledge.ask(turn.session, turn.person, said, now=turn.now)
    if found.verdict is Verdict.UNKNOWN:
        turn.data["asked"] = asked.id
        return "complaint.preview"
    turn.leave()
    return await _show(turn, asked, found)


async def _show(turn: Turn, asked: AskedQuestion, found: Found) -> str | None:
    if found.verdict is Verdict.ANSWER:
        await tell(turn, asked, found.articles)
        return STAY
    return await choosing.begin(turn, asked, found.services, lead="offer", wanted=found.wanted)


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


@question.action
async def helpful(turn: Turn) -> None:
    await _judged(turn, helpful=True)
    turn.say("knowledge.thanks")


@question.action
async def unhelpful(turn: Turn) -> str | None:
    """What else came near, else the question goes to the officers."""
    asked = await _judged(turn, helpful=False)
    told = [asked.article_id] if asked.article_id else []
    near = await articles_by_id(turn.session, [*told, *(one for one, _ in asked.candidates)])
    services = list(dict.fromkeys(one.service for one in near))
    if services and not await has_more(turn.session, services[0], told):
        services = services[1:]
    if services:
        return await choosing.begin(turn, asked, services, lead="not_helpful", told=told)
    return await pass_on_as_typed(turn, asked)


async def _judged(turn: Turn, *, helpful: bool) -> AskedQuestion:
    assert turn.tap is not None
    value = turn.tap.value
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise Refused("knowledge.refused.not_yours")
    asked = await asked_by(turn.session, turn.person, int(value))
    await knowledge.judge(turn.session, asked, helpful=helpful, now=turn.now)
    return asked
