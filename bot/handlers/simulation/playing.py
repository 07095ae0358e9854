"""A simulation scene by scene: what is said, a reply, why it was good or not, and the report."""

from collections.abc import Iterable

from bot.flow import DONE
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import officer
from bot.handlers.lines import NOTHING, lines, paragraphs
from bot.handlers.simulation.choosing import scenarios, simulation, version_of
from bot.knowledge.scenario_schema import Choice, Free, KeyPoint, Scene
from bot.library import library
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.learning import simulating
from core.learning.models import ScenarioRun
from core.outbox import Button

LETTERS = "ABCD"


async def _show(turn: Turn) -> None:
    """The scene the run waits at; of an ending the report."""
    run = await _run(turn)
    scene = _scene(run)
    told = _told(scene)
    if scene.free:
        asked = Text("simulation.free", prompt=scene.free.prompt)
        turn.say("common.plain", buttons=(("pause",),), text=paragraphs(told, asked))
        return
    choices = scene.choices or []
    options = [
        Text("simulation.option", letter=letter, text=one.text)
        for letter, one in zip(LETTERS, choices, strict=False)
    ]
    asked = Text("simulation.pick", options=lines(options))
    letters = tuple(
        turn.choice(at, Text("common.plain", text=LETTERS[at])) for at in range(len(choices))
    )
    turn.say("common.plain", buttons=(letters, ("pause",)), text=paragraphs(told, asked))


@simulation.step(_show)
async def play(turn: Turn) -> str | None:
    if turn.tapped == "pause":
        turn.say("simulation.paused")
        return DONE
    run = await _run(turn)
    scene = _scene(run)
    if scene.free:
        return _write(turn, run, scene.free)
    at = turn.tapped or ""
    if not at.isdecimal() or int(at) >= len(scene.choices or ()):
        raise Refused("simulation.refused.choose")
    return await _choose(turn, run, scene, int(at))


async def _choose(turn: Turn, run: ScenarioRun, scene: Scene, at: int) -> str:
    """The reply stands where the buttons were, with what it brought."""
    choices = scene.choices or []
    one = choices[at]
    most = best_of([choice.score for choice in choices])
    simulating.step(run, at, one.next, one.score, most, now=turn.now)
    turn.say(
        "simulation.chosen",
        edits=await shown(turn),
        text=one.text,
        feedback=one.feedback,
        mood=_mood(one),
    )
    return _goes_on(turn, run)


def _write(turn: Turn, run: ScenarioRun, free: Free) -> str:
    """What they wrote is weighed by its points and not kept."""
    if turn.tapped is not None or not turn.text:
        raise Refused("simulation.refused.write")
    met = [at for at, one in enumerate(free.rubric) if one.met_by(turn.text)]
    scores = sum_of([free.rubric[at].score for at in met])
    most = sum_of([one.score for one in free.rubric])
    simulating.step(run, met, free.next, scores, most, now=turn.now)
    points = lines(_point(one, at in met) for at, one in enumerate(free.rubric))
    turn.say(
        "simulation.weighed", points=points, met=len(met), of=len(free.rubric), example=free.example
    )
    return _goes_on(turn, run)


def _point(one: KeyPoint, met: bool) -> Text:
    if met:
        return Text("simulation.met", point=one.point)
    return Text("simulation.missed", point=one.point, hint=one.hint)


def _goes_on(turn: Turn, run: ScenarioRun) -> str:
    scene = _scene(run)
    if scene.ending is None:
        return "play"
    simulating.end(run, scene.ending, now=turn.now)
    report = lines(_report(turn, run))
    ended = Text(f"simulation.ended.{scene.ending}", text=scene.text, report=report)
    again = ((Button("simulation.choose"),),)
    turn.say("common.plain", buttons=again, text=paragraphs(_told(scene), ended))
    return DONE


def _told(scene: Scene) -> Text:
    """What happens, and what the other side says."""
    narration = Text("simulation.narration", text=scene.narration) if scene.narration else NOTHING
    said = [Text("simulation.bubble", text=one) for one in scene.citizen]
    return paragraphs(narration, lines(said)) if said else narration


def _report(turn: Turn, run: ScenarioRun) -> Iterable[Text]:
    """What was reached of what was to be had, by competency."""
    english = turn.person.language == "en"
    for one in library().competencies:
        if most := run.most.get(one.code):
            score = max(0, run.scores.get(one.code, 0))
            name = one.name_en if english else one.name
            yield Text("simulation.score", name=name, score=score, most=most)


async def _run(turn: Turn) -> ScenarioRun:
    """Their run; refused when its text was changed or it was ended on another device."""
    run = await simulating.run_by_id(turn.session, officer(turn), turn.data["run"])
    known = run is not None and run.scenario in scenarios()
    if run is None or not known or run.ended_at or run.version != version_of(run.scenario):
        raise Refused("simulation.refused.changed")
    return run


def _scene(run: ScenarioRun) -> Scene:
    return next(one for one in scenarios()[run.scenario].scene if one.id == run.at)


def _mood(one: Choice) -> Text:
    """How the other side takes it."""
    way = "better" if one.mood > 0 else "worse" if one.mood < 0 else "same"
    return Text(f"simulation.mood.{way}")


def best_of(scores: Iterable[dict[str, int]]) -> dict[str, int]:
    """The best of each competency that one of the replies brings."""
    best: dict[str, int] = {}
    for score in scores:
        best |= {code: max(points, best.get(code, 0)) for code, points in score.items()}
    return best


def sum_of(scores: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for score in scores:
        total |= {code: total.get(code, 0) + points for code, points in score.items()}
    return total
