"""What citizens answered, how many were asked, and by what the answers are graded.

Nothing here leads to a person. A sheet is nine rows with a random number in place of one that
counts up, and SQLite keeps its tables in the order of that number (WITHOUT ROWID, or the number
as the rowid), so their order tells nothing either. They name unit, service, channel and the month,
never the day: on one day there may have been a single closed case. Who was asked or has answered
stands in `survey_marks` (see `core.survey.once`), which shares no number with them; what somebody
told about themselves is only counted, apart from their answers.
"""

import secrets
from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

# What a respondent may say about themselves, each to be skipped.
TRAITS = {
    "sex": ("female", "male"),
    "age": ("under_26", "26_to_40", "41_to_60", "over_60"),
    "education": ("primary", "junior", "senior", "higher"),
}
NUMBER_BITS = 62
# Since when that holds which an office starts with.
BEGINNING = date(2000, 1, 1)


def new_number() -> int:
    return secrets.randbits(NUMBER_BITS)


class Element(Base):
    """One of the questions (unsur) by its code, such as `u1`; all weigh the same.

    Its name, question and four answers are the texts `survey.<code>` unless the office has worded
    it otherwise. Sources disagree about the order of the last two, so what counts is the code;
    `place` is only the order of asking.
    """

    __tablename__ = "survey_elements"

    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]


class Wording(Base):
    """How the office words an element from the first day of a month on; rows are never changed once
    somebody has answered, so the month of an answer says what was asked.

    `answers` are four, the worst first; what is empty in English is said in Indonesian.
    """

    __tablename__ = "survey_wordings"

    element: Mapped[str] = mapped_column(ForeignKey("survey_elements.code"), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    question: Mapped[str]
    question_en: Mapped[str] = mapped_column(default="")
    answers: Mapped[list[str]] = mapped_column(JSON)
    answers_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    source_title: Mapped[str]
    recorded_by: Mapped[str]


class Band(Base):
    """A grade (mutu) and the least index it takes, in hundredths: 7661 is 76.61; the whole set of
    grades `since` a day holds for periods that begin on it or later.

    `mark` is one of `deadlines.models.MARKS`; what nobody of the office has checked is shown as
    the office's own standard.
    """

    __tablename__ = "survey_bands"

    since: Mapped[date] = mapped_column(primary_key=True)
    grade: Mapped[str] = mapped_column(primary_key=True)
    least: Mapped[int]
    source_title: Mapped[str]
    source_article: Mapped[str | None]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    checked_by: Mapped[str | None]
    checked_on: Mapped[date | None]

    @property
    def least_index(self) -> Decimal:
        return Decimal(self.least).scaleb(-2)

    @property
    def is_law(self) -> bool:
        """Whether the source may be named as what the grades go by."""
        return self.mark == "verified" and bool(self.checked_by)


class Asked(Base):
    """Somebody was offered the survey in chat, or opened it at the counter."""

    __tablename__ = "survey_asked"
    __table_args__ = (Index("ix_survey_asked_month", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=new_number)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    channel: Mapped[str]
    month: Mapped[date]


class Answer(Base):
    """One answer, 1 to 4, of the sheet with this random number; `month` is its first day."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        Index("ix_survey_answers_month", "month"),
        {"sqlite_with_rowid": False},
    )

    sheet: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    element: Mapped[str] = mapped_column(ForeignKey("survey_elements.code"), primary_key=True)
    answer: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    channel: Mapped[str]
    month: Mapped[date]


class Respondents(Base):
    """How many said this of themselves; `trait` and `value` are those of TRAITS."""

    __tablename__ = "survey_respondents"
    __table_args__ = ({"sqlite_with_rowid": False},)

    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    trait: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class SurveyMark(Base):
    """A token only our key makes, which holds until a day; see `core.survey.once`."""

    __tablename__ = "survey_marks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[date]
