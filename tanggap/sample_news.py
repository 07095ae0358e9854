"""The sample office's news: themes, who wants them, one announcement sent and one that waits."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.handlers.privacy import VERSION
from bot.knowledge.sample_schema import News, World
from core.announcements import sending, services, subscribing, themes
from core.announcements.models import Theme
from core.announcements.services import Author
from core.people.models import Person
from core.people.queries import staff_by_id
from tanggap.sample import BY, Cast
from tanggap.service import Service


async def announce(service: Service, cast: Cast, world: World) -> None:
    """Everything as the people themselves would do it, up to now."""
    now = service.clock.now()
    async with service.db.begin() as session:
        known = {
            one.code: await themes.add_theme(
                session, code=one.code, name=one.name, name_en=one.name_en, by=BY, now=now
            )
            for one in world.theme
        }
        for one in world.theme:
            for key in one.readers:
                person = await session.get_one(Person, cast.citizens[key])
                theme = known[one.code]
                await subscribing.begin(session, person, theme, version=VERSION, now=now)
    for news in world.news:
        await _send(service, cast, known[news.theme], news)


async def _send(service: Service, cast: Cast, theme: Theme, news: News) -> None:
    now = service.clock.now()
    async with service.db.begin() as session:
        author = await _author(session, cast, news.by)
        row = await services.draft(
            session,
            author,
            theme=await session.get_one(Theme, theme.id),
            area=None,
            title=news.title,
            text=news.text,
            urgent=news.urgent,
            now=now,
        )
        await services.send(session, row, author, now=now)
    async with service.db.begin() as session:
        await sending.write_batch(session, row.id, now=now)


async def _author(session: AsyncSession, cast: Cast, key: str) -> Author:
    staff = await staff_by_id(session, cast.staff[key])
    assert staff is not None
    return Author.of(staff)
