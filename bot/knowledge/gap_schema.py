"""The shape of `gaps.toml`: when a signal is a gap, and what helps to close it."""

from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.schema import Content, Slug

Few = Annotated[list[Slug], Field(max_length=4)]


class Gap(Content):
    """`threshold` is what may go wrong of a hundred cases, `minimum` how many it takes to speak."""

    signal: Literal["late", "no_first_response", "reopened", "returned", "low_rating"]
    competency: Slug
    threshold: Annotated[int, Field(ge=1, le=90)]
    minimum: Annotated[int, Field(ge=5, le=200)]
    courses: Few
    scenarios: Few


class Gaps(Content):
    gap: Annotated[list[Gap], Field(min_length=1)]
