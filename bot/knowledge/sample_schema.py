"""The shape of `sample/`: an invented office with people and cases, replayed for a demo."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.emergency_schema import EmergencyKind
from bot.knowledge.sample_today import (
    Absence,
    Approval,
    Brought,
    Decision,
    End,
    Merged,
    Practice,
    Surveyed,
)
from bot.knowledge.schema import Content, Kind, Line, Slug

Verb = Literal[
    "accept",
    "ask",
    "answer",
    "add",
    "dispose",
    "return",
    "note",
    "reply",
    "resolve",
    "confirm",
    "object",
    "rate",
]
NEEDS_TEXT = {"ask", "answer", "add", "dispose", "return", "note", "reply", "resolve", "object"}
TARGETS = {"dispose": {1}, "return": {0, 1}}
BY_CITIZEN = {"answer", "add", "confirm", "object", "rate"}


class Office(Content):
    nama_kantor: Line
    alamat_kantor: Line
    telepon_kantor: Line
    jam_layanan: Line


class Number(Content):
    """A number to call that the office has tested; nobody's, so it begins with 000."""

    code: Slug
    number: Annotated[str, Field(pattern=r"^000[0-9]{3}$")]
    name: Line
    name_en: Line
    kinds: Annotated[list[EmergencyKind], Field(min_length=1)]


class Question(Content):
    """What the office asks about the reports of a category; choices go with kind "choice"."""

    category: Slug
    kind: Literal["text", "choice", "number", "date"]
    wording: Line
    wording_en: Line
    choices: list[Line] = Field(default_factory=list)


class Warned(Content):
    """What is said before a report of the category is sent; `number` is the code of a number."""

    category: Slug
    text: Line
    text_en: Line
    number: Slug


class StaffMember(Content):
    key: Slug
    name: Line
    unit: Slug
    role: Literal["officer", "head", "coordinator"]
    jabatan: Line


class Citizen(Content):
    key: Slug
    name: Line
    language: Literal["id", "en"] = "id"


class Step(Content):
    """One thing somebody did, `day` working days after the case was opened, at local `time`.

    `by` is a staff key and is left out when the reporter acts. A disposition goes to a unit or
    to somebody (`to_staff`); a return to a unit, or to the coordinators when none is named.
    """

    do: Verb
    day: Annotated[int, Field(ge=0)]
    time: dt.time
    by: Slug | None = None
    to: Slug | None = None
    to_staff: Slug | None = None
    text: Annotated[str, Field(max_length=600)] = ""
    photo: bool = False
    score: Annotated[int, Field(ge=1, le=4)] | None = None
    end: End | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if (self.do in BY_CITIZEN) == (self.by is not None):
            raise ValueError("by: name the staff member, and leave it out for the reporter")
        if (self.do in NEEDS_TEXT) != bool(self.text):
            raise ValueError("text: write one, except with accept, confirm and rate")
        if (self.to is not None) + (self.to_staff is not None) not in TARGETS.get(self.do, {0}):
            raise ValueError("to: dispose has one of to and to_staff, return may have to")
        if self.do == "return" and self.to_staff:
            raise ValueError("to_staff: a return goes to a unit")
        if self.end is not None and self.do != "resolve":
            raise ValueError("end: with resolve only")
        if (self.do == "rate") != (self.score is not None):
            raise ValueError("score: give 1 to 4 with rate only")
        return self


class Case(Content):
    """`opened` is how many working days ago; every step must lie before today.

    Without a category nobody knew whose it was, and the coordinators got it.
    """

    id: Slug
    reporter: Slug
    kind: Kind = "complaint"
    category: Slug | None = None
    text: Annotated[str, Field(min_length=10, max_length=1000)]
    place: Line | None = None
    latitude: Annotated[float, Field(ge=-11, le=6)] | None = None
    longitude: Annotated[float, Field(ge=95, le=141)] | None = None
    photos: Annotated[int, Field(ge=0, le=5)] = 0
    anonymous: bool = False
    confidential: bool = False
    opened: Annotated[int, Field(ge=1, le=120)]
    time: dt.time
    steps: list[Step] = Field(default_factory=list)

    @model_validator(mode="after")
    def _steps_are_in_order_and_in_the_past(self) -> Self:
        moments = [(0, self.time), *((step.day, step.time) for step in self.steps)]
        if moments != sorted(moments):
            raise ValueError("steps: put them in order of day and time, after the case's own time")
        if moments[-1][0] >= self.opened:
            raise ValueError("steps: the last day must be smaller than opened")
        return self


