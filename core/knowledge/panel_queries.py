"""The articles as the panel lists them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.knowledge.components import untold
from core.knowledge.editing import STANDING
from core.knowledge.models import Article, ArticleDraft

PAGE = 50
STATES = ("used", "choose", "due", "own", "unkept", "retired")


@dataclass(frozen=True)
class Filter:
    """What of the shelf is wanted; empty is all. `state` is one of STATES."""

    words: str = ""
    service: str = ""
    state: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the list; `number` counts from 1, and `total` all that fit."""

    articles: Sequence[Article]
    number: int
    pages: int
    total: int


async def page_of(session: AsyncSession, wanted: Filter, number: int, *, today: date) -> Page:
    """One page by service; a number past the end gives the last page."""
    where = _conditions(wanted, today)
    total = (await session.scalars(select(func.count(Article.id)).where(*where))).one()
    pages = max(1, -(-total // PAGE))
    number = min(number, pages)
    statement = select(Article).options(joinedload(Article.unit)).where(*where)
    ordered = statement.order_by(Article.service_name, Article.id)
    rows = await session.scalars(ordered.offset((number - 1) * PAGE).limit(PAGE))
    return Page(rows.all(), number, pages, total)


async def services(session: AsyncSession) -> Sequence[tuple[str, str, str]]:
    """Every service there is an article of: its code and its names, by name."""
    named = (Article.service, func.min(Article.service_name), func.min(Article.service_name_en))
    rows = await session.execute(select(*named).group_by(Article.service))
    return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda one: one[1])


@dataclass(frozen=True)
class Completeness:
    """Which components of its standard citizens cannot read about yet, in their order."""

    service: str
    name: str
    name_en: str
    missing: Sequence[str]


async def completeness(session: AsyncSession) -> list[Completeness]:
    """Every service by how much of its standard is still untold, the emptiest first."""
    pairs = select(Article.service, Article.facet).where(Article.retired_at.is_(None)).distinct()
    facets: dict[str, set[str]] = defaultdict(set)
    for service, facet in await session.execute(pairs):
        facets[service].add(facet)
    found = [
        Completeness(code, name, name_en, untold(facets[code]))
        for code, name, name_en in await services(session)
    ]
    return sorted(found, key=lambda one: -len(one.missing))


async def counts(session: AsyncSession, *, today: date) -> dict[str, int]:
    """How many wait for something: a choice, a look, or to be published."""
    found = {}
    for state in ("choose", "due"):
        where = _conditions(Filter(state=state), today)
        found[state] = (await session.scalars(select(func.count(Article.id)).where(*where))).one()
    return found


async def article_of(session: AsyncSession, article_id: int) -> Article | None:
    """One article with its unit, in use or not."""
    statement = select(Article).options(joinedload(Article.unit)).where(Article.id == article_id)
    return (await session.scalars(statement)).one_or_none()


async def titles(session: AsyncSession, ids: Sequence[int]) -> dict[int, str]:
    """What these articles are asked as."""
    rows = await session.execute(select(Article.id, Article.question).where(Article.id.in_(ids)))
    return {row.id: row.question for row in rows}


async def drafts(session: AsyncSession, article: Article | None = None) -> Sequence[ArticleDraft]:
    """What is not published yet, the newest first; of one article, or all."""
    statement = select(ArticleDraft).where(ArticleDraft.state.in_(STANDING))
    if article is not None:
        statement = statement.where(ArticleDraft.article_id == article.id)
    return (await session.scalars(statement.order_by(ArticleDraft.id.desc()))).all()


def _conditions(wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        columns = (Article.question, Article.answer, Article.code)
        found.append(or_(*(one.icontains(wanted.words, autoescape=True) for one in columns)))
    if wanted.service:
        found.append(Article.service == wanted.service)
    if wanted.state:
        found += _state(wanted.state, today)
    return found


def _state(state: str, today: date) -> list[ColumnElement[bool]]:
    used = Article.retired_at.is_(None)
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "used": [used],
        "choose": [Article.theirs.is_not(None)],
        "due": [used, Article.review_on <= today],
        "own": [used, or_(Article.base.is_not(None), Article.shipped.is_(False))],
        "unkept": [used, Article.unit_id.is_(None)],
        "retired": [Article.retired_at.is_not(None)],
    }
    return conditions[state]
