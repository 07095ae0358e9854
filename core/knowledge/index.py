"""The search index of a database: built beside the running service, and replaced whole."""

import asyncio
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge.corpus import Entry
from core.knowledge.models import Article
from core.knowledge.search import Answers

# Articles read at once: between two such slices the event loop does other work.
SLICE = 100
_COLUMNS = select(
    Article.id,
    Article.question,
    Article.aliases,
    Article.answer,
    Article.service,
    Article.service_name,
    Article.facet,
)
# How long a question waits for what was just changed; then what was known before answers it.
PATIENCE: float = 0.5  # seconds


@dataclass
class Kept:
    """The index of articles up to `revision`, perhaps still `building`; `ready` is the newest."""

    revision: int
    building: asyncio.Task[Answers]
    ready: Answers | None = None


_kept: WeakKeyDictionary[Engine | Connection, Kept] = WeakKeyDictionary()


async def answers(session: AsyncSession) -> Answers:
    """All articles in use, ready to be searched."""
    return await _soon(await _newest(session))


async def started(session: AsyncSession) -> asyncio.Task[Answers]:
    """The building of the index, to be waited for without the session."""
    return (await _newest(session)).building


async def _newest(session: AsyncSession) -> Kept:
    database = session.get_bind()
    revision = (await session.scalars(select(func.max(Article.revision)))).one() or 0
    kept = _kept.get(database)
    if kept is None or kept.revision != revision or _failed(kept.building):
        known = await entries(session)
        building = asyncio.create_task(asyncio.to_thread(Answers, known))
        kept = _kept[database] = Kept(revision, building, kept.ready if kept else None)
    return kept


async def _soon(kept: Kept) -> Answers:
    """The new index; when it takes long and there is an older one, that."""
    if not kept.building.done():
        await asyncio.wait({kept.building}, timeout=PATIENCE if kept.ready else None)
    if kept.building.done() or kept.ready is None:
        kept.ready = await kept.building
    return kept.ready


def _failed(building: asyncio.Task[Answers]) -> bool:
    return building.done() and (building.cancelled() or building.exception() is not None)


async def entries(session: AsyncSession) -> dict[str, Entry]:
    """All articles in use as the search needs them, by id."""
    statement = _COLUMNS.where(Article.retired_at.is_(None)).order_by(Article.id).limit(SLICE)
    found: dict[str, Entry] = {}
    last = 0
    while rows := (await session.execute(statement.where(Article.id > last))).all():
        for row in rows:
            phrasings = [row.question, *row.aliases]
            service = row.service, row.service_name
            found[str(row.id)] = Entry(phrasings, row.answer, *service, row.facet)
        last = rows[-1].id
        await asyncio.sleep(0)
    return found
