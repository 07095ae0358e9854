"""Whoever asked what nobody could answer reads the answer once there is one, and once only."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import outbox
from core.knowledge import office, rules
from core.knowledge.models import Article, ArticleDraft, AskedQuestion
from core.outbox import Button
from core.people.models import Person


async def tell_askers(
    session: AsyncSession, draft: ArticleDraft, article: Article, *, now: datetime
) -> int:
    """Close the draft's questions; how many people were told.

    An officer's reply to their ticket already told them. Somebody who blocked the bot, was
    erased, banned or asked us to hold still is not written to.
    """
    mine = select(AskedQuestion, Person).join(Person, Person.id == AskedQuestion.person_id)
    with_ticket = mine.options(joinedload(AskedQuestion.ticket))
    theirs = (AskedQuestion.draft_id == draft.id, AskedQuestion.closed_at.is_(None))
    told: set[int] = set()
    for asked, person in await session.execute(
        with_ticket.where(*theirs).order_by(AskedQuestion.id)
    ):
        asked.closed_at = now
        heard = asked.ticket is not None and asked.ticket.first_response_at is not None
        if not heard and may_be_told(person) and person.id not in told:
            told.add(person.id)
            await _tell(session, asked, person, article, now)
    await session.flush()
    return len(told)


def may_be_told(person: Person) -> bool:
    gone = (person.erased_at, person.unreachable_at, person.banned_at, person.restricted_at)
    return not any(gone)


async def _tell(
    session: AsyncSession, asked: AskedQuestion, person: Person, article: Article, now: datetime
) -> None:
    """The answer, to be judged as if it had been found at once."""
    facts = await office.facts(session, person.language)
    asked.article_id, asked.helpful = article.id, None
    article.shown = (article.shown or 0) + 1
    outbox.tell(
        session,
        person,
        "knowledge.answered",
        now=now,
        kind="notice",
        buttons=[[Button(f"question.{one}", asked.id) for one in ("helpful", "unhelpful")]],
        asked=asked.masked,
        question=article.question,
        answer=rules.filled(article.answer, facts),
        source=article.source,
        reviewed=article.reviewed,
    )
