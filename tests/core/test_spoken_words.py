"""What a voice says counts like what is written: for search, and for what is the same matter."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.search import says
from core.tickets.similar import alike
from tests.core.town import LAMP, Town, open_town

HERE = (-6.19, 106.815)


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def found(session: AsyncSession, words: str) -> list[int]:
    return list(await session.scalars(select(Ticket.id).where(says(words)).order_by(Ticket.id)))


async def test_it_is_found_and_alike_until_it_is_put_right_or_erased(town: Town) -> None:
    written = await town.files(location=HERE)
    spoken = await town.files(location=HERE, text="Tolong dengarkan rekaman saya.")
    said = (LAMP, "Kucing naik ke atap.", None)
    for now_said in said:
        async with town.begin() as session:
            await session.execute(update(Ticket).where(Ticket.id == spoken).values(spoken=now_said))
        async with town.database.read() as session:
            both = [written, spoken] if now_said == LAMP else [written]
            assert await found(session, "lampu balai") == both
            assert await found(session, "kucing atap") == ([spoken] if now_said == said[1] else [])
            ticket = await ticket_by_id(session, written)
            assert ticket is not None
            near = [one.id for one in await alike(session, ticket, now=town.now)]
            assert near == ([spoken] if now_said == LAMP else [])


async def test_both_ways_of_finding_words_use_an_index(town: Town) -> None:
    async with town.database.read() as session:
        bind = session.get_bind()
        sqlite = bind.dialect.name == "sqlite"
        if not sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        statement = select(Ticket.id).where(says("lampu"))
        said = str(statement.compile(bind, compile_kwargs={"literal_binds": True}))
        how = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        rows = await session.execute(text(how + said.replace(":", r"\:")))
        plan = "\n".join(str(row) for row in rows)
    names = ("ticket_words", "ticket_words_spoken")
    assert all(name in plan for name in names), plan
