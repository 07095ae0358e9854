"""What a citizen thinks of the service, said to an officer who wrote it down."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class RelayedRating(Base):
    """A rating of 1 to 4 that a citizen gave by `channel`; never counted with their own.

    An officer who asks on the telephone hears kinder words than a form does.
    """

    __tablename__ = "relayed_ratings"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    rating: Mapped[int]
    channel: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
