"""What a voice message says, written down by an officer or by a program."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, where

# It waits for somebody, was written down, or nobody can make it out.
STATES = ("waiting", "written", "unclear")


class Transcript(Base):
    """One for every voice message and recording of a citizen, from the moment it can be played.

    `writer` is who wrote it down, as in the audit log, or MACHINE; `writer_name` who people read
    it was. `version` grows with every writing, so that of two officers one wins. `alarmed` is
    whether somebody was told already that it speaks of an emergency.
    """

    __tablename__ = "transcripts"
    __table_args__ = (
        Index("ix_transcripts_waiting", "added_at", **where("state = 'waiting'")),
        Index("ix_transcripts_ticket", "ticket_id"),
    )

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachments.id"), primary_key=True, autoincrement=False
    )
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    text: Mapped[str] = mapped_column(default="")
    writer: Mapped[str] = mapped_column(default="")
    writer_name: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    alarmed: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
