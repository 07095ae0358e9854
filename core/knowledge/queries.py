"""Finding answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.knowledge.confidence import Verdict, worth_showing
from core.knowledge.index import answers
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.policy import consult
from core.knowledge.search import Hit
from core.people.models import Person

# Kept with a question, for those whom the first does not help.
NEAREST = 6


@dataclass(frozen=True)
class Found:
    """What a question is about.

    `articles` answer it, or else come near, the best first; `services` may be meant, and `wanted`
    are the facets that were asked for.
    """

    verdict: Verdict
    articles: Sequence[Article]
    hits: Sequence[Hit]
    services: Sequence[str]
    wanted: Sequence[str]


async def find(session: AsyncSession, text: str) -> Found:
    """Search all articles in use."""
    hits, advice = consult(await answers(session), text)
    told = advice.answers
    near = sorted(worth_showing(hits), key=lambda hit: hit.key not in told)[:NEAREST]
    keys = told or [hit.key for hit in near]
    articles = await articles_by_id(session, [int(key) for key in keys])
    verdict = advice.verdict if articles else Verdict.UNKNOWN
    return Found(verdict, articles, near, advice.services, advice.wanted)


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
