"""Articles from files meet those that the office keeps: nothing of either is lost.

What nobody changed here follows the files. What was changed here and there waits, `theirs` beside
it, until somebody chooses; the office's own words answer meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.knowledge.content import content_of, of_row, put, same
from core.knowledge.models import Article
from core.knowledge.versions import RELEASE, next_revision, note, say

# `theirs` of an article that the files hold no longer says only where it came from.
ORIGIN = "origin"
IMPORT = "import"
REVIEWED = "reviewed"
OURS, THEIRS = "ours", "theirs"
CHOICES = (OURS, THEIRS)


async def release(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> list[Article]:
    """Bring in all that the service ships; the articles that were touched.

    An article that the files hold no longer is retired, unless the office changed it.
    """
    known = await _by_code(session)
    revision, touched = await next_revision(session), []
    for row in rows:
        article = known.pop(row["code"], None)
        if article is None:
            article = Article(code=row["code"], revision=revision, changed_at=now)
            put(article, of_row(row))
            session.add(article)
            touched.append(article)
        elif await _shipped(session, article, of_row(row), now):
            touched.append(article)
    gone = [one for one in known.values() if one.shipped and await _gone(session, one, now)]
    await session.flush()
    return [*touched, *gone]


async def bring_in(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], *, by: str, now: datetime
) -> dict[str, int]:
    """Bring in what an admin chose: how many were added, changed, wait for a choice, are the same.

    What is new is the office's own; what the office wrote itself waits for a choice.
    """
    known = await _by_code(session)
    counts = {"added": 0, "changed": 0, "waiting": 0, "same": 0}
    for row in rows:
        article, content = known.get(row["code"]), of_row(row)
        if article is None:
            article = Article(code=row["code"], shipped=False)
            put(article, content)
            await note(session, article, by=by, why=IMPORT, now=now)
            counts["added"] += 1
        elif article.retired_at is None and same(content_of(article), content):
            counts["same"] += 1
        elif article.shipped and article.base is None and article.retired_at is None:
            article.base = content_of(article)
            await say(session, article, content, by=by, why=IMPORT, now=now)
            counts["changed"] += 1
        else:
            article.theirs = content | {ORIGIN: IMPORT}
            counts["waiting"] += 1
    await session.flush()
    return counts


async def choose(
    session: AsyncSession, article: Article, side: str, *, by: str, now: datetime
) -> None:
    """Settle what was changed here and there: `ours` stays, or `theirs` takes its place."""
    theirs = article.theirs
    if theirs is None:
        raise Refused("knowledge.wrong.no_conflict")
    if side not in CHOICES:
        raise Refused("knowledge.wrong.choose")
    article.theirs = None
    if side == THEIRS:
        await _take(session, article, theirs, by, now)
    elif theirs.get(ORIGIN) == RELEASE:
        # Their change is known from now on; only the next one asks again.
        article.base = _content(theirs)
        article.shipped = article.base is not None
    audit.record(session, by, "article.choose", article, now=now, side=side)
    await session.flush()


def is_gone(theirs: Mapping[str, Any]) -> bool:
    """Whether the files hold the article no longer."""
    return "question" not in theirs


async def _take(
    session: AsyncSession, article: Article, theirs: Mapping[str, Any], by: str, now: datetime
) -> None:
    content = _content(theirs)
    if theirs[ORIGIN] == RELEASE:
        article.base, article.shipped = None, True
    elif article.shipped and article.base is None:
        article.base = content_of(article)
    if content is None:
        article.retired_at = now
        await note(session, article, by=by, why="retire", now=now)
    else:
        article.retired_at = None
        await say(session, article, content, by=by, why="merge", now=now)


async def _shipped(
    session: AsyncSession, article: Article, content: dict[str, Any], now: datetime
) -> bool:
    """What the files say of an article that is there; whether anything changed."""
    ours = content_of(article)
    changed_here = article.base is not None or not article.shipped
    if not changed_here:
        return await _follow(session, article, ours, content, now)
    if article.base is not None and same(article.base, content):
        return _settled(article)
    if article.retired_at is None and same(ours, content):
        article.base, article.shipped = None, True
        _settled(article)
        return True
    waiting = content | {ORIGIN: RELEASE}
    if article.theirs == waiting:
        return False
    article.theirs = waiting
    return True


def _settled(article: Article) -> bool:
    """The files say nothing new: a choice about an earlier release of them is none any more."""
    if article.theirs is None or article.theirs.get(ORIGIN) != RELEASE:
        return False
    article.theirs = None
    return True


async def _follow(
    session: AsyncSession,
    article: Article,
    ours: dict[str, Any],
    theirs: dict[str, Any],
    now: datetime,
) -> bool:
    if article.retired_at is not None or not same(ours, theirs):
        article.retired_at = None
        await say(session, article, theirs, by=RELEASE, why=RELEASE, now=now)
        return True
    if theirs[REVIEWED] <= ours[REVIEWED]:
        return False
    put(article, theirs)
    article.changed_at = now
    return True


async def _gone(session: AsyncSession, article: Article, now: datetime) -> bool:
    if article.base is not None:
        waiting = {ORIGIN: RELEASE}
        news = article.theirs != waiting
        article.theirs = waiting
        return news
    if article.retired_at is not None:
        return False
    article.retired_at = now
    await note(session, article, by=RELEASE, why="retire", now=now)
    return True


def _content(theirs: Mapping[str, Any]) -> dict[str, Any] | None:
    if is_gone(theirs):
        return None
    return {name: value for name, value in theirs.items() if name != ORIGIN}


async def _by_code(session: AsyncSession) -> dict[str, Article]:
    return {one.code: one for one in await session.scalars(select(Article))}
