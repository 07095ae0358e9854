"""Rules that one file shows by itself and a shape cannot hold: readable, no personal data."""

import re
from collections.abc import Iterator
from itertools import chain

from bot.knowledge.files import File, Place, Problem
from bot.knowledge.lesson_checks import of_a_lesson, read_in_a_lesson
from bot.knowledge.preset_schema import Preset
from bot.knowledge.schema import Content, Questions, Service, Tips

LONGEST_SENTENCE = 25
PERSONAL = {
    "16 digits look like a NIK": re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)"),
    "this looks like a mobile number": re.compile(r"(?<!\d)(?:\+62|62|0)8(?:[ .-]?\d){8,}"),
}
SENTENCE_END = re.compile(r"[.!?:;](?=\s|$)|\n")


def within(file: File, content: Content) -> Iterator[Problem]:
    yield from _personal_data(file)
    for place, text in _readings(content):
        if words := _longest_sentence(text):
            advice = f"split the sentence of {words} words; {LONGEST_SENTENCE} is the most"
            yield file.problem(place, advice)
    rules = (_names_of_a_service(file, content), _one_root(content), of_a_lesson(file, content))
    for place, advice in chain(*rules):
        yield file.problem(place, advice)


def _personal_data(file: File) -> Iterator[Problem]:
    for number, line in enumerate(file.text.splitlines(), 1):
        for what, pattern in PERSONAL.items():
            if pattern.search(line):
                yield Problem(file.name, number, "text", f"{what}; take it out")


def _readings(content: Content) -> Iterator[tuple[Place, str]]:
    """Every text somebody reads on a phone."""
    if isinstance(content, Service):
        for at, article in enumerate(content.article):
            yield ("article", at, "answer"), article.answer
    if isinstance(content, Tips):
        for at, tip in enumerate(content.tip):
            yield ("tip", at, "text"), tip.text
    if isinstance(content, Questions):
        for at, question in enumerate(content.question):
            yield ("question", at, "question"), question.question
            yield ("question", at, "explanation"), question.explanation
    yield from read_in_a_lesson(content)


def _longest_sentence(text: str) -> int:
    """Words of the longest sentence when it is too long, else 0."""
    longest = max(len(part.split()) for part in SENTENCE_END.split(text))
    return longest if longest > LONGEST_SENTENCE else 0


def _names_of_a_service(file: File, content: Content) -> Iterator[tuple[Place, str]]:
    if not isinstance(content, Service):
        return
    if content.service != file.stem:
        yield ("service",), f'write "{file.stem}", the name of the file'
    for at, article in enumerate(content.article):
        if article.id.partition("/")[0] != content.service:
            yield ("article", at, "id"), f'begin it with "{content.service}/"'


def _one_root(content: Content) -> Iterator[tuple[Place, str]]:
    if not isinstance(content, Preset):
        return
    for at, unit in enumerate(content.unit):
        if (at == 0) != (unit.parent is None):
            yield ("unit", at, "parent"), "only the first unit, the root, has no parent"
