"""Themes, who wants news of them, what was announced, and to whom it is on its way."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.areas.models import Area
from core.db import Base
from core.people.models import Person, Staff

# A draft is only its author's; one that waits needs a second person's yes.
STATES = ("draft", "waiting", "sending", "done", "stopped")
ENDED = ("done", "stopped")
# The purpose in the log of consents.
PURPOSE = "news"


class Theme(Base):
    """What news can be about. One that is closed is no longer offered, and nobody gets it."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


class Subscription(Base):
    """Somebody wants news of a theme, of all areas when none is named; consent is kept apart."""

    __tablename__ = "subscriptions"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("themes.id"), primary_key=True, autoincrement=False, index=True
    )
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))


class Announcement(Base):
    """One piece of news; `author` and `approver` are actors of the audit log.

    `photo` seals Telegram's name of a picture that came by chat, `picture` is the name of one that
    came by the panel. `cursor` is the person up to whom messages are written, `total` how many were
    to get it when it began. `sent`, `blocked` and `failed` are counted when it has ended; until
    then they follow from the deliveries.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    photo: Mapped[bytes | None]
    picture: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(default="draft")
    author: Mapped[str]
    author_name: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approver: Mapped[str | None]
    created_at: Mapped[datetime]
    begins_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cursor: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)

    theme: Mapped[Theme] = relationship(lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")
    staff: Mapped[Staff | None] = relationship(lazy="raise")

    @property
    def heading(self) -> str:
        """Its title, or what it is about."""
        return self.title or self.theme.name


class Delivery(Base):
    """One announcement on its way to one person, never twice; `ref` names the outbox's row.

    Gone when the announcement has ended: who got what is then nobody's business.
    """

    __tablename__ = "deliveries"

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    ref: Mapped[int] = mapped_column(unique=True)

    person: Mapped[Person] = relationship(lazy="raise")
