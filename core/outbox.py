"""What the service has to say, written in the same transaction as the reason for it.

`kind` is the class of a message: interactive (an answer to what somebody just did), notice, card
(edited later by its row), quiz and bulk. Quiz and bulk are never sent twice, the others are
repeated when nobody can tell whether they arrived.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import i18n, lanes
from core.chats import NOWHERE
from core.db import Base
from core.features.queries import current
from core.people.models import Person
from core.secrets import keys_of

Kind = Literal["interactive", "notice", "card", "quiz", "bulk"]
RANKS: dict[str, int] = {"interactive": 0, "card": 1, "notice": 1, "quiz": 1, "bulk": 2}
REF_BITS = 62
# Methods that carry a file of ours begin so; they may take minutes on a slow line.
UPLOAD = "upload_"
REPEATABLE = ("interactive", "card", "notice")


def _new_ref() -> int:
    return secrets.randbits(REF_BITS)


class Outgoing(Base):
    """One message on its way; `payload` seals what Telegram gets.

    `ref` names the row from the moment it is made, before the database has numbered it; `edits`
    is the `ref` of the row whose message this one changes.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "lane",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_outbox_message", "lane", "message_id"),
        Index("ix_outbox_poll", "poll_id"),
        Index(
            "ix_outbox_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # As sentinel it lets many rows be written in one statement and still learn their ids.
    ref: Mapped[int] = mapped_column(unique=True, default=_new_ref, insert_sentinel=True)
    lane: Mapped[str]
    kind: Mapped[str]
    rank: Mapped[int]
    method: Mapped[str]
    payload: Mapped[bytes | None]
    ticket_id: Mapped[int | None]
    edits: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=lanes.OPEN)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    message_id: Mapped[int | None]
    poll_id: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None]


@dataclass(frozen=True)
class Button:
    """An action by name, such as `ticket.accept`, on a value, in a version of what it is about.

    Its label is the text `button.<do>`, or the one named; the edge turns it into Telegram's.
    """

    do: str
    value: str | int = ""
    version: int = 0
    label: str | i18n.Text | None = None

    def text(self, language: str) -> str:
        label = self.label or f"button.{self.do}"
        return _label(label, language)


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    label: str | i18n.Text
    url: str


@dataclass(frozen=True)
class Share:
    """A keyboard that asks for something only the phone knows: its place or its number."""

    label: str
    what: Literal["location", "contact"]
    cancel: str = "button.share.cancel"


Rows = Sequence[Sequence[Button | Link]]


@dataclass(frozen=True)
class Reader:
    """Somebody to write to, of whom nothing else is known; a Person is one as well."""

    lane: str
    language: str


@dataclass
class Letter:
    """A message before it is a row: the Bot API method and its parameters."""

    method: str
    payload: dict[str, Any] = field(default_factory=dict)


def tell(
    session: AsyncSession,
    person: Person | Reader,
    key: str,
    *,
    now: datetime,
    kind: Kind,
    about: int | None = None,
    buttons: Rows = (),
    share: Share | None = None,
    edits: int | None = None,
    **params: object,
) -> Outgoing:
    """Say a text to a person in their language.

    `about` is the ticket it belongs to, so that a reply finds it; `edits` the ref of an earlier
    row whose message changes instead of a new one being sent.
    """
    zone = session.info["service"].zone
    payload: dict[str, Any] = {"text": i18n.html(key, person.language, zone, **params)}
    if buttons := _there(session, buttons):
        payload["buttons"] = [[_button(one, person.language) for one in row] for row in buttons]
    if share:
        payload["share"] = _share(share, person.language)
    method = "edit_message_text" if edits else "send_message"
    letter = Letter(method, payload)
    return post(session, person.lane, letter, now=now, kind=kind, about=about, edits=edits)


def post(
    session: AsyncSession,
    lane: str,
    letter: Letter,
    *,
    now: datetime,
    kind: Kind,
    about: int | None = None,
    edits: int | None = None,
) -> Outgoing:
    """Queue a letter to a chat; it leaves after every older one to the same chat.

    What is said to somebody who was erased is not kept: it could never leave.
    """
    row = Outgoing(
        ref=_new_ref(),
        lane=lane,
        kind=kind,
        rank=RANKS[kind],
        method=letter.method,
        payload=keys_of(session).seal_json(letter.payload),
        ticket_id=about,
        edits=edits,
        created_at=now,
    )
    if not lane.startswith(NOWHERE):
        session.add(row)
    return row


def _there(session: AsyncSession, rows: Rows) -> Rows:
    """The buttons without those of features that are switched off."""
    features = current(session)
    if not features.off:
        return rows
    left = [
        [one for one in row if isinstance(one, Link) or features.allows("buttons", one.do)]
        for row in rows
    ]
    return [row for row in left if row]


def _label(label: str | i18n.Text, language: str) -> str:
    if isinstance(label, i18n.Text):
        return i18n.plain_text(label, language)
    return i18n.plain(label, language)


def _button(button: Button | Link, language: str) -> dict[str, Any]:
    if isinstance(button, Link):
        return {"text": _label(button.label, language), "url": button.url}
    return {
        "text": button.text(language),
        "do": button.do,
        "value": str(button.value),
        "version": button.version,
    }


def _share(share: Share, language: str) -> dict[str, str]:
    return {
        "text": i18n.plain(share.label, language),
        "what": share.what,
        "cancel": i18n.plain(share.cancel, language),
    }
