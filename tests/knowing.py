"""An article with a past, a draft of it, and a question nobody could answer, for their rooms."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge import editing
from core.knowledge import services as knowledge
from core.knowledge.content import content_of
from core.knowledge.models import Article
from core.people import services as people
from tests.core.sample_content import ARTICLES


async def plant(session: AsyncSession, now: datetime, words: str = "Ubur-ubur bolehkah?") -> None:
    await knowledge.load_articles(session, ARTICLES, now=now)
    article = (await session.scalars(select(Article).where(Article.code == "ktp/hilang"))).one()
    harmless = words.replace("{", "").replace("}", "")
    said = {"question": harmless, "answer": harmless, "aliases": [harmless]}
    facts: dict[str, Any] = {"by": "cli", "now": now}
    draft = await editing.add_draft(session, content_of(article) | said, article=article, **facts)
    await editing.publish(session, draft, seen_as=await editing.seen(session, draft), **facts)
    article.theirs = content_of(article) | {"origin": "release", "answer": f"Baru: {harmless}"}
    await editing.add_draft(session, content_of(article), article=article, **facts)
    who = await people.meet(session, 990, {"first_name": words}, "id", now=now)
    await knowledge.ask(session, who, words, now=now)
