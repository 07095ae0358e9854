"""Answers, the questions people asked, and facts about the office that answers quote."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.tickets.models import Ticket


class Article(Base):
    """One question and its answer; `aliases` are other ways people ask it.

    `answer` is plain text with settings in braces. `revision` grows with every change of any
    article, so the greatest one dates the search index. `shipped` articles come from the content
    files, which may also take them back.
    """

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    service: Mapped[str]
    service_name: Mapped[str]
    service_name_en: Mapped[str]
    facet: Mapped[str]
    question: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(JSON)
    answer: Mapped[str]
    source: Mapped[str]
    source_url: Mapped[str | None]
    mark: Mapped[str]
    reviewed: Mapped[date]
    shipped: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    shown: Mapped[int] = mapped_column(default=0)
    helped: Mapped[int] = mapped_column(default=0)


class AskedQuestion(Base):
    """A question somebody asked and what became of it.

    `masked` has no numbers that point to a person; `words` seals the original until the matter
    is settled, so that it can still be passed on. `candidates` are pairs of article id and
    confidence. `verdict` is answer, offer or unknown.
    """

    __tablename__ = "asked_questions"
    __table_args__ = (
        Index("ix_asked_questions_verdict_at", "verdict", "at"),
        Index("ix_asked_questions_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    masked: Mapped[str]
    words: Mapped[bytes | None]
    verdict: Mapped[str]
    candidates: Mapped[list[tuple[int, float]]] = mapped_column(JSON)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    helpful: Mapped[bool | None]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    settled_at: Mapped[datetime | None]

    # Orders the writes: the ticket a question becomes is new in the same transaction.
    ticket: Mapped[Ticket | None] = relationship(lazy="raise")


class Setting(Base):
    """A fact about the office, such as its address; see `office.FACTS`."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_at: Mapped[datetime]
