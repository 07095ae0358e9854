"""Finding answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.knowledge.confidence import Verdict, judge, worth_showing
from core.knowledge.index import answers
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.search import Hit
from core.people.models import Person

CANDIDATES = 3


@dataclass(frozen=True)
class Found:
    """What a question is about: up to three articles worth showing, the best first."""

    verdict: Verdict
    articles: Sequence[Article]
    hits: Sequence[Hit]


async def find(session: AsyncSession, text: str) -> Found:
    """Search all articles in use."""
    hits = (await answers(session)).search(text, CANDIDATES)
    shown = worth_showing(hits)
    articles = await articles_by_id(session, [int(hit.key) for hit in shown])
    return Found(judge(hits), articles, shown)


async def articles_by_id(session: AsyncSession, ids: Sequence[int]) -> Sequence[Article]:
    """The articles still in use, in the order of the ids."""
    if not ids:
        return []
    statement = select(Article).where(Article.id.in_(ids), Article.retired_at.is_(None))
    return sorted(await session.scalars(statement), key=lambda article: ids.index(article.id))


async def article_by_id(session: AsyncSession, article_id: int) -> Article | None:
    found = await articles_by_id(session, [article_id])
    return found[0] if found else None


async def asked_by(session: AsyncSession, person: Person, asked_id: int) -> AskedQuestion:
    """The question, if this person asked it."""
    statement = select(AskedQuestion).where(
        AskedQuestion.id == asked_id, AskedQuestion.person_id == person.id
    )
    asked = (await session.scalars(statement)).one_or_none()
    if asked is None:
        raise Refused("knowledge.refused.not_yours")
    return asked
