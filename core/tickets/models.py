"""One case, its timeline, its files, and what it can be about."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Account
from core.areas.models import Area
from core.chats import NOWHERE
from core.db import Base, where
from core.lanes import named
from core.people.models import Person, Staff, Unit
from core.tickets.indexes import LISTS, STILL_OPEN

KINDS = ("complaint", "information_request", "aspiration")
STATES = ("new", "accepted", "waiting", "resolved", "closed")
OPEN = ("new", "accepted", "waiting")
# Ways in beside the bot itself.
CHANNELS = ("counter", "phone", "whatsapp", "letter", "lapor", "social", "other")
CLOCKS = ("unit", "waiting", "verdict")
OUTCOMES = ("fixed", "answered", "planned", "referred", "declined")
SOLVED = ("fixed", "answered")


class Category(Base):
    """What a complaint can be about, and which unit answers for it.

    `words` are keywords, `examples` whole sentences; both only help to guess. `near_metres` is how
    far apart two reports may lie to be offered as the same; None is as everywhere, 0 never.
    `warning` is said before a report is sent, with a tested number to call instead.
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
    approval_required: Mapped[bool] = mapped_column(default=False, server_default=false())
    warning: Mapped[str] = mapped_column(default="", server_default="")
    warning_en: Mapped[str] = mapped_column(default="", server_default="")
    warning_number_id: Mapped[int | None] = mapped_column(ForeignKey("emergency_numbers.id"))
    closed_at: Mapped[datetime | None]

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


