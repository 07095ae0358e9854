"""Groups the bot was brought into."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Staff, Unit


class UnitGroup(Base):
    """A group that shows how a unit stands; without `bound_at` it only was offered.

    `lane` is the queue messages to it leave by. `heard` is the index of the chat its updates come
    from: the same until the group becomes a supergroup, which has another id. `card` is the ref of
    the message that is edited, `posted` of the newest row about it, `shown` a digest of what that
    says.
    """

    __tablename__ = "unit_groups"
    __table_args__ = (Index("uq_unit_groups_unit_id", "unit_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lane: Mapped[str] = mapped_column(unique=True)
    heard: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    card: Mapped[int | None]
    posted: Mapped[int | None]
    shown: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    staff: Mapped[Staff] = relationship(lazy="raise")
