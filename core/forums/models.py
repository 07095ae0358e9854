"""Topics a unit puts to its citizens, what they write and support, and who took part."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.areas.models import Area
from core.db import Base
from core.people.models import Person, Staff, Unit

# Forum Konsultasi Publik, and usulan for the Musrenbang.
KINDS = ("forum", "musrenbang")
STATES = ("open", "closed")
POST_STATES = ("waiting", "shown", "hidden")
DECISIONS = ("accepted", "postponed", "declined")
# Why a text is not shown; the author reads it.
HIDDEN_FOR = ("rude", "private", "off_topic", "double")


class Topic(Base):
    """`state` is open until somebody has written what became of it; between `opens_at` and
    `closes_at` citizens take part. `area_id` is whom it is about, None for everybody.
    """

    __tablename__ = "forum_topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default="open", index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship(lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")
    staff: Mapped[Staff | None] = relationship(lazy="raise")

    def takes(self, now: datetime) -> bool:
        """Whether citizens can take part now."""
        return self.state == "open" and self.opens_at <= now < self.closes_at


class Post(Base):
    """A proposal, or a comment on the one in `on_id`.

    `text` is masked and all that anybody else reads, the office too; `words` seals what was really
    written, for its author only. Of somebody who was erased only the text is left. `hidden_for` is
    one of HIDDEN_FOR; `decision`, one of DECISIONS, and `reason` are what the office decided.
    """

    __tablename__ = "forum_posts"
    __table_args__ = (
        Index("ix_forum_posts_topic_id_state", "topic_id", "state"),
        Index("ix_forum_posts_on_id", "on_id"),
        Index("ix_forum_posts_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("forum_topics.id"))
    on_id: Mapped[int | None] = mapped_column(ForeignKey("forum_posts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_office: Mapped[bool] = mapped_column(default=False, server_default=false())
    text: Mapped[str]
    words: Mapped[bytes | None]
    state: Mapped[str]
    hidden_for: Mapped[str | None]
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")

    topic: Mapped[Topic] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")


class Look(Base):
    """Somebody has seen a proposal; `supported` is whether they support it now."""

    __tablename__ = "forum_looks"
    __table_args__ = (Index("ix_forum_looks_person_id", "person_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("forum_posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    supported: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime]


class Objection(Base):
    """Somebody finds a text abusive."""

    __tablename__ = "forum_objections"
    __table_args__ = (Index("ix_forum_objections_person_id", "person_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("forum_posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]


class Participant(Base):
    """Somebody took part in a topic: wrote or supported. `told_at` is when the summary went out."""

    __tablename__ = "forum_participants"
    __table_args__ = (Index("ix_forum_participants_person_id", "person_id"),)

    topic_id: Mapped[int] = mapped_column(ForeignKey("forum_topics.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class BroughtCase(Base):
    """A case the office wants to bring to the forum, and the topic it became.

    `state` is asked until the reporter has agreed to their words being shown, or declined; then
    open, and told once they heard what became of it; withdrawn where their words were erased.
    `said` are the words as others would read them, `post_id` is where they do; `days` is how
    long citizens take part.
    """

    __tablename__ = "forum_cases"
    __table_args__ = (Index("ix_forum_cases_topic_id", "topic_id"),)

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("forum_topics.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("forum_posts.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    state: Mapped[str] = mapped_column(default="asked")
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    days: Mapped[int]
    said: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
