"""What an office wants to know of a report besides the report itself."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.emergencies.models import EmergencyNumber

KINDS = ("text", "choice", "number", "date")


class CategoryQuestion(Base):
    """A question about reports of one category, asked when the number is given; in order of
    `place`, then of `id`.

    `choices` are the answers to choose from when `kind` is "choice", else empty. One that is
    `required` can be answered with "I do not know", but not left out.
    """

    __tablename__ = "category_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    kind: Mapped[str]
    wording: Mapped[str]
    wording_en: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[int] = mapped_column(default=0, server_default="0")
    required: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]

    def wording_in(self, language: str) -> str:
        return self.wording_en if language == "en" and self.wording_en else self.wording


class Stopper(Base):
    """What is said when one `choice` of a question is taken: this belongs elsewhere, and where.

    `number` is a number to call; it is named only while it is tested.
    """

    __tablename__ = "category_stoppers"
    __table_args__ = (UniqueConstraint("question_id", "choice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("category_questions.id"))
    choice: Mapped[str]
    words: Mapped[str]
    words_en: Mapped[str] = mapped_column(default="")
    number_id: Mapped[int | None] = mapped_column(ForeignKey("emergency_numbers.id"))

    number: Mapped[EmergencyNumber | None] = relationship(lazy="raise")

    def words_in(self, language: str) -> str:
        return self.words_en if language == "en" and self.words_en else self.words
