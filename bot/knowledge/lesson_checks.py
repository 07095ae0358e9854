"""Rules of scenarios and courses: named as their file, short sentences, no item twice."""

from collections import Counter
from collections.abc import Iterator

from bot.knowledge import scenario_checks
from bot.knowledge.course_schema import Course
from bot.knowledge.files import File, Place
from bot.knowledge.scenario_schema import Scenario, Scene
from bot.knowledge.schema import Content


def of_a_lesson(file: File, content: Content) -> Iterator[tuple[Place, str]]:
    if isinstance(content, Scenario | Course) and content.id != file.stem:
        yield ("id",), f'write "{file.stem}", the name of the file'
    if isinstance(content, Scenario):
        yield from scenario_checks.mistakes(content)
    if isinstance(content, Course):
        yield from _course(content)


def read_in_a_lesson(content: Content) -> Iterator[tuple[Place, str]]:
    if isinstance(content, Scenario | Course):
        yield ("summary",), content.summary
    if isinstance(content, Scenario):
        for at, scene in enumerate(content.scene):
            yield from _readings_of_a_scene(("scene", at), scene)


def _readings_of_a_scene(place: Place, scene: Scene) -> Iterator[tuple[Place, str]]:
    """All but the bubbles of the citizen, who may write as people do."""
    yield (*place, "narration"), scene.narration
    yield (*place, "text"), scene.text
    for number, choice in enumerate(scene.choices or ()):
        yield (*place, "choices", number, "text"), choice.text
        yield (*place, "choices", number, "feedback"), choice.feedback
    if scene.free:
        yield (*place, "free", "prompt"), scene.free.prompt
        yield (*place, "free", "example"), scene.free.example
        for number, point in enumerate(scene.free.rubric):
            yield (*place, "free", "rubric", number, "hint"), point.hint


def _course(course: Course) -> Iterator[tuple[Place, str]]:
    for item, times in Counter((item.kind, item.id) for item in course.items).items():
        if times > 1:
            yield ("items",), f'{item[0]} "{item[1]}" is in it {times} times; once is enough'
    for name, times in Counter(course.final_test).items():
        if times > 1:
            yield ("final_test",), f'"{name}" is asked {times} times; once is enough'
    practised = {item.id for item in course.items if item.kind == "question"}
    if practised.issuperset(course.final_test):
        yield ("final_test",), "ask at least one question that was not practised in the items"
