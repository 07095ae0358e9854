"""Who watches over the office, where citizens may turn when it does not answer."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class OversightBody(Base):
    """Such as the Ombudsman: `contact` is how to reach it, a line each, with its source and mark.

    `mark` is one of the marks of a deadline; what nobody verified is not shown to citizens.
    """

    __tablename__ = "oversight_bodies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    contact: Mapped[str]
    source_title: Mapped[str]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    checked_by: Mapped[str | None]
    checked_on: Mapped[date | None]
