"""The shape of every content file. Limits on quizzes are Telegram's (Bot API, sendPoll)."""

import datetime as dt
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator

SETTINGS = frozenset(
    {"nama_kantor", "alamat_kantor", "telepon_kantor", "jam_layanan", "nomor_darurat"}
)

Mark = Literal["verified", "secondary", "office"]
# `core.knowledge.components` says what they are.
Facet = Literal[
    "syarat",
    "biaya",
    "waktu",
    "prosedur",
    "tempat",
    "produk",
    "dasar_hukum",
    "pengaduan",
    "sarana",
    "kompetensi",
    "pengawasan",
    "jumlah_pelaksana",
    "jaminan",
    "keamanan",
    "evaluasi",
]
ReportClass = Literal["biasa", "pengawasan", "ppid"]
Kind = Literal["complaint", "information_request", "aspiration"]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=60)]
Line = Annotated[str, Field(min_length=2, max_length=120)]
Word = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[^A-Z]+$")]
# People say hello with a single letter.
Phrase = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^A-Z]+$")]
Level = Annotated[int, Field(ge=1, le=5)]


def _known_settings(text: str) -> str:
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError("write a setting as {name} and close every brace") from error
    if unknown := sorted(names - SETTINGS):
        known = ", ".join(sorted(SETTINGS))
        raise ValueError(f"unknown setting {{{unknown[0]}}}; use one of: {known}")
    return text


def _two_line_feeds(text: str) -> str:
    if text.count("\n") > 2:
        raise ValueError("use at most 2 line breaks")
    return text


Template = Annotated[str, AfterValidator(_known_settings)]


class Content(BaseModel):
    """An unknown field is an error, so a misspelt one cannot be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(Content):
    """`source` is a regulation's title or "kebijakan kantor"; `mark` says who has read it."""

    source: Line
    source_url: AnyHttpUrl | None = None
    mark: Mark


class Draft(Sourced):
    """A draft is checked and counted, but not shipped."""

    draft: bool = False


class Article(Draft):
    """One question of a service and its answer, plain text with settings in braces."""

    id: ItemId
    facet: Facet
    question: Annotated[str, Field(min_length=8, max_length=80)]
    aliases: Annotated[list[Line], Field(min_length=3, max_length=6)]
    answer: Annotated[Template, Field(min_length=40, max_length=900)]
    reviewed: dt.date


class Service(Content):
    """One file in `articles/`; its name is the service's code."""

    service: Slug
    name: Line
    name_en: Line
    article: Annotated[list[Article], Field(min_length=1)]


class Competency(Sourced):
    code: Slug
    name: Line
    name_en: Line


class Competencies(Content):
    competency: list[Competency]


class Tip(Draft):
    """A card that is read in a minute."""

    id: ItemId
    title: Annotated[str, Field(min_length=4, max_length=60)]
    text: Annotated[str, Field(min_length=80, max_length=700)]
    competency: Slug
    level: Level


class Tips(Content):
    tip: Annotated[list[Tip], Field(min_length=1)]


class Question(Draft):
    """A quiz question on one tip; `correct` counts the options from 0."""

    id: ItemId
    tip: ItemId
    question: Annotated[str, Field(min_length=10, max_length=300)]
    options: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(min_length=3, max_length=4),
    ]
    correct: Annotated[int, Field(ge=0)]
    explanation: Annotated[
        str, Field(min_length=10, max_length=200), AfterValidator(_two_line_feeds)
    ]
    competency: Slug
    level: Level

    @model_validator(mode="after")
    def _correct_is_an_option(self) -> Self:
        if self.correct >= len(self.options):
            raise ValueError(f"correct: use 0 to {len(self.options) - 1}, counted from 0")
        if len(set(self.options)) < len(self.options):
            raise ValueError("options: write every option differently")
        return self


class Questions(Content):
    question: Annotated[list[Question], Field(min_length=1)]


class Signal(Content):
    """What went wrong in a case, and the lessons that fit it."""

    id: Literal["late", "no_first_response", "reopened", "returned", "low_rating"]
    tips: Annotated[list[ItemId], Field(min_length=1)]
    questions: Annotated[list[ItemId], Field(min_length=1)]


class Signals(Content):
    signal: list[Signal]


class Phrases(Content):
    """Lower-case words and phrases that speak for one kind of message."""

    kind: Literal[
        "greeting",
        "thanks",
        "announcement",
        "status",
        "question",
        "address",
        "misconduct",
        "taking",
        "officials",
        "outsiders",
        "complaint",
        "aspiration",
        "officer",
        "chat",
        "abuse",
        "foreign",
    ]
    words: Annotated[list[Phrase], Field(min_length=5)]


class Smalltalk(Content):
    phrases: list[Phrases]


class Holiday(Content):
    date: dt.date
    name: Line
    kind: Literal["libur_nasional", "cuti_bersama"]


class HolidayYear(Content):
    """All days off that one decree names; its decree and mark hold for each of them."""

    year: Annotated[int, Field(ge=2024, le=2100)]
    decree: Line
    source_url: AnyHttpUrl
    mark: Mark
    holiday: Annotated[list[Holiday], Field(min_length=10)]

    @model_validator(mode="after")
    def _days_of_this_year(self) -> Self:
        days = [holiday.date for holiday in self.holiday]
        if strange := [day for day in days if day.year != self.year]:
            raise ValueError(f"holiday: {strange[0]} is not in {self.year}; move it to its year")
        if len(set(days)) < len(days):
            raise ValueError("holiday: list every date once")
        return self
