"""Who may open no new case for now, why, and what they say to that."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Person


class Ban(Base):
    """`reason` is read by the person; `appeal` seals their objection. Open until `lifted_at`."""

    __tablename__ = "bans"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str]
    banned_by: Mapped[str]
    banned_at: Mapped[datetime]
    appeal: Mapped[bytes | None]
    appealed_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
