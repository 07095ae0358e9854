"""Rules of a scenario: every way arrives, after enough answers, and nothing gives them away."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AnySet
from graphlib import CycleError, TopologicalSorter
from math import inf

from bot.knowledge.files import Place
from bot.knowledge.scenario_schema import Choice, Scenario, Scene

FEWEST_ANSWERS = {"to any ending": 2, "to a good ending": 3}


def mistakes(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    yield from _scores(scenario)
    yield from _places(scenario)
    yield from list(_names(scenario)) or _ways(scenario)


def answers(ways: Mapping[str, Sequence[str]], goals: AnySet[str]) -> dict[str, float]:
    """How few answers lead from each scene to one of the goals, infinite where none does.

    A scene without ways is an end. Raises CycleError when a talk could go round in a circle.
    """
    few: dict[str, float] = {}
    for name in TopologicalSorter(ways).static_order():
        ahead = [few[one] for one in ways[name]]
        few[name] = min(ahead) + 1 if ahead else 0 if name in goals else inf
    return few


def reached(ways: Mapping[str, Sequence[str]], start: str) -> set[str]:
    found, open_ = {start}, [start]
    while open_:
        new = set(ways[open_.pop()]) - found
        found |= new
        open_ += new
    return found


def _names(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Scenes called the same, and ways to scenes that are not there."""
    times = Counter(scene.id for scene in scenario.scene)
    if scenario.start not in times:
        yield ("start",), f'no scene called "{scenario.start}"; correct it or add it'
    for at, scene in enumerate(scenario.scene):
        if times[scene.id] > 1:
            yield ("scene", at, "id"), f'"{scene.id}" is the id of two scenes; choose another'
        for place, name in _targets(at, scene):
            if name not in times:
                yield place, f'no scene called "{name}"; correct it or add it'


def _targets(at: int, scene: Scene) -> Iterator[tuple[Place, str]]:
    for number, one in enumerate(scene.choices or ()):
        yield ("scene", at, "choices", number, "next"), one.next
    if scene.free:
        yield ("scene", at, "free", "next"), scene.free.next


def _ways(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    ways = {scene.id: scene.ways for scene in scenario.scene}
    place = {scene.id: ("scene", at, "id") for at, scene in enumerate(scenario.scene)}
    for name in ways.keys() - reached(ways, scenario.start):
        yield place[name], "lead to this scene from another one, or take it out"
    ends = {scene.id: scene.ending for scene in scenario.scene if scene.ending}
    good = {name for name, ending in ends.items() if ending == "good"}
    if not good or good == ends.keys():
        yield ("scene",), "give at least one ending that is good and one that is not"
        return
    try:
        few = [answers(ways, goals)[scenario.start] for goals in (ends.keys(), good)]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        yield place[error.args[1][0]], f"the talk goes round in a circle ({circle}); break it"
        return
    for (path, fewest), count in zip(FEWEST_ANSWERS.items(), few, strict=True):
        if count < fewest:
            yield ("start",), f"ask for at least {fewest} answers on every way {path} (now {count})"


def _scores(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """What is scored is what the scenario says it practises, no less and no more."""
    scored: set[str] = set()
    for at, scene in enumerate(scenario.scene):
        for place, score in _scored(at, scene):
            for code in sorted(score.keys() - scenario.competencies.keys()):
                yield place, f'"{code}" is not among the competencies of the scenario'
            scored |= score.keys()
    for code in sorted(scenario.competencies.keys() - scored):
        yield ("competencies",), f'no answer scores "{code}"; score it or take it out'


def _scored(at: int, scene: Scene) -> Iterator[tuple[Place, Mapping[str, int]]]:
    for number, choice in enumerate(scene.choices or ()):
        yield ("scene", at, "choices", number, "score"), choice.score
    for number, point in enumerate(scene.free.rubric if scene.free else ()):
        yield ("scene", at, "free", "rubric", number, "score"), point.score


def _places(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Neither its place nor its length may give the best choice away all through the talk."""
    choosing = [scene.choices for scene in scenario.scene if scene.choices]
    if len(choosing) < 2:
        return
    if set.intersection(*map(best, choosing)):
        yield ("scene",), "the best choice is at the same position in every scene; move some"
    if all(_longest(choices) in best(choices) for choices in choosing):
        yield ("scene",), "the best choice is the longest in every scene; shorten some"


def best(choices: Sequence[Choice]) -> set[int]:
    """Positions of the choices with the highest sum of scores."""
    sums = [sum(one.score.values()) for one in choices]
    return {at for at, total in enumerate(sums) if total == max(sums)}


def _longest(choices: Sequence[Choice]) -> int:
    return max(range(len(choices)), key=lambda at: len(choices[at].text))
