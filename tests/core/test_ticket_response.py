"""The citizen reads a first answer in time, where the office promises one."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from core.deadlines.services import add_rules
from core.learning.models import Need
from tests.core.offices import moment
from tests.core.town import DONE, Town, open_town, rule

REMINDER, ESCALATION = "belum mendapat jawaban pertama", "belum dijawab"


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    """Filed on Friday morning, a case is due to be answered by Tuesday afternoon."""
    async with open_town(town_url) as opened:
        async with opened.begin() as session:
            await add_rules(session, [rule("first_response", 2)])
        yield opened


async def signals(town: Town) -> list[str]:
    async with town.database.read() as session:
        return list(await session.scalars(select(Need.signal)))


async def test_what_was_taken_and_not_answered_reminds_and_then_tells_the_head(town: Town) -> None:
    await town.does("Budi", "accept", await town.files())
    assert await town.passes("2026-11-24 15:59") == ["ticket.respond_soon"]
    assert REMINDER in (await town.reads("Budi"))[-1]
    assert "Selasa, 24 November 2026" in (await town.reads("Budi"))[-1]
    assert await signals(town) == []
    assert await town.passes("2026-11-24 16:00") == ["ticket.respond"]
    assert any(ESCALATION in text for text in await town.reads("Hadi"))
    assert await signals(town) == ["no_first_response"]


@pytest.mark.parametrize(
    ("verb", "text"), [("reply", "Kami cek."), ("ask", "Di mana?"), ("resolve", DONE)]
)
async def test_an_answer_ends_the_wait(town: Town, verb: str, text: str) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.does("Budi", verb, ticket_id, text)
    assert await town.passes("2026-11-24 16:00") == []


async def test_what_nobody_took_is_waited_for_too(town: Town) -> None:
    await town.files()
    await town.passes("2026-11-23 16:00")
    fired = await town.passes("2026-11-24 16:00")
    assert {"ticket.respond_soon", "ticket.respond"} <= set(fired)
    assert any(ESCALATION in text for text in await town.reads("Hadi"))


async def test_taking_it_again_neither_prolongs_the_wait_nor_repeats_what_was_said(
    town: Town,
) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-24 15:30")
    await town.does("Budi", "dispose", ticket_id, "Dewi")
    await town.does("Dewi", "accept", ticket_id)
    assert await town.passes("2026-11-24 15:59") == []
    assert await town.passes("2026-11-24 16:00") == ["ticket.respond"]
    await town.does("Dewi", "dispose", ticket_id, "Budi")
    await town.does("Budi", "accept", ticket_id)
    assert await town.passes("2026-11-25 16:00") == ["ticket.due_soon"]


async def test_what_is_taken_when_the_time_is_over_is_known_to_the_head_at_once(
    town: Town,
) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-11-25 09:00")
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-25 09:01")
    assert any(ESCALATION in text for text in await town.reads("Hadi"))
    assert not any(REMINDER in text for text in await town.reads("Budi"))


async def test_a_reminder_after_the_time_is_over_is_not_sent(town: Town) -> None:
    await town.does("Budi", "accept", await town.files())
    await town.passes("2026-11-25 08:00")
    assert not any(REMINDER in text for text in await town.reads("Budi"))
