"""The numbers to call in an emergency, and whether the office has tested them."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

KINDS = (
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
)


class EmergencyNumber(Base):
    """A number and what it helps with; `kinds` are of KINDS.

    Only a number somebody of the office has called and confirmed is shown to citizens:
    `confirmed_by` says who, `tested_on` when. `code` names a suggestion of the content files;
    a number the office added itself has none.
    """

    __tablename__ = "emergency_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    number: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kinds: Mapped[list[str]] = mapped_column(JSON)
    confirmed_by: Mapped[str | None]
    tested_on: Mapped[date | None]
    changed_at: Mapped[datetime]

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name
