"""The texts an office keeps."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.tickets.models import Category


class ReplyTemplate(Base):
    """A reply with variables; one bound to a category or a state is offered only there."""

    __tablename__ = "reply_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    text: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    state: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    category: Mapped[Category | None] = relationship(lazy="raise")
