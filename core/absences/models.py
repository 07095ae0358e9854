"""Who is away, and who stands in for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Staff

AHEAD = ("planned", "running")


class Absence(Base):
    """Away from `first_on` to `last_on`, both included; planned, running, over or cancelled.

    `role_before` is what `stand_in` was before they took over the role of whoever is away.
    """

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="planned")
    role_before: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="raise", foreign_keys=[staff_id])
    stand_in: Mapped[Staff | None] = relationship(lazy="raise", foreign_keys=[stand_in_id])
