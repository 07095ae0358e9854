"""Ids are unique, and whatever a file refers to is there and shipped."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, get_args

from bot.knowledge.area_schema import Areas
from bot.knowledge.course_schema import Course
from bot.knowledge.emergency_schema import EmergencyNumbers
from bot.knowledge.files import File, Place, Problem
from bot.knowledge.gap_schema import Gaps
from bot.knowledge.known_schema import KnownQuestions
from bot.knowledge.preset_schema import Preset
from bot.knowledge.sample_schema import World
from bot.knowledge.scenario_schema import Scenario
from bot.knowledge.schema import (
    Competencies,
    Content,
    Questions,
    Service,
    Signal,
    Signals,
    Smalltalk,
    Tips,
)

Row = tuple[type[Content], str, str, str]

# File, table in it, field of the table, and what that field names.
NAMES: tuple[Row, ...] = (
    (Service, "article", "id", "article"),
    (Tips, "tip", "id", "tip"),
    (Questions, "question", "id", "question"),
    (Competencies, "competency", "code", "competency"),
    (Signals, "signal", "id", "signal"),
    (Gaps, "gap", "signal", "gap"),
    (Smalltalk, "phrases", "kind", "kind of message"),
    (EmergencyNumbers, "number", "code", "emergency number"),
    (KnownQuestions, "known", "text", "known question"),
    (Preset, "unit", "code", "unit of {stem}"),
    (Preset, "category", "code", "category of {stem}"),
    (Areas, "area", "code", "area of {stem}"),
    (World, "number", "code", "number of {stem}"),
    (World, "staff", "key", "staff of {stem}"),
    (World, "citizen", "key", "citizen of {stem}"),
    (World, "theme", "code", "theme of {stem}"),
    (World, "case", "id", "case of {stem}"),
)
USES: tuple[Row, ...] = (
    (KnownQuestions, "known", "article", "article"),
    (Tips, "tip", "competency", "competency"),
    (Questions, "question", "competency", "competency"),
    (Questions, "question", "tip", "tip"),
    (Signals, "signal", "tips", "tip"),
    (Signals, "signal", "questions", "question"),
    (Gaps, "gap", "competency", "competency"),
    (Gaps, "gap", "courses", "course"),
    (Gaps, "gap", "scenarios", "scenario"),
    (Preset, "unit", "parent", "unit of {stem}"),
    (Preset, "category", "unit", "unit of {stem}"),
    (Areas, "area", "parent", "area of {stem}"),
    (World, "staff", "unit", "unit of {preset}"),
    (World, "case", "category", "category of {preset}"),
    (World, "case", "reporter", "citizen of {stem}"),
    (World, "topic", "by", "staff of {stem}"),
    (World, "improvement", "owner", "staff of {stem}"),
    (World, "improvement", "category", "category of {preset}"),
    (World, "improvement", "cases", "case of {stem}"),
    (World, "merged", "case", "case of {stem}"),
    (World, "merged", "into", "case of {stem}"),
    (World, "merged", "by", "staff of {stem}"),
    (World, "approval", "category", "category of {preset}"),
    (World, "approval", "case", "case of {stem}"),
    (World, "approval", "by", "staff of {stem}"),
    (World, "brought", "case", "case of {stem}"),
    (World, "brought", "by", "staff of {stem}"),
    (World, "absence", "staff", "staff of {stem}"),
    (World, "absence", "stand_in", "staff of {stem}"),
    (World, "practice", "staff", "staff of {stem}"),
    (World, "practice", "scenario", "scenario"),
    (World, "surveyed", "unit", "unit of {preset}"),
    (World, "surveyed", "category", "category of {preset}"),
    (World, "news", "theme", "theme of {stem}"),
    (World, "news", "by", "staff of {stem}"),
)
STEP_USES = (("by", "staff of {stem}"), ("to", "unit of {preset}"), ("to_staff", "staff of {stem}"))


class Name(NamedTuple):
    """Something of a `kind` called `value`; `draft` when the table it stands in is not shipped."""

    file: File
    place: Place
    kind: str
    value: str
    draft: bool


def across(parsed: Sequence[tuple[File, Content]]) -> Iterator[Problem]:
    """Duplicates, dangling references, tips without a question, missing signals."""
    named = [name for file, content in parsed for name in _names(file, content, NAMES)]
    used = [name for file, content in parsed for name in _names(file, content, USES)]
    used += [name for file, content in parsed for name in _names_in_steps(file, content)]
    used += [name for file, content in parsed for name in _names_in_topics(file, content)]
    named += [
        Name(file, ("id",), type(content).__name__.lower(), content.id, content.draft)
        for file, content in parsed
        if isinstance(content, Scenario | Course)
    ]
    used += [name for file, content in parsed for name in _names_in_lessons(file, content)]
    yield from _twice(named)
    yield from _unknown(named, used)
    yield from _without_question(named, used)
    yield from _missing_signals(parsed)


def _names(file: File, content: Content, rows: Sequence[Row]) -> Iterator[Name]:
    for model, table, field, kind in rows:
        if isinstance(content, model):
            for at, one in enumerate(getattr(content, table)):
                place, draft = (table, at, field), getattr(one, "draft", False)
                for value in _values(one, field):
                    yield Name(file, place, _scoped(kind, file, content), value, draft)


def _names_in_steps(file: File, content: Content) -> Iterator[Name]:
    for at, case in enumerate(content.case if isinstance(content, World) else ()):
        for number, step in enumerate(case.steps):
            for field, kind in STEP_USES:
                place = ("case", at, "steps", number, field)
                for value in _values(step, field):
                    yield Name(file, place, _scoped(kind, file, content), value, False)


def _names_in_topics(file: File, content: Content) -> Iterator[Name]:
    """The citizens who take part in the topics of a sample."""
    kind = _scoped("citizen of {stem}", file, content)
    for at, topic in enumerate(content.topic if isinstance(content, World) else ()):
        for number, wish in enumerate(topic.proposals):
            voices = (wish.by, *wish.supporters, *(comment.by for comment in wish.comments))
            place = ("topic", at, "proposals", number)
            yield from (Name(file, place, kind, value, False) for value in voices)
        yield from (Name(file, ("topic", at, "homes"), kind, key, False) for key in topic.homes)


def _names_in_lessons(file: File, content: Content) -> Iterator[Name]:
    """What a scenario practises; what a course practises, goes through and tests."""
    if isinstance(content, Scenario | Course):
        for code in content.competencies:
            yield Name(file, ("competencies",), "competency", code, content.draft)
    if isinstance(content, Course):
        for item in content.items:
            yield Name(file, ("items",), item.kind, item.id, content.draft)
        for question in content.final_test:
            yield Name(file, ("final_test",), "question", question, content.draft)


def _values(table: Content, field: str) -> list[str]:
    value: Any = getattr(table, field)
    return value if isinstance(value, list) else [] if value is None else [value]


def _scoped(kind: str, file: File, content: Content) -> str:
    return kind.format(stem=file.stem, preset=getattr(content, "preset", ""))


def _twice(named: Sequence[Name]) -> Iterator[Problem]:
    owners: dict[tuple[str, str], str] = {}
    for name in named:
        if owner := owners.get((name.kind, name.value)):
            advice = f'"{name.value}" is already in {owner}; choose another'
            yield name.file.problem(name.place, advice)
        owners.setdefault((name.kind, name.value), name.file.name)


def _unknown(named: Sequence[Name], used: Sequence[Name]) -> Iterator[Problem]:
    everything = {(name.kind, name.value) for name in named}
    shipped = {(name.kind, name.value) for name in named if not name.draft}
    for name in used:
        if (name.kind, name.value) not in (everything if name.draft else shipped):
            advice = f'no {name.kind} called "{name.value}" is shipped; correct it or add it'
            yield name.file.problem(name.place, advice)


def _without_question(named: Sequence[Name], used: Sequence[Name]) -> Iterator[Problem]:
    asked = {name.value for name in used if name.file.name.startswith("questions/")}
    for name in named:
        if name.kind == "tip" and name.value not in asked:
            yield name.file.problem(name.place, "write at least one quiz question on this tip")


def _missing_signals(parsed: Sequence[tuple[File, Content]]) -> Iterator[Problem]:
    wanted = get_args(Signal.model_fields["id"].annotation)
    for file, content in parsed:
        if isinstance(content, Signals):
            for name in sorted(set(wanted) - {signal.id for signal in content.signal}):
                yield file.problem(("signal",), f'add the signal "{name}"')
