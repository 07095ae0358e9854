"""Keeping the articles, and what becomes of a question."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed
from core.knowledge.confidence import confidence
from core.knowledge.merging import release
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.queries import Found, find
from core.masking import masked
from core.people.models import Person
from core.secrets import keys_of
from core.tickets.models import Ticket


class ArticleRow(TypedDict):
    """One article of the content files; values as in `Article`."""

    code: str
    service: str
    service_name: str
    service_name_en: str
    facet: str
    question: str
    aliases: list[str]
    answer: str
    source: str
    source_url: str | None
    mark: str
    reviewed: date


async def load_articles(session: AsyncSession, rows: Sequence[ArticleRow], *, now: datetime) -> int:
    """Bring in the articles that are shipped, see `merging`; how many were touched."""
    touched = await release(session, rows, now=now)
    return len(touched)


async def ask(
    session: AsyncSession, person: Person, text: str, *, now: datetime, about: str = ""
) -> tuple[AskedQuestion, Found]:
    """Look for an answer, and note the question without what points to a person.

    `about` is the matter it does not name itself; see `context`.
    """
    without = masked(text)
    found = await find(session, f"{about} {without}" if about else without)
    asked = AskedQuestion(
        person_id=person.id,
        at=now,
        masked=without,
        words=keys_of(session).seal(text.encode()),
        verdict=found.verdict,
        candidates=[(int(hit.key), round(confidence(hit), 3)) for hit in found.hits],
    )
    session.add(asked)
    await session.flush()
    return asked, found


def original(session: AsyncSession, asked: AskedQuestion) -> str:
    """What was typed, or without numbers once the matter was settled."""
    return keys_of(session).open(asked.words).decode() if asked.words else asked.masked


async def show(session: AsyncSession, asked: AskedQuestion, article: Article) -> None:
    """The article is now the answer to the question."""
    asked.article_id = article.id
    shown = update(Article).where(Article.id == article.id).values(shown=Article.shown + 1)
    await changed(session, shown)
    await session.flush()


async def judge(
    session: AsyncSession, asked: AskedQuestion, *, helpful: bool, now: datetime
) -> None:
    """What the person thinks of the answer; only the first word on it counts for the article."""
    if helpful and not asked.helpful:
        article = update(Article).where(Article.id == asked.article_id)
        await changed(session, article.values(helped=Article.helped + 1))
    asked.helpful = helpful
    if helpful:
        _settle(asked, now)
    else:
        # Also one that was answered before: it is a gap again.
        asked.closed_at = asked.draft_id = None
    await session.flush()


async def filed(session: AsyncSession, asked_id: int, ticket: Ticket, *, now: datetime) -> None:
    """The question became a ticket, which holds its words from now on.

    Words that became an anonymous ticket must not lead to whoever asked, so they are forgotten.
    """
    asked = await session.get_one(AskedQuestion, asked_id)
    if ticket.hidden is not None:
        await session.delete(asked)
    else:
        asked.ticket_id = ticket.id
        _settle(asked, now)
    await session.flush()


def _settle(asked: AskedQuestion, now: datetime) -> None:
    asked.words, asked.settled_at = None, asked.settled_at or now


async def forget(session: AsyncSession, asked_id: int) -> None:
    """Keep nothing of a question that was no question, and that nobody here may read."""
    await changed(session, delete(AskedQuestion).where(AskedQuestion.id == asked_id))
