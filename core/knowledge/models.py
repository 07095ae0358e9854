"""Answers, the questions people asked, and facts about the office that answers quote."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.people.models import Unit
from core.tickets.models import Ticket

# SQL's NULL for nothing, so that a statement can ask for it.
Content = JSON(none_as_null=True)


class Article(Base):
    """One question and its answer; `aliases` are other ways people ask it.

    `answer` is plain text with settings in braces. `revision` grows with every change of any
    article, so the greatest one dates the search index. `shipped` articles come from the content
    files, which may also take them back.

    `base` is what the files said when the office changed it, None where both agree; `theirs` what
    they say now that both changed, until somebody chooses (see `merging`). `unit_id` is who keeps
    it true: asked on `review_on`, spaced by `memory` (see `freshness`).
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
    base: Mapped[dict[str, Any] | None] = mapped_column(Content)
    theirs: Mapped[dict[str, Any] | None] = mapped_column(Content)
    valid_from: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    review_on: Mapped[date | None]
    review_asked_at: Mapped[datetime | None]
    memory: Mapped[dict[str, Any] | None] = mapped_column(Content)

    unit: Mapped[Unit | None] = relationship(lazy="raise")


class ArticleVersion(Base):
    """What an article said since `at`; `by` is an actor of the audit log, `why` one of `WHYS`."""

    __tablename__ = "article_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    why: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class ArticleDraft(Base):
    """What an article is to say, or a new one where it is of none; nobody is answered with it.

    `state` is open, waiting (for the day from which it is true), published or dropped;
    `of_revision` is the article as whoever wrote it saw it.
    """

    __tablename__ = "article_drafts"
    __table_args__ = (
        Index("ix_article_drafts_state", "state"),
        Index("ix_article_drafts_article_id", "article_id"),
        Index("ix_article_drafts_ticket_id", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    of_revision: Mapped[int | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_from: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    review_on: Mapped[date | None]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    state: Mapped[str] = mapped_column(default="open")
    by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    article: Mapped[Article | None] = relationship(lazy="raise")


class KnownQuestion(Base):
    """A question of which the content files say which article, by code, answers it."""

    __tablename__ = "known_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)
    article: Mapped[str]


class AskedQuestion(Base):
    """A question somebody asked and what became of it.

    `masked` has no numbers that point to a person; `words` seals the original until the matter
    is settled, so that it can still be passed on. `candidates` are pairs of article id and
    confidence. `verdict` is answer, offer or unknown. `draft_id` is what will answer those like
    it; `closed_at` says that nothing is missing for it any more (see `gaps`).
    """

    __tablename__ = "asked_questions"
    __table_args__ = (
        Index("ix_asked_questions_verdict_at", "verdict", "at"),
        Index("ix_asked_questions_person_id", "person_id"),
        Index("ix_asked_questions_draft_id", "draft_id"),
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
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("article_drafts.id"))
    closed_at: Mapped[datetime | None]

    # Orders the writes: the ticket a question becomes is new in the same transaction.
    ticket: Mapped[Ticket | None] = relationship(lazy="raise")


class Setting(Base):
    """A fact about the office, such as its address; see `office.FACTS`."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_at: Mapped[datetime]
