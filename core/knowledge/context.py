"""What a question leaves unsaid, because the one before it said it: "biayanya berapa?"."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge.models import Article, AskedQuestion
from core.language.facets import only_asks
from core.language.words import spelled
from core.people.models import Person

# After that somebody more likely begins anew.
REMEMBERED = timedelta(minutes=15)


async def matter(session: AsyncSession, person: Person, text: str, *, now: datetime) -> str | None:
    """The service that a question without one is about; empty where it names its own matter.

    None where nobody can tell, because nothing was asked before.
    """
    if not only_asks(spelled(text)):
        return ""
    mine = select(AskedQuestion).where(
        AskedQuestion.person_id == person.id, AskedQuestion.at > now - REMEMBERED
    )
    newest = mine.order_by(AskedQuestion.at.desc(), AskedQuestion.id.desc()).limit(1)
    asked = (await session.scalars(newest)).one_or_none()
    if asked is None:
        return None
    likely = [article_id for article_id, _ in asked.candidates[:1]]
    about = select(Article.service_name).where(Article.id.in_([asked.article_id, *likely]))
    # What they read is surer than what came first.
    chosen = about.order_by((Article.id == asked.article_id).desc()).limit(1)
    return (await session.scalars(chosen)).one_or_none()
