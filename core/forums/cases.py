"""Cases that became a topic of the forum: what their reporters hear, and what is forgotten."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.forums.models import BroughtCase, Post, Topic
from core.i18n import Text
from core.outbox import Button
from core.tickets import chain
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter


async def brought(session: AsyncSession, ticket: Ticket) -> Topic | None:
    """The topic a case has become."""
    statement = select(Topic).join(BroughtCase, BroughtCase.topic_id == Topic.id)
    return (
        await session.scalars(statement.where(BroughtCase.ticket_id == ticket.id))
    ).one_or_none()


async def conclude(session: AsyncSession, row: BroughtCase, ticket: Ticket, topic: Topic) -> None:
    """Tell the reporter what became of it, once; `topic` is closed."""
    assert topic.closed_at is not None
    now, said = topic.closed_at, Text("forum.sum.nothing")
    row.state = "told"
    post = await session.get(Post, row.post_id) if row.post_id else None
    if post is not None and post.decision is not None:
        decision = Text(f"forum.decision.{post.decision}")
        said = Text("forum.case.decided", decision=decision, reason=post.reason)
    title, summary = topic.title, topic.summary
    chain.append(session, ticket, "forum_closed", now=now, title=title, text=summary)
    tell_reporter(
        session,
        ticket,
        "forum.case.closed",
        now=now,
        buttons=[[Button("forum.ranking", topic.id, label="button.forum.results")]],
        title=title,
        summary=summary,
        own=said,
    )


async def forget(session: AsyncSession, ticket: Ticket) -> None:
    """What its reporter said is erased: it is not asked about, or shown, any more."""
    row = await session.get(BroughtCase, ticket.id)
    if row is not None:
        row.said = ""
        row.state = row.state if row.topic_id else "withdrawn"
