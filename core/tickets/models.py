"""One case, its timeline, its files, and what it can be about."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.areas.models import Area
from core.db import Base
from core.people.models import Person, Staff, Unit

KINDS = ("complaint", "information_request", "aspiration")
STATES = ("new", "accepted", "waiting", "resolved", "closed")
OPEN = ("new", "accepted", "waiting")
# Written out, not bound: an index of open cases only serves a statement that says so.
IS_OPEN = "state IN ('new', 'accepted', 'waiting')"


class Category(Base):
    """What a complaint can be about, and which unit answers for it.

    `words` are keywords, `examples` whole sentences; both only help to guess. `near_metres` is how
    far apart two reports may lie to be offered as the same; None is as everywhere, 0 never.
    """

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    report_class: Mapped[str] = mapped_column(default="biasa")
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    examples: Mapped[list[str]] = mapped_column(JSON, default=list)
    photo_required: Mapped[bool] = mapped_column(default=False)
    near_metres: Mapped[int | None]
    closed_at: Mapped[datetime | None]

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


class Ticket(Base):
    """One case. `version` grows with every change of what a card shows: state, unit, assignee.

    So two hands cannot overwrite each other, and a button on an old card is known as old. `head`
    and `last_seq` are the hash and the number of its newest event.

    A case merged into another is closed, with that one as its master and the state it had before;
    `followers` counts the people besides its reporter who have a part in it. `verdict_until` is
    when the time to object to its solution ends.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("source"),
        Index("ix_tickets_unit_state", "unit_id", "state", "due_at"),
        Index("ix_tickets_assignee_state", "assignee_id", "state", "due_at"),
        Index("ix_tickets_reporter", "reporter_id", "opened_at"),
        Index("ix_tickets_state_due", "state", "due_at"),
        Index("ix_tickets_opened", "opened_at"),
        Index("ix_tickets_area_state", "area_id", "state", "due_at"),
        Index(
            "ix_tickets_near",
            "category_id",
            "latitude",
            "longitude",
            "opened_at",
            sqlite_where=text(f"{IS_OPEN} AND latitude IS NOT NULL"),
            postgresql_where=text(f"{IS_OPEN} AND latitude IS NOT NULL"),
        ),
        Index(
            "ix_tickets_same_area",
            "category_id",
            "area_id",
            "opened_at",
            sqlite_where=text(f"{IS_OPEN} AND area_id IS NOT NULL"),
            postgresql_where=text(f"{IS_OPEN} AND area_id IS NOT NULL"),
        ),
        Index(
            "ix_tickets_master",
            "master_id",
            sqlite_where=text("master_id IS NOT NULL"),
            postgresql_where=text("master_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    report_class: Mapped[str] = mapped_column(default="biasa")
    state: Mapped[str] = mapped_column(default="new")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"))
    accept_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Working seconds by the unit's calendar, from opened_at.
    accept_seconds: Mapped[int | None]
    response_seconds: Mapped[int | None]
    resolve_seconds: Mapped[int | None]
    reopened: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    verdict_until: Mapped[datetime | None]
    master_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    state_before_merge: Mapped[str | None]
    followers: Mapped[int] = mapped_column(default=0, server_default="0")
    head: Mapped[str] = mapped_column(default="")
    last_seq: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category | None] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    assignee: Mapped[Staff | None] = relationship(lazy="raise")
    reporter: Mapped[Person] = relationship(lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")


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


class Event(Base):
    """One step of a case; rows are only ever added.

    `digest` covers the salted payload and `hash` the digest and the event before, so a payload
    can be erased and the chain still verifies. `source` is the update that caused it, unique.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("ticket_id", "seq"), UniqueConstraint("source", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    by_reporter: Mapped[bool] = mapped_column(default=False)
    public: Mapped[bool] = mapped_column(default=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    salt: Mapped[str]
    digest: Mapped[str]
    hash: Mapped[str]
    source: Mapped[str | None]

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    staff: Mapped[Staff | None] = relationship(lazy="raise")


class Attachment(Base):
    """A file somebody sent; `file_id` is Telegram's name for it, `stored` ours once fetched.

    `details` is what a player shows of it: duration in seconds, width, height, length in pixels.
    `cleaned` is whether everything hidden in the stored file is gone; `problem` why there is none:
    lost, too_large, unreadable or packed. `follower_id` is who sent it, when it was a follower.
    """

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("ticket_id", "unique_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str]
    file_id: Mapped[bytes]
    unique_name: Mapped[str]
    size: Mapped[int | None]
    details: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    stored: Mapped[str | None]
    cleaned: Mapped[bool] = mapped_column(default=False, server_default=false())
    problem: Mapped[str | None]
    by_reporter: Mapped[bool] = mapped_column(default=True)
    follower_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]


class PlaceOffer(Base):
    """A place found in a photo, which the reporter is asked about, once for each ticket.

    `point` seals latitude and longitude until they answer, and nothing after that.
    """

    __tablename__ = "place_offers"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    point: Mapped[bytes | None]
    offered_at: Mapped[datetime]


class TicketMessage(Base):
    """Which case a message in a chat belongs to, so that a reply to it finds the case."""

    __tablename__ = "ticket_messages"

    lane: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # No foreign key: it is written before the ticket it was filed with.
    ticket_id: Mapped[int] = mapped_column(index=True)
