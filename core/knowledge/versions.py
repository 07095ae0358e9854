"""What an article said before, when, and who changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge.content import Values, content_of, differences, put
from core.knowledge.models import Article, ArticleVersion

WHYS = ("release", "edit", "import", "merge", "retire", "restore")
RELEASE = "release"


@dataclass(frozen=True)
class Step:
    """A version, with what it changed against the one before."""

    version: ArticleVersion
    changes: Sequence[tuple[str, Any, Any]]


async def say(
    session: AsyncSession, article: Article, content: Values, *, by: str, why: str, now: datetime
) -> None:
    """The article says this from now on, and what it said before is kept."""
    await _keep_first(session, article)
    put(article, content)
    await note(session, article, by=by, why=why, now=now)


async def note(
    session: AsyncSession, article: Article, *, by: str, why: str, now: datetime
) -> None:
    """The article as it is now is a version; the index is told."""
    article.changed_at = now
    article.revision = await next_revision(session)
    session.add(article)
    await session.flush()
    row = ArticleVersion(article_id=article.id, at=now, by=by, why=why, content=content_of(article))
    session.add(row)
    await session.flush()


async def next_revision(session: AsyncSession) -> int:
    return await revision(session) + 1


async def revision(session: AsyncSession) -> int:
    """What all articles are at; it grows with every change of any of them."""
    return (await session.scalars(select(func.max(Article.revision)))).one() or 0


async def history(session: AsyncSession, article: Article) -> list[Step]:
    """The newest first."""
    statement = select(ArticleVersion).where(ArticleVersion.article_id == article.id)
    rows = (await session.scalars(statement.order_by(ArticleVersion.id))).all()
    befores: list[Values | None] = [None, *(row.content for row in rows)]
    steps = [
        Step(row, differences(before, row.content) if before else [])
        for before, row in zip(befores, rows, strict=False)
    ]
    return steps[::-1]


async def version_of(
    session: AsyncSession, article: Article, version_id: int
) -> ArticleVersion | None:
    row = await session.get(ArticleVersion, version_id)
    return row if row is not None and row.article_id == article.id else None


async def _keep_first(session: AsyncSession, article: Article) -> None:
    """What came with the files is written down when it is first changed: most of it never is."""
    known = select(ArticleVersion.id).where(ArticleVersion.article_id == article.id).limit(1)
    if (await session.scalars(known)).first() is None:
        first = ArticleVersion(
            article_id=article.id,
            at=article.changed_at,
            by=RELEASE,
            why=RELEASE,
            content=content_of(article),
        )
        session.add(first)
        await session.flush()
