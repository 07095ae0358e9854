"""The shape of the word list that hears an emergency, and of the numbers to call."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.schema import Content, Line, Slug

EmergencyKind = Literal[
    "fire",
    "accident",
    "medical",
    "crime",
    "violence",
    "drowning",
    "disaster",
    "electricity",
    "gas",
    "animal",
    "self_harm",
    "other",
]
# Lower case, and only the signs that have a meaning in a word list.
Written = Annotated[str, Field(min_length=2, pattern=r"^[a-z0-9_*{}|+ ]+$")]
Name = Annotated[str, Field(pattern=r"^[a-z_]+$")]
GROUP = re.compile(r"\{(\w*)\}")


class Signs(Content):
    """Signs of one kind; the quiet words named in `despite` do not make them harmless."""

    kind: EmergencyKind
    despite: list[Name] = Field(default_factory=list)
    signs: Annotated[list[Written], Field(min_length=1)]


class QuietWords(Content):
    """Words that make a sign harmless, shortly before it or anywhere in its sentence."""

    name: Name
    where: Literal["before", "sentence"]
    words: Annotated[list[Written], Field(min_length=1)]


class EmergencyWords(Content):
    """Signs are written as `core.emergencies.signs` reads them."""

    telling: Annotated[list[Written], Field(min_length=5)]
    lookalikes: list[Written]
    urgent: Annotated[list[Written], Field(min_length=1)]
    figures: Annotated[list[Written], Field(min_length=5)]
    groups: dict[Name, Written]
    quiet: Annotated[list[QuietWords], Field(min_length=1)]
    emergency: Annotated[list[Signs], Field(min_length=1)]
    asked: Annotated[list[Signs], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_only_what_there_is(self) -> Self:
        written = [*self.figures, *self.urgent, *self._in_tables()]
        for text in written:
            for name in GROUP.findall(text):
                if name not in self.groups:
                    raise ValueError(f"groups: no group {{{name}}} for {text!r}; add or correct it")
        names = {one.name for one in self.quiet}
        for one in (*self.emergency, *self.asked):
            if unknown := set(one.despite) - names:
                raise ValueError(f"quiet: no words named {min(unknown)!r} to be heard despite them")
        return self

    def _in_tables(self) -> Iterator[str]:
        for quiet in self.quiet:
            yield from quiet.words
        for one in (*self.emergency, *self.asked):
            yield from one.signs


class SuggestedNumber(Content):
    """A number many offices have; nobody sees it before the office has tested it."""

    code: Slug
    number: Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")]
    name: Line
    name_en: Line
    kinds: Annotated[list[EmergencyKind], Field(min_length=1)]


class EmergencyNumbers(Content):
    number: Annotated[list[SuggestedNumber], Field(min_length=1)]
