"""The services there are answers about, and what of them is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge.components import FACETS
from core.knowledge.models import Article


@dataclass(frozen=True)
class Service:
    """A service by its code, and what people call it."""

    code: str
    name: str
    name_en: str

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


async def named(session: AsyncSession, codes: Sequence[str]) -> list[Service]:
    """Those of the services that have articles in use, in the order of the codes."""
    names = func.max(Article.service_name), func.max(Article.service_name_en)
    statement = (
        select(Article.service, *names)
        .where(Article.service.in_(codes), Article.retired_at.is_(None))
        .group_by(Article.service)
    )
    found = [Service(*row) for row in await session.execute(statement)]
    return sorted(found, key=lambda one: codes.index(one.code))


async def told_of(session: AsyncSession, service: str) -> Sequence[Article]:
    """Every article in use about a service, facet by facet in the order people ask."""
    statement = select(Article).where(Article.service == service, Article.retired_at.is_(None))
    found = await session.scalars(statement.order_by(Article.id))
    return sorted(found, key=lambda one: FACETS.index(one.facet))


async def has_more(session: AsyncSession, service: str, told: Sequence[int]) -> bool:
    """Whether there is more to tell of a service than these articles."""
    return any(one.id not in told for one in await told_of(session, service))