class Comment(Content):
    by: Slug
    text: Annotated[str, Field(min_length=10, max_length=600)]


class Wish(Content):
    """What somebody proposes; everybody else has read it, and `supporters` support it."""

    by: Slug
    text: Annotated[str, Field(min_length=10, max_length=600)]
    supporters: list[Slug] = Field(default_factory=list)
    comments: list[Comment] = Field(default_factory=list)
    answer: Annotated[str, Field(max_length=600)] = ""
    decision: Decision | None = None
    reason: Annotated[str, Field(max_length=600)] = ""


class Topic(Content):
    """A topic the head `by` opened so many `opened` days ago, for `days` days.

    One that is over was `closed` so many days ago with a summary and a decision on every proposal.
    `homes` says of citizens which area they live in, by its code.
    """

    kind: Literal["forum", "musrenbang"]
    title: Line
    text: Annotated[str, Field(min_length=10, max_length=1000)]
    by: Slug
    opened: Annotated[int, Field(ge=1, le=60)]
    days: Annotated[int, Field(ge=1, le=120)]
    closed: Annotated[int, Field(ge=0, le=60)] | None = None
    summary: Annotated[str, Field(max_length=1000)] = ""
    homes: dict[Slug, Slug] = Field(default_factory=dict)
    proposals: Annotated[list[Wish], Field(min_length=1)]

    @model_validator(mode="after")
    def _goes_on_or_is_concluded(self) -> Self:
        if self.closed is None and self.opened >= self.days:
            raise ValueError("days: the topic must still be open today")
        decided = all(one.decision and one.reason for one in self.proposals)
        if self.closed is not None and not (decided and self.summary):
            raise ValueError("summary: write one, and a decision with its reason on every proposal")
        return self


class Improvement(Content):
    """What was mended for these cases: opened and done so many days ago, with two pictures; without
    `done` and `result` somebody is at it, until in `due` days.
    """

    title: Line
    problem: Annotated[str, Field(min_length=10, max_length=600)]
    result: Annotated[str, Field(max_length=600)] = ""
    owner: Slug
    category: Slug
    cases: Annotated[list[Slug], Field(min_length=1)]
    opened: Annotated[int, Field(ge=1, le=120)]
    done: Annotated[int, Field(ge=0, le=119)] | None = None
    due: Annotated[int, Field(ge=1, le=120)] = 14


class Theme(Content):
    """What news can be about, and the citizens who want it."""

    code: Slug
    name: Line
    name_en: Line
    readers: list[Slug] = Field(default_factory=list)


class News(Content):
    """An announcement by a member of staff: a head's leaves, an officer's waits for a head."""

    theme: Slug
    by: Slug
    urgent: bool = False
    title: Line
    text: Annotated[str, Field(min_length=10, max_length=800)]


class World(Content):
    """`office` fills the settings of the answers; units and categories are the preset's.

    `areas` names the file that draws the office's areas.
    """

    name: Line
    notice: Line
    preset: Slug
    areas: Slug
    office: Office
    question: list[Question]
    warning: list[Warned]
    number: Annotated[list[Number], Field(min_length=1)]
    staff: Annotated[list[StaffMember], Field(min_length=1)]
    citizen: Annotated[list[Citizen], Field(min_length=1)]
    theme: list[Theme] = Field(default_factory=list)
    news: list[News] = Field(default_factory=list)
    case: Annotated[list[Case], Field(min_length=1)]
    topic: list[Topic] = Field(default_factory=list)
    improvement: list[Improvement] = Field(default_factory=list)
    merged: list[Merged] = Field(default_factory=list)
    approval: list[Approval] = Field(default_factory=list)
    brought: list[Brought] = Field(default_factory=list)
    absence: list[Absence] = Field(default_factory=list)
    practice: list[Practice] = Field(default_factory=list)
    surveyed: list[Surveyed] = Field(default_factory=list)
