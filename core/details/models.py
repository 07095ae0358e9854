"""What an office wants to know of a report besides the report itself."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

KINDS = ("text", "choice", "number", "date")


class CategoryQuestion(Base):
    """A question about reports of one category, asked when the number is given; in order of `id`.

    `choices` are the answers to choose from when `kind` is "choice", else empty.
    """

    __tablename__ = "category_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    kind: Mapped[str]
    wording: Mapped[str]
    wording_en: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    closed_at: Mapped[datetime | None]

    def wording_in(self, language: str) -> str:
        return self.wording_en if language == "en" and self.wording_en else self.wording
