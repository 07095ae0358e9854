"""The shape of `known_questions.toml`: what every change of an article is tried with."""

from typing import Annotated

from pydantic import Field

from bot.knowledge.schema import Content, ItemId, Line


class Known(Content):
    """A question in a citizen's words, and the article that answers it."""

    text: Line
    article: ItemId


class KnownQuestions(Content):
    known: Annotated[list[Known], Field(min_length=20)]

    @property
    def by_text(self) -> dict[str, str]:
        return {one.text: one.article for one in self.known}
