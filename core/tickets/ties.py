"""What a case is tied to: followers, other cases, messages in chats, numbers of other systems."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Follower(Base):
    """Somebody who said "me too" of a case, or who stopped following one it was merged with."""

    __tablename__ = "followers"
    __table_args__ = (Index("ix_followers_person_id", "person_id"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class TicketLink(Base):
    """Two cases that have to do with each other, once a pair: `ticket_id` is the smaller id."""

    __tablename__ = "ticket_links"
    __table_args__ = (Index("ix_ticket_links_other_id", "other_id"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    linked_at: Mapped[datetime]


class ExternalNumber(Base):
    """What another system, such as SP4N-LAPOR!, calls a case."""

    __tablename__ = "external_numbers"
    __table_args__ = (Index("ix_external_numbers_number", "number"),)

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    system: Mapped[str]
    number: Mapped[str]


class TicketMessage(Base):
    """Which case a message in a chat belongs to, so that a reply to it finds the case."""

    __tablename__ = "ticket_messages"

    lane: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # No foreign key: it is written before the ticket it was filed with.
    ticket_id: Mapped[int] = mapped_column(index=True)
