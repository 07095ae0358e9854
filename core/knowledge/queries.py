"""Finding answers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.knowledge.models import Article, AskedQuestion
from core.language.confidence import Verdict, credible, judge
from core.language.ranking import Hit, Index
from core.people.models import Person

CANDIDATES = 3

# One index per database, replaced whole when any article changed.
_indexes: WeakKeyDictionary[Engine | Connection, tuple[int, Index]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Found:
    """What a question is about: up to three articles worth showing, the best first."""

    verdict: Verdict
    articles: Sequence[Article]
    hits: Sequence[Hit]


async def find(session: AsyncSession, text: str) -> Found:
    """Search all articles in use."""
    hits = (await _index(session)).search(text, CANDIDATES)
    shown = [hit for hit in hits if credible(hit)]
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


async def _index(session: AsyncSession) -> Index:
    database = session.get_bind()
    revision = (await session.scalars(select(func.max(Article.revision)))).one() or 0
    known = _indexes.get(database)
    if known is None or known[0] != revision:
        index = await asyncio.to_thread(Index, await _phrasings(session))
        known = _indexes[database] = (revision, index)
    return known[1]


async def _phrasings(session: AsyncSession) -> dict[str, list[str]]:
    statement = select(Article.id, Article.question, Article.aliases)
    rows = await session.execute(statement.where(Article.retired_at.is_(None)))
    return {str(row.id): [row.question, *row.aliases] for row in rows}
