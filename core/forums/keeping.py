"""What the office does with a topic: opens it, reads, answers, decides and closes it.

`by` is the actor of the audit log; who may do it is settled where the topic is loaded.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, jobs, outbox
from core.areas.models import Area
from core.db import changed
from core.errors import Refused
from core.forums import rules
from core.forums.models import DECISIONS, HIDDEN_FOR, KINDS, Objection, Post, Topic
from core.forums.queries import undecided, waiting
from core.forums.summing_up import SUM_UP
from core.forums.timetable import remind
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff, Unit


async def open_topic(
    session: AsyncSession,
    *,
    kind: str,
    title: str,
    text: str,
    unit: Unit,
    closes_at: datetime,
    by: str,
    now: datetime,
    opens_at: datetime | None = None,
    area: Area | None = None,
    staff: Staff | None = None,
) -> Topic:
    """A topic citizens can take part in, from now on when no other time is given."""
    if kind not in KINDS:
        raise Refused("forum.refused.kind")
    opens = opens_at or now
    rules.period(opens, closes_at, now=now)
    topic = Topic(
        kind=kind,
        title=" ".join(rules.words(title, rules.LONGEST_TITLE).split()),
        text=rules.words(text, rules.LONGEST_TOPIC),
        unit=unit,
        area=area,
        staff=staff,
        opens_at=opens,
        closes_at=closes_at,
    )
    session.add(topic)
    await session.flush()
    await remind(session, topic, closes_at, now=now)
    audit.record(session, by, "topic.open", topic, now=now, unit=unit.code)
    return topic


async def reschedule(
    session: AsyncSession, topic: Topic, closes_at: datetime, *, by: str, now: datetime
) -> None:
    """Another end; also for a topic whose time is over, as long as nothing was concluded."""
    _still_open(topic)
    rules.period(topic.opens_at, closes_at, now=now)
    topic.closes_at = closes_at
    await remind(session, topic, closes_at, now=now)
    audit.record(session, by, "topic.reschedule", topic, now=now)
    await session.flush()


async def add_proposal(
    session: AsyncSession, topic: Topic, text: str, *, by: str, now: datetime
) -> Post:
    """A proposal of the office, for citizens to support and comment on."""
    if not topic.takes(now):
        raise Refused("forum.refused.over", title=topic.title)
    said = rules.words(text, rules.LONGEST_POST, least=rules.SHORTEST)
    post = Post(topic=topic, by_office=True, text=said, state="shown", at=now)
    session.add(post)
    await session.flush()
    audit.record(session, by, "post.add", post, now=now)
    return post


async def show(session: AsyncSession, post: Post, *, by: str, now: datetime) -> None:
    """Let others read it; its author hears so."""
    if post.state == "shown":
        return
    post.state, post.hidden_for = "shown", None
    # The office has read it: what was reported before counts no more.
    await changed(session, delete(Objection).where(Objection.post_id == post.id))
    audit.record(session, by, "post.show", post, now=now)
    see = Button("forum.post", post.on_id or post.id)
    _tell_author(session, post, "forum.author.shown", now, buttons=[[see]])
    await session.flush()


async def hide(session: AsyncSession, post: Post, why: str, *, by: str, now: datetime) -> None:
    """Nobody reads it; its author hears why, and gets their words back."""
    if why not in HIDDEN_FOR:
        raise Refused("forum.refused.kind")
    if post.state == "hidden":
        return
    post.state, post.hidden_for = "hidden", why
    audit.record(session, by, "post.hide", post, now=now, why=why)
    _tell_author(session, post, "forum.author.hidden", now, why=Text(f"forum.hidden_for.{why}"))
    await session.flush()


async def answer(session: AsyncSession, post: Post, text: str, *, by: str, now: datetime) -> None:
    """What the office says to it, under it for everybody; a new answer takes the old one's place.

    What waited for somebody to read it is shown with its answer.
    """
    _still_open(post.topic)
    said = rules.words(text, rules.LONGEST_REASON)
    if post.state == "hidden":
        raise Refused("forum.refused.gone")
    post.answer, post.answered_at, post.state = said, now, "shown"
    audit.record(session, by, "post.answer", post, now=now)
    see = Button("forum.post", post.on_id or post.id)
    _tell_author(session, post, "forum.author.answered", now, answer=said, buttons=[[see]])
    await session.flush()


async def decide(
    session: AsyncSession,
    posts: Iterable[Post],
    topic: Topic,
    decision: str,
    reason: str,
    *,
    by: str,
    now: datetime,
) -> None:
    """What becomes of these proposals, and why; changed until the topic is closed."""
    _still_open(topic)
    if decision not in DECISIONS:
        raise Refused("forum.refused.kind")
    said = rules.words(reason, rules.LONGEST_REASON)
    for post in posts:
        post.decision, post.reason = decision, said
        audit.record(session, by, "post.decide", post, now=now, decision=decision)
    await session.flush()


async def close(
    session: AsyncSession, topic: Topic, summary: str, *, by: str, now: datetime
) -> None:
    """The end: everybody who took part gets the summary, from a job."""
    _still_open(topic)
    said = rules.words(summary, rules.LONGEST_TOPIC)
    if left := len(await waiting(session, topic)):
        raise Refused("forum.refused.unread", n=left)
    if left := len(await undecided(session, topic)):
        raise Refused("forum.refused.undecided", n=left)
    topic.state, topic.closed_at, topic.summary = "closed", now, said
    jobs.start(session, SUM_UP, now=now, topic=topic.id)
    audit.record(session, by, "topic.close", topic, now=now)
    await session.flush()


def _still_open(topic: Topic) -> None:
    if topic.state != "open":
        raise Refused("forum.refused.closed", title=topic.title)


def _tell_author(session: AsyncSession, post: Post, key: str, now: datetime, **more: Any) -> None:
    if post.person is not None and post.person.erased_at is None:
        said = post.text
        outbox.tell(session, post.person, key, now=now, kind="notice", said=said, **more)
