"""The timeline is a chain that shows where somebody touched it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from core.db import Database
from core.tickets import chain
from core.tickets.models import Event, Ticket
from tests.core.town import DONE, Town, open_town

AT = datetime(2026, 11, 20, 2, 0, 0, 123456, tzinfo=UTC)
KINDS = st.sampled_from(["filed", "accepted", "replied", "noted", "resolved"])
STEPS = st.lists(st.tuples(KINDS, st.text(max_size=20)), min_size=1, max_size=8)


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def broken(database: Database) -> list[tuple[str, int, str]]:
    async with database.read() as session:
        return [(found.code, found.seq, found.problem) async for found in chain.verify(session)]


async def worked(town: Town) -> Ticket:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.does("Budi", "note", ticket_id, "Perlu tangga. \u2603 ñ")
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    return await town.ticket(ticket_id)


async def test_an_untouched_chain_holds(town: Town) -> None:
    await worked(town)
    await town.files(location=(-6.2000001, 106.8))
    assert await broken(town.database) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", {"text": "Lain"}),
        ("kind", "replied"),
        ("at", AT + timedelta(days=1)),
        ("staff_id", None),
        ("public", True),
        ("salt", "00"),
    ],
)
async def test_a_changed_step_is_named(town: Town, column: str, value: Any) -> None:
    ticket = await worked(town)
    async with town.begin() as session:
        await session.execute(update(Event).where(Event.seq == 3).values({column: value}))
    assert [(code, seq) for code, seq, _ in await broken(town.database)] == [(ticket.code, 3)]


async def test_a_dropped_step_is_named(town: Town) -> None:
    ticket = await worked(town)
    async with town.begin() as session:
        await session.execute(delete(Event).where(Event.seq == 2))
    assert (await broken(town.database))[0] == (ticket.code, 3, "missing before")


async def test_a_timeline_cut_short_is_named(town: Town) -> None:
    ticket = await worked(town)
    async with town.begin() as session:
        await session.execute(delete(Event).where(Event.seq == 5))
    assert await broken(town.database) == [(ticket.code, 5, "missing")]


async def test_reordered_steps_are_named(town: Town) -> None:
    await worked(town)
    async with town.begin() as session:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            await session.execute(update(Event).where(Event.seq == old).values(seq=new))
    assert {seq for _, seq, _ in await broken(town.database)} == {2, 3, 4}


async def test_an_invented_step_is_named(town: Town) -> None:
    ticket = await worked(town)
    async with town.begin() as session:
        [last] = await session.scalars(select(Event).where(Event.seq == 5))
        table = Event.__table__
        assert isinstance(table, Table)
        copy = {name: getattr(last, name) for name in [*table.columns.keys()] if name != "id"}
        await session.execute(table.insert().values({**copy, "seq": 6, "source": "7:forged"}))
    assert (ticket.code, 6) in [(code, seq) for code, seq, _ in await broken(town.database)]


async def test_words_can_be_forgotten_and_the_chain_still_holds(town: Town) -> None:
    await worked(town)
    async with town.begin() as session:
        for event in await session.scalars(select(Event)):
            chain.erase(event)
    assert await broken(town.database) == []
    async with town.begin() as session:
        await session.execute(update(Event).where(Event.seq == 1).values(payload={"text": "Lain"}))
    assert [problem for _, _, problem in await broken(town.database)] == ["payload changed"]


@settings(max_examples=60)
@given(STEPS, st.data())
def test_any_change_of_any_step_breaks_the_chain(
    steps: list[tuple[str, str]], data: st.DataObject
) -> None:
    ticket = Ticket(id=1, code="LP-0000-0000", head="", last_seq=0)
    session: Any = Session()
    events = [
        chain.append(session, ticket, kind, now=AT, by_reporter=True, text=text)
        for kind, text in steps
    ]
    whole = (ticket.code, ticket.head, ticket.last_seq)
    assert list(chain.breaks(*whole, events)) == []
    victim = data.draw(st.sampled_from(events))
    spoil = data.draw(st.sampled_from(["kind", "payload", "digest", "hash", "by_reporter"]))
    setattr(
        victim, spoil, {"text": "x" * 21} if spoil == "payload" else f"{getattr(victim, spoil)}?"
    )
    assert list(chain.breaks(*whole, events))
