"""The shape of `courses/`: lessons in a good order and the test at their end, one course a file."""

from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.schema import Content, Draft, ItemId, Level, Slug


class Item(Content):
    """The id of a tip, of a quiz question or of a scenario."""

    kind: Literal["tip", "question", "scenario"]
    id: ItemId | Slug


class Course(Draft):
    """`minutes` is how long all of it takes; `pass` the share of the test to be answered right."""

    id: Slug
    title: Annotated[str, Field(min_length=4, max_length=60)]
    summary: Annotated[str, Field(min_length=20, max_length=300)]
    competencies: Annotated[dict[Slug, Level], Field(min_length=1, max_length=9)]
    minutes: Annotated[int, Field(ge=5, le=180)]
    items: Annotated[list[Item], Field(min_length=4, max_length=10)]
    final_test: Annotated[list[ItemId], Field(min_length=5, max_length=10)]
    pass_share: Annotated[float, Field(alias="pass", ge=0.5, le=1)]
