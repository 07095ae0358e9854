"""Writing articles: a draft is changed, tried and then published. `by` is the audit log's actor."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, timers
from core.db import changed
from core.errors import Refused
from core.knowledge import freshness
from core.knowledge.content import LONGEST_CODE, Values, checked, content_of, slug
from core.knowledge.models import Article, ArticleDraft, AskedQuestion
from core.knowledge.telling import tell_askers
from core.knowledge.versions import note, revision, say
from core.people.models import Unit
from core.timers import Timer

BEGIN = "knowledge.begin"
# What can still be changed.
STANDING = ("open", "waiting")


async def add_draft(
    session: AsyncSession,
    content: Values,
    *,
    by: str,
    now: datetime,
    article: Article | None = None,
    unit: Unit | None = None,
    ticket_id: int | None = None,
    **dates: date | None,
) -> ArticleDraft:
    """Something to be published; `dates` are `valid_from` and `review_on`.

    What comes from chat may lack something yet: only publishing insists on all of it.
    """
    draft = ArticleDraft(
        article_id=article.id if article else None,
        of_revision=article.revision if article else None,
        content=dict(content),
        unit_id=unit.id if unit else article.unit_id if article else None,
        ticket_id=ticket_id,
        by=by,
        at=now,
        **dates,
    )
    draft.article = article
    session.add(draft)
    await session.flush()
    audit.record(session, by, "draft.add", draft, now=now)
    return draft


async def change_draft(
    session: AsyncSession,
    draft: ArticleDraft,
    content: Values,
    *,
    by: str,
    now: datetime,
    unit: Unit | None = None,
    valid_from: date | None = None,
    review_on: date | None = None,
) -> None:
    """Other words; whoever saves has the article of today before their eyes."""
    _check_standing(draft)
    draft.content = checked(content)
    draft.unit_id = unit.id if unit else None
    draft.valid_from, draft.review_on = valid_from, review_on
    draft.of_revision = draft.article.revision if draft.article else None
    draft.by, draft.at, draft.version, draft.state = by, now, draft.version + 1, "open"
    await session.flush()


async def drop_draft(session: AsyncSession, draft: ArticleDraft, *, by: str, now: datetime) -> None:
    """Not to be published; the questions it was for are unanswered again."""
    _check_standing(draft)
    draft.state = "dropped"
    mine = update(AskedQuestion).where(AskedQuestion.draft_id == draft.id)
    await changed(session, mine.values(draft_id=None))
    audit.record(session, by, "draft.drop", draft, now=now)
    await session.flush()


async def seen(session: AsyncSession, draft: ArticleDraft) -> str:
    """What whoever publishes must have had before their eyes: the draft, and all that is known."""
    return f"{await revision(session)}-{draft.version}"


async def publish(
    session: AsyncSession, draft: ArticleDraft, *, seen_as: str, by: str, now: datetime
) -> Article | None:
    """Answer with it from now on; None where it waits for the day from which it is true.

    Refused when anything changed since the differences were shown that it would make.
    """
    _check_standing(draft)
    draft.content = checked(draft.content)
    if draft.article is not None and draft.article.revision != draft.of_revision:
        raise Refused("knowledge.wrong.overtaken")
    if seen_as != await seen(session, draft):
        raise Refused("knowledge.wrong.not_seen")
    draft.by = by
    audit.record(session, by, "draft.publish", draft, now=now)
    if draft.valid_from is not None and (at := _midnight(session, draft.valid_from)) > now:
        draft.state = "waiting"
        key = f"{BEGIN}:{draft.id}:{draft.version}"
        await timers.start(session, key, BEGIN, at, now=now, draft=draft.id, version=draft.version)
        await session.flush()
        return None
    return await _go_live(session, draft, now)


async def begin(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """The day has come; a draft whose article was changed meanwhile is to be looked at anew."""
    draft = await draft_by_id(session, timer.data["draft"])
    if draft is None or (draft.state, draft.version) != ("waiting", timer.data["version"]):
        return
    if draft.article is not None and draft.article.revision != draft.of_revision:
        draft.state = "open"
        await session.flush()
        return
    await _go_live(session, draft, now)


async def retire(session: AsyncSession, article: Article, *, by: str, now: datetime) -> None:
    """Answer with it no more; a release does not bring it back by itself."""
    if article.shipped and article.base is None:
        article.base = content_of(article)
    article.retired_at = now
    await note(session, article, by=by, why="retire", now=now)
    audit.record(session, by, "article.retire", article, now=now)


async def restore(session: AsyncSession, article: Article, *, by: str, now: datetime) -> None:
    """Answer with it again."""
    article.retired_at = None
    await note(session, article, by=by, why="restore", now=now)
    audit.record(session, by, "article.restore", article, now=now)


async def draft_by_id(session: AsyncSession, draft_id: int) -> ArticleDraft | None:
    draft = await session.get(ArticleDraft, draft_id)
    if draft is not None:
        await session.refresh(draft, ["article"])
    return draft


async def _go_live(session: AsyncSession, draft: ArticleDraft, now: datetime) -> Article:
    content = draft.content | {"reviewed": _today(session, now).isoformat()}
    article = draft.article
    if article is None:
        article = await _new(session, content, draft.by, now)
    else:
        if article.shipped and article.base is None:
            article.base = content_of(article)
        article.retired_at = None
        await say(session, article, content, by=draft.by, why="edit", now=now)
    article.valid_from = draft.valid_from
    draft.article, draft.article_id, draft.state = article, article.id, "published"
    await freshness.keep(session, article, draft.unit_id, draft.review_on, now=now)
    await tell_askers(session, draft, article, now=now)
    await session.flush()
    return article


async def _new(session: AsyncSession, content: dict[str, Any], by: str, now: datetime) -> Article:
    article = Article(code=await _free_code(session, content), shipped=False)
    for name, value in content.items():
        setattr(article, name, value)
    article.reviewed = date.fromisoformat(content["reviewed"])
    await note(session, article, by=by, why="edit", now=now)
    return article


async def _free_code(session: AsyncSession, content: Values) -> str:
    """The service and the first words of the question; numbered where that is taken."""
    base = f"{content['service']}/{slug(content['question']) or 'jawaban'}"
    base = base[: LONGEST_CODE - 4].rstrip("-")
    like = select(Article.code).where(Article.code.startswith(base, autoescape=True))
    taken = set(await session.scalars(like))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (base, *numbered) if one not in taken)


def _check_standing(draft: ArticleDraft) -> None:
    if draft.state not in STANDING:
        raise Refused("knowledge.wrong.draft_over")


def _today(session: AsyncSession, now: datetime) -> date:
    return now.astimezone(session.info["service"].zone).date()


def _midnight(session: AsyncSession, day: date) -> datetime:
    return datetime.combine(day, time.min, session.info["service"].zone)
