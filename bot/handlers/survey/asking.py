"""Nine taps in one message, and then, for who likes, something about themselves.

Nothing is written before the ninth answer. Whatever else somebody writes meanwhile is dealt with
first; the survey waits until then.
"""

from dataclasses import asdict

from bot.flow import DONE, Flow
from bot.handlers.desk.choices import shown
from bot.handlers.detail_words import something_new
from bot.turn import Turn
from core.i18n import Text
from core.survey import once, queries, services, wording
from core.survey.models import TRAITS
from core.survey.rules import ANSWERS
from core.survey.services import Service

survey = Flow("survey")


def begin(turn: Turn, service: Service) -> str:
    """The first question, or the one they were at in the same survey."""
    if turn.flow == survey.name:
        if turn.data.get("service") == asdict(service):
            return f"{turn.flow}.{turn.step}"
        turn.leave()
    return turn.enter("survey.ask", service=asdict(service), answers={})


async def _ask(turn: Turn) -> None:
    codes = await queries.elements(turn.session)
    at = len(turn.data["answers"])
    code, language = codes[at], turn.person.language
    known = await queries.wordings(turn.session, once.today(turn.session, turn.now))
    rows = [(turn.choice(n, wording.answer(known, code, n, language)),) for n in ANSWERS]
    turn.say(
        "survey.question",
        buttons=(*rows, ("back", "stop") if at else ("stop",)),
        edits=await _place(turn),
        at=at + 1,
        of=len(codes),
        name=wording.name(known, code, language),
        question=wording.question(known, code, language),
    )


@survey.step(_ask)
async def ask(turn: Turn) -> str | None:
    answers = turn.data["answers"]
    match turn.tapped:
        case None:
            return await something_new(turn)
        case "stop":
            return await _stopped(turn)
        case "back" if answers:
            answers.popitem()
        case tapped if tapped in map(str, ANSWERS):
            return await _answered(turn, int(tapped))
    return "ask"


async def _answered(turn: Turn, answer: int) -> str:
    codes, answers = await queries.elements(turn.session), turn.data["answers"]
    answers[codes[len(answers)]] = answer
    if len(answers) < len(codes):
        return "ask"
    service = Service(**turn.data["service"])
    kept = await services.hand_in(turn.session, service, turn.person, answers, now=turn.now)
    turn.say("survey.thanks" if kept else "survey.not_kept", edits=await shown(turn))
    if not kept:
        return DONE
    # The answers are nowhere else but on their sheet from now on.
    turn.data["answers"], turn.data["traits"] = {}, list(TRAITS)
    return "about"


async def _ask_about(turn: Turn) -> None:
    left = turn.data["traits"]
    trait = left[0]
    rows = [(turn.choice(value, f"survey.{trait}.{value}"),) for value in TRAITS[trait]]
    at = len(TRAITS) - len(left) + 1
    turn.say(
        "survey.about",
        buttons=(*rows, ("skip", "enough")),
        # The thanks stay above the first of them.
        edits=await _place(turn) if at > 1 else None,
        at=at,
        of=len(TRAITS),
        question=Text(f"survey.{trait}.question"),
    )


@survey.step(_ask_about)
async def about(turn: Turn) -> str | None:
    if turn.tapped is None:
        turn.leave()
        return await something_new(turn)
    left, unit_id = turn.data["traits"], turn.data["service"]["unit_id"]
    if turn.tapped in TRAITS[left[0]]:
        facts = (unit_id, left[0], turn.tapped)
        await services.tell_trait(turn.session, *facts, now=turn.now)
    turn.data["traits"] = [] if turn.tapped == "enough" else left[1:]
    if turn.data["traits"]:
        return "about"
    turn.say("survey.about_done", edits=await shown(turn))
    return DONE


def stop(turn: Turn) -> str:
    """/batal: no answer is kept; after the last one there is nothing to take back."""
    turn.say("survey.stopped" if turn.step == "ask" else "survey.about_done")
    return DONE


async def _stopped(turn: Turn) -> str:
    turn.say("survey.stopped", edits=await shown(turn))
    return DONE


async def _place(turn: Turn) -> int | None:
    """The message of the question before, which changes into this one.

    What was tapped may as well have been the end of a report that went first.
    """
    own = turn.tap is not None and turn.tap.flow == survey.name and turn.tapped is not None
    return await shown(turn) if own else None
