"""Who may open the panel, and from where they have it open."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Unit

ROLES = ("admin", "coordinator", "head", "viewer")


class Account(Base):
    """A sign-in to the panel. `unit_id` narrows what it sees to that unit and those below.

    Without `password_hash` it opens with one-time links only.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship(lazy="raise")


class AccountSession(Base):
    """A browser that is signed in; only the hash of its token is kept."""

    __tablename__ = "account_sessions"
    __table_args__ = (Index("ix_account_sessions_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="raise")


class SignInLink(Base):
    """A one-time way in; only the hash of its token is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInPace(Base):
    """How often somebody tried to sign in, by a name that tells nothing about them."""

    __tablename__ = "sign_in_paces"

    name: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    tried_at: Mapped[datetime]
    free_at: Mapped[datetime]
