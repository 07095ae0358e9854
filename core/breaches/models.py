"""The register of failures to protect personal data (UU 27/2022 pasal 46)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Breach(Base):
    """What happened, when, to which data, and what was done; never the data themselves.

    `told_at` is when those affected were told, `authority_at` when the agency was, with the
    number of that letter in `authority_letter`.
    """

    __tablename__ = "breaches"

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime]
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    what: Mapped[str]
    data: Mapped[str]
    handling: Mapped[str]
    recorded_by: Mapped[str]
    told_at: Mapped[datetime | None]
    authority_at: Mapped[datetime | None]
    authority_letter: Mapped[str] = mapped_column(default="")


class BreachPerson(Base):
    """Somebody whose data it concerns; `told_at` is when a notice to them was queued."""

    __tablename__ = "breach_people"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breaches.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    told_at: Mapped[datetime | None]