class Ticket(Base):
    """One case. `version` grows with every change of what a card shows: state, unit, assignee.

    So two hands cannot overwrite each other, and a button on an old card is known as old. `head`
    and `last_seq` are the hash and the number of its newest event. `outcome` is how it ended, one
    of OUTCOMES, or None before releases that asked; `outside` is the body it waits for.

    `due_at` is what the rule gives from `due_from` (None: when it was filed) by the calendar it
    was promised by (None: the unit's), and `due_extra` working seconds it stood still for an
    answer; or a date set by hand. While it stands still, `paused_at` says since when.

    A case merged into another is closed, with that one as its master and the state it had before;
    `followers` counts the people besides its reporter who have a part in it. `verdict_until` is
    when the time to object to its solution ends; `details` are answers, see `core.details`.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("source"),
        Index("ix_tickets_unit_state", "unit_id", "state", "due_at"),
        Index("ix_tickets_assignee_state", "assignee_id", "state", "due_at"),
        Index("ix_tickets_reporter", "reporter_id", "opened_at"),
        *LISTS,
        Index(
            "ix_tickets_near",
            "category_id",
            "latitude",
            "longitude",
            "opened_at",
            **where(f"{STILL_OPEN} AND latitude IS NOT NULL"),
        ),
        Index(
            "ix_tickets_same_area",
            "category_id",
            "area_id",
            "opened_at",
            **where(f"{STILL_OPEN} AND area_id IS NOT NULL"),
        ),
        Index("ix_tickets_master", "master_id", **where("master_id IS NOT NULL")),
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
    # Empty where the reporter is hidden (HiddenReporter) or not on Telegram yet (Reception).
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confidential: Mapped[bool] = mapped_column(default=False, server_default=false())
    guarded: Mapped[bool] = mapped_column(default=False, server_default=false())
    text: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"))
    due_from: Mapped[datetime | None]
    due_calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendars.id"))
    due_extra: Mapped[int] = mapped_column(default=0, server_default="0")
    due_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    paused_at: Mapped[datetime | None]
    accept_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Working seconds by the unit's calendar, from opened_at; what is not solved has none to solve.
    accept_seconds: Mapped[int | None]
    response_seconds: Mapped[int | None]
    resolve_seconds: Mapped[int | None]
    reopened: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    outcome: Mapped[str | None]
    outside: Mapped[str | None]
    verdict_until: Mapped[datetime | None]
    master_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    state_before_merge: Mapped[str | None]
    details: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    spoken: Mapped[str | None]
    heard: Mapped[str | None]
    followers: Mapped[int] = mapped_column(default=0, server_default="0")
    head: Mapped[str] = mapped_column(default="")
    last_seq: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category | None] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    assignee: Mapped[Staff | None] = relationship(lazy="raise")
    reporter: Mapped[Person | None] = relationship(lazy="raise")
    reception: Mapped["Reception | None"] = relationship(lazy="raise", back_populates="ticket")
    hidden: Mapped["HiddenReporter | None"] = relationship(lazy="raise", back_populates="ticket")
    area: Mapped[Area | None] = relationship(lazy="raise")

    @property
    def words(self) -> str:
        """All that was told, in writing and by voice."""
        return "\n".join(part for part in (self.text, self.spoken) if part)

    @property
    def is_solved(self) -> bool:
        """Whether its end is a solution; the other ends are explained, and never counted as one."""
        return self.outcome is None or self.outcome in SOLVED

    @property
    def stands(self) -> str:
        """The state in the names of texts: whom it waits for and how it ended make a difference."""
        if self.state == "waiting" and self.outside:
            return "waiting_outside"
        if self.state in ("resolved", "closed") and not self.is_solved:
            return f"{self.state}_unsolved"
        return self.state


def is_open() -> ColumnElement[bool]:
    """Tickets somebody still has to do something about, as a condition."""
    return Ticket.state.in_([named(state) for state in OPEN])


class Reception(Base):
    """How a case came in that an officer wrote down for somebody.

    `receiver` is the actor of the audit log who did, `receiver_name` who people read it was;
    `citizen` seals the name and phone number that were given.
    """

    __tablename__ = "receptions"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    channel: Mapped[str]
    receiver: Mapped[str]
    receiver_name: Mapped[str]
    citizen: Mapped[bytes | None]

    ticket: Mapped[Ticket] = relationship(lazy="raise", back_populates="reception")


class HiddenReporter(Base):
    """Who reported an anonymous ticket, which without the key nobody can tell.

    `lane` is an index like a person's, and like it leads to their chat, but it is another one: no
    row of theirs carries both. `sealed` holds the person's id and language, `alias` is what the
    office calls them. Of somebody who was erased only the alias and the language are left.
    """

    __tablename__ = "hidden_reporters"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    lane: Mapped[str] = mapped_column(index=True)
    sealed: Mapped[bytes]
    alias: Mapped[str]

    ticket: Mapped[Ticket] = relationship(lazy="raise", back_populates="hidden")

    @property
    def is_gone(self) -> bool:
        return self.lane.startswith(NOWHERE)


class IdentityRequest(Base):
    """An account wants to know who reported an anonymous ticket; a second one has to agree."""

    __tablename__ = "identity_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    approved_at: Mapped[datetime | None]

    asker: Mapped[Account] = relationship(lazy="raise", foreign_keys=asked_by)
    approver: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=approved_by)


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


class Share(Base):
    """A stretch of a case's time that has ended, in working seconds of the unit's calendar.

    `clock` is one of CLOCKS: the unit worked on it, it stood still for an answer, or the citizen
    was asked whether it is solved. Stretches follow each other without a gap.
    """

    __tablename__ = "shares"
    __table_args__ = (Index("ix_shares_ticket", "ticket_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    clock: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    seconds: Mapped[int]

    unit: Mapped[Unit] = relationship(lazy="raise")


class Reminder(Base):
    """What a member of staff is to be reminded of with the next message that gathers such things.

    `key` is the text, `due_at` the date it speaks of, `share` the part of the time that is gone
    in percent.
    """

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_staff", "staff_id", "told_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    key: Mapped[str]
    due_at: Mapped[datetime]
    share: Mapped[int | None]
    told_at: Mapped[datetime | None]


class Attachment(Base):
    """A file somebody sent; `file_id` is Telegram's name for it, `stored` ours once fetched.

    `details` is what a player shows of it: duration in seconds, width, height, length in pixels.
    `cleaned` is whether everything hidden in the stored file is gone; `problem` why there is none:
    lost, too_large, unreadable, packed or unclean. `follower_id` is who sent it, when it was a
    follower.
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


class Proposal(Base):
    """What an officer wants the citizen to read, which somebody above has to approve first.

    `verb` is reply or resolve; `content` seals its words, files and end until it is decided.
    `decision` is approved, edited, returned, replaced when the officer wrote anew, or dropped when
    the ticket went to others.
    `waited_seconds` are working seconds from asked to decided: the approver's time, not the
    officer's.
    """

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_ticket", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verb: Mapped[str]
    content: Mapped[bytes | None]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decision: Mapped[str | None]
    waited_seconds: Mapped[int | None]

    staff: Mapped[Staff] = relationship(foreign_keys=staff_id, lazy="raise")


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
