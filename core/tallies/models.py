"""What came in on each day, counted once so that the front page need not read every case."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Tally(Base):
    """The cases opened on one day in UTC, by unit and by who may see them, as they stand now.

    `stars` is the sum of the ratings. `responses` and `solutions` are the working seconds of every
    case that has some, four bytes each: a middle value cannot be made of middle values.
    """

    __tablename__ = "tallies"

    day: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    confidential: Mapped[bool] = mapped_column(primary_key=True)
    guarded: Mapped[bool] = mapped_column(primary_key=True)
    received: Mapped[int]
    unsolved: Mapped[int]
    objected_again: Mapped[int]
    rated: Mapped[int]
    stars: Mapped[int]
    responses: Mapped[bytes]
    solutions: Mapped[bytes]
