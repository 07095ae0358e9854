"""Where a case went wrong, whoever had it gets the lesson that fits."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from core.learning import services as learning
from core.learning.content import load_lessons
from core.learning.models import Need
from core.people.models import Staff
from tests.core.sample_content import QUESTIONS, REMEDIES, TIPS
from tests.core.town import DONE, NOW, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        async with opened.begin() as session:
            await load_lessons(session, TIPS, QUESTIONS, REMEDIES, now=NOW)
        yield opened


async def needs(town: Town) -> list[tuple[str, str]]:
    """Who could use a lesson, and why."""
    async with town.database.read() as session:
        found = select(Staff.name, Need.signal).join(Need, Need.staff_id == Staff.id)
        return [(row.name, row.signal) for row in await session.execute(found.order_by(Need.id))]


async def test_a_case_past_its_deadline_chooses_the_next_daily_lesson(town: Town) -> None:
    await town.does("Budi", "accept", await town.files())
    await town.passes("2026-11-30 16:00")
    assert await needs(town) == [("Budi", "late")]
    async with town.begin() as session:
        budi, person = await town.staff(session, "Budi"), await town.person(session, "Budi")
        given = await learning.give_daily(session, budi, person, now=town.now)
    assert given is not None
    assert (given.question.code, given.reason) == ("arah/tiga", "late")
    assert any("melewati batas waktu" in text for text in await town.reads("Budi"))


async def test_a_late_case_that_nobody_has_teaches_nobody(town: Town) -> None:
    async with town.begin() as session:
        for name in ("Budi", "Dewi", "Hadi", "Kartika"):
            (await town.staff(session, name)).on_duty = False
    await town.files()
    await town.passes("2026-11-30 16:00")
    assert await needs(town) == []


async def test_an_objection_asks_for_a_lesson(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "object_", ticket_id, "Masih gelap.")
    assert await needs(town) == [("Budi", "reopened")]


async def test_a_return_asks_for_a_lesson_for_whoever_returned(town: Town) -> None:
    await town.does("Dewi", "return_", await town.files(), "Ini jalan provinsi.")
    assert await needs(town) == [("Dewi", "returned")]


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
async def test_only_a_low_rating_asks_for_a_lesson(town: Town, rating: int) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    await town.does("Sari", "rate", ticket_id, rating)
    assert await needs(town) == ([("Budi", "low_rating")] if rating < 3 else [])
