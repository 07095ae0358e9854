"""All content files at once: the library the service ships with, or every mistake in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.area_schema import Areas
from bot.knowledge.checks import within
from bot.knowledge.course_schema import Course
from bot.knowledge.emergency_schema import EmergencyNumbers, EmergencyWords, SuggestedNumber
from bot.knowledge.files import File, Model, Problem, parse, read
from bot.knowledge.gap_schema import Gap, Gaps
from bot.knowledge.known_schema import KnownQuestions
from bot.knowledge.preset_schema import Preset
from bot.knowledge.references import across
from bot.knowledge.sample_schema import World
from bot.knowledge.scenario_schema import Scenario
from bot.knowledge.schema import (
    Article,
    Competencies,
    Competency,
    Content,
    HolidayYear,
    Question,
    Questions,
    Service,
    Signal,
    Signals,
    Smalltalk,
    Tip,
    Tips,
)

HERE = Path(__file__).parent

MODELS: dict[str, type[Content]] = {
    "articles": Service,
    "tips": Tips,
    "questions": Questions,
    "scenarios": Scenario,
    "courses": Course,
    "presets": Preset,
    "holidays": HolidayYear,
    "sample": World,
    "areas": Areas,
    "known_questions": KnownQuestions,
    "competencies": Competencies,
    "signals": Signals,
    "gaps": Gaps,
    "smalltalk": Smalltalk,
    "emergency_words": EmergencyWords,
    "emergency_numbers": EmergencyNumbers,
}


class BrokenContent(Exception):
    """The content files have mistakes; the message lists them, one a line."""


@dataclass(frozen=True)
class Report:
    """What `tanggap content check` counts; drafts are counted here and nowhere else."""

    services: int
    articles: int
    tips: int
    questions: int
    courses: int
    scenarios: int
    drafts: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Library:
    """The parsed files; every list leaves drafts out."""

    files: tuple[tuple[File, Content], ...]

    @property
    def services(self) -> list[Service]:
        return list(self._all(Service))

    @property
    def articles(self) -> list[Article]:
        return [one for service in self.services for one in service.article if not one.draft]

    @property
    def known_questions(self) -> dict[str, str]:
        """Questions of citizens, with the article that answers each."""
        return {
            text: code for one in self._all(KnownQuestions) for text, code in one.by_text.items()
        }

    @property
    def tips(self) -> list[Tip]:
        return [one for file in self._all(Tips) for one in file.tip if not one.draft]

    @property
    def questions(self) -> list[Question]:
        return [one for file in self._all(Questions) for one in file.question if not one.draft]

    @property
    def scenarios(self) -> list[Scenario]:
        return [one for one in self._all(Scenario) if not one.draft]

    @property
    def courses(self) -> list[Course]:
        return [one for one in self._all(Course) if not one.draft]

    @property
    def competencies(self) -> list[Competency]:
        return [one for file in self._all(Competencies) for one in file.competency]

    @property
    def signals(self) -> dict[str, Signal]:
        return {one.id: one for file in self._all(Signals) for one in file.signal}

    @property
    def gaps(self) -> list[Gap]:
        return [one for file in self._all(Gaps) for one in file.gap]

    @property
    def phrases(self) -> dict[str, list[str]]:
        return {one.kind: one.words for file in self._all(Smalltalk) for one in file.phrases}

    @property
    def emergency_words(self) -> EmergencyWords:
        return next(self._all(EmergencyWords))

    @property
    def emergency_numbers(self) -> list[SuggestedNumber]:
        return [one for file in self._all(EmergencyNumbers) for one in file.number]

    @property
    def holidays(self) -> dict[int, HolidayYear]:
        return {one.year: one for one in self._all(HolidayYear)}

    @property
    def presets(self) -> dict[str, Preset]:
        return self._by_name(Preset)

    @property
    def samples(self) -> dict[str, World]:
        return self._by_name(World)

    @property
    def areas(self) -> dict[str, Areas]:
        return self._by_name(Areas)

    @property
    def drafts(self) -> int:
        services, tips, questions = self._all(Service), self._all(Tips), self._all(Questions)
        return (
            sum(one.draft for file in services for one in file.article)
            + sum(one.draft for file in tips for one in file.tip)
            + sum(one.draft for file in questions for one in file.question)
            + sum(one.draft for one in (*self._all(Scenario), *self._all(Course)))
        )

    def _all(self, model: type[Model]) -> Iterator[Model]:
        return (content for _, content in self.files if isinstance(content, model))

    def _by_name(self, model: type[Model]) -> dict[str, Model]:
        return {file.stem: item for file, item in self.files if isinstance(item, model)}


def load(root: Path = HERE) -> Library:
    """Everything under `root`; raises BrokenContent when there is a mistake."""
    library, problems = _read_all(root)
    if problems:
        raise BrokenContent("\n".join(map(str, problems)))
    return library


def check(root: Path = HERE) -> Report:
    """Count the content and list every mistake; rules across files wait for clean files."""
    library, problems = _read_all(root)
    return Report(
        services=len(library.services),
        articles=len(library.articles),
        tips=len(library.tips),
        questions=len(library.questions),
        courses=len(library.courses),
        scenarios=len(library.scenarios),
        drafts=library.drafts,
        problems=tuple(problems),
    )


def _read_all(root: Path) -> tuple[Library, list[Problem]]:
    parsed, problems = [], []
    for file in _files(root):
        content = _parsed(file)
        if isinstance(content, list):
            problems += content
        else:
            parsed.append((file, content))
            problems += within(file, content)
    if not problems:
        problems = list(across(parsed))
    return Library(tuple(parsed)), sorted(problems)


def _files(root: Path) -> Iterable[File]:
    return (read(root, path) for path in sorted(root.rglob("*.toml")))


def _parsed(file: File) -> Content | list[Problem]:
    """The part of the name before the slash, or the bare stem, decides the shape."""
    model = MODELS.get(file.name.partition("/")[0].removesuffix(".toml"))
    if model is None:
        return [file.problem((), f"move it into one of: {', '.join(MODELS)}")]
    return parse(file, model)
