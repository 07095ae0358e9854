"""The shape of `scenarios/`: one talk to practise a file; each reply leads to another scene."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.knowledge.schema import Content, Draft, Level, Line, Phrase, Slug


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Step = Annotated[int, Field(ge=-2, le=2)]
Score = Annotated[dict[Slug, Step], Field(min_length=1)]
Bubble = Annotated[str, Field(min_length=1, max_length=400)]
Bubbles = Annotated[list[Bubble], BeforeValidator(_one_or_many), Field(max_length=5)]
SHORT = 3
Said = Annotated[str, Field(min_length=10, max_length=400)]


class Choice(Content):
    """A reply the learner can pick; `mood` is what it does to the temper of the other side."""

    text: Annotated[str, Field(min_length=2, max_length=200)]
    next: Slug
    feedback: Said
    score: Score
    mood: Step = 0


class KeyPoint(Content):
    """What a good reply holds. It does as soon as one of `words` is in it; else comes `hint`.

    Words of up to three letters stand by themselves ("jam" is not in "pinjam").
    """

    point: Line
    words: Annotated[list[Phrase], Field(min_length=3)]
    score: Score
    hint: Said

    def met_by(self, reply: str) -> bool:
        return any(_is_in(words, reply.casefold()) for words in self.words)


def _is_in(words: str, reply: str) -> bool:
    if len(words) > SHORT:
        return words in reply
    return re.search(rf"\b{re.escape(words)}(nya)?\b", reply) is not None


class Free(Content):
    """A reply in the learner's own words; `example` is shown afterwards and meets every point."""

    prompt: Said
    rubric: Annotated[list[KeyPoint], Field(min_length=2, max_length=6)]
    example: Said
    next: Slug

    @model_validator(mode="after")
    def _example_is_a_good_reply(self) -> Self:
        for one in self.rubric:
            if not one.met_by(self.example):
                raise ValueError(f'example: show "{one.point}" with one of its words')
        return self


class Scene(Content):
    """What is said or happens, then choices, a reply in free words, or the end of the talk.

    `text` of an ending tells what the citizen does, and what can be learnt from it.
    """

    id: Slug
    citizen: Bubbles = Field(default_factory=list)
    narration: Annotated[str, Field(max_length=500)] = ""
    choices: Annotated[list[Choice], Field(min_length=2, max_length=4)] | None = None
    free: Free | None = None
    ending: Literal["good", "fair", "poor"] | None = None
    text: Annotated[str, Field(max_length=600)] = ""

    @property
    def ways(self) -> list[str]:
        """The scenes that may come next, none after an ending."""
        return [one.next for one in self.choices or ()] + ([self.free.next] if self.free else [])

    @model_validator(mode="after")
    def _goes_on_in_one_manner(self) -> Self:
        if sum(one is not None for one in (self.choices, self.free, self.ending)) != 1:
            raise ValueError("id: give the scene either choices, free or ending")
        if (self.ending is not None) != bool(self.text):
            raise ValueError("text: write one with an ending, and with nothing else")
        if not (self.citizen or self.narration or self.text):
            raise ValueError("citizen: say what the learner answers, here or in narration")
        return self


class Scenario(Draft):
    """`role` is who the learner is, `citizen` who writes, an invented person.

    `competencies` maps the code of what is practised to its level.
    """

    id: Slug
    title: Annotated[str, Field(min_length=4, max_length=60)]
    summary: Annotated[str, Field(min_length=20, max_length=300)]
    role: Line
    citizen: Line
    competencies: Annotated[dict[Slug, Level], Field(min_length=1, max_length=3)]
    start: Slug
    scene: Annotated[list[Scene], Field(min_length=5)]
