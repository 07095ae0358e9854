"""The shape of `presets/`: how an office of one type starts out. All of it can be changed later."""

import datetime as dt
from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import AnyHttpUrl, Field, model_validator

from bot.knowledge.schema import Content, Kind, Line, Mark, ReportClass, Slug, Word


class Unit(Content):
    """A unit of the office; the root has no parent and comes first."""

    code: Slug
    name: Line
    parent: Slug | None = None
    about: Line


class Category(Content):
    """What a complaint can be about; `keywords` and `examples` only help to guess.

    `near_metres` 0 keeps what is a person's own matter, or dangerous to tell, from being offered to
    others as a similar report; left out it is as everywhere.
    """

    code: Slug
    name: Annotated[str, Field(min_length=4, max_length=40)]
    name_en: Annotated[str, Field(min_length=4, max_length=40)]
    unit: Slug
    report_class: ReportClass = Field(alias="class")
    photo_required: bool
    near_metres: Annotated[int, Field(ge=0, le=5000)] | None = None
    keywords: Annotated[list[Word], Field(min_length=5)]
    examples: Annotated[list[Line], Field(min_length=4, max_length=8)]


class Block(Content):
    start: dt.time
    end: dt.time

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end: must be later than start on the same day")
        return self


class Hours(Content):
    """Service hours in local time; in `days` 0 is Monday."""

    days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1)]
    blocks: Annotated[list[Block], Field(min_length=1)]


class Deadline(Content):
    """One rule row: how long a stage may take; no `kind` or `class` means any.

    Where two rows say equally much, the one with the later `effective_from` holds.
    """

    stage: Literal["accept", "first_response", "resolve", "wait", "grace", "close_on_silence"]
    kind: Kind | None = None
    report_class: ReportClass | None = Field(default=None, alias="class")
    amount: Annotated[int, Field(ge=1, le=365)]
    measure: Literal["working_days", "calendar_days", "working_hours"]
    source_title: Line
    source_url: AnyHttpUrl | None = None
    mark: Mark
    effective_from: dt.date


class Oversight(Content):
    """Whom citizens may turn to when the office does not answer; `contact` is a line each."""

    code: Literal["ombudsman"]
    name: Line
    contact: Annotated[list[Line], Field(min_length=1)]
    source_title: Line
    source_url: AnyHttpUrl
    mark: Mark


class Preset(Content):
    name: Line
    about: Line
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    unit: Annotated[list[Unit], Field(min_length=1)]
    category: Annotated[list[Category], Field(min_length=1)]
    hours: Annotated[list[Hours], Field(min_length=1)]
    deadline: Annotated[list[Deadline], Field(min_length=1)]
    oversight: list[Oversight] = Field(default_factory=list)

    def keep(self, codes: Collection[str]) -> Self:
        """The preset with these units only; what the others did goes to the unit above them."""
        parents = {one.code: one.parent for one in self.unit}
        kept = [one for one in self.unit if one.code in codes]

        def home(code: str | None) -> str | None:
            while code is not None and code not in codes:
                code = parents[code]
            return code

        units = [one.model_copy(update={"parent": home(one.parent)}) for one in kept]
        categories = [one.model_copy(update={"unit": home(one.unit)}) for one in self.category]
        return self.model_copy(update={"unit": units, "category": categories})
