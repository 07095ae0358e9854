"""Who there is: people who write, staff who answer, the units they work in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base

ROLES = ("officer", "head", "coordinator")


class Person(Base):
    """Somebody with a Telegram account. Who that is stays sealed.

    `lane` is the index of the private chat, also the key of its queue; `profile` holds the
    sealed name and username as Telegram last told them. Of somebody who was erased only the row
    is left, so that their cases keep a reporter.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    lane: Mapped[str] = mapped_column(unique=True)
    profile: Mapped[bytes]
    language: Mapped[str] = mapped_column(default="id")
    notice_version: Mapped[int] = mapped_column(default=0)
    notice_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    restricted_at: Mapped[datetime | None]
    banned_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class Unit(Base):
    """A part of the office that is responsible for something; units form a tree.

    One that `inspects` gets reports about the staff of others; see `core.people.inspecting`.
    """

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    inspects: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]


class Staff(Base):
    """A person's place in a unit; without `person_id` the invite has not been used yet."""

    __tablename__ = "staff"
    __table_args__ = (
        # One Telegram account is at most one active member of staff.
        Index("uq_staff_person_id", "person_id", unique=True),
        Index("ix_staff_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str]
    name: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    on_duty: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    learns_at: Mapped[int] = mapped_column(default=8)

    unit: Mapped[Unit] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")


class Invite(Base):
    """A one-use link that binds a Telegram account to a member of staff."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
