"""What real cases say about whoever had them, and what explains them better."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from core import standards
from core.deadlines.services import add_rules
from core.development.models import GapCase, GapLook
from core.development.reading import read_on
from core.people.models import Staff
from tests.core.offices import moment
from tests.core.town import DONE, NOW, Town, open_town, rule

# Later than every step, whatever the clocks of other tests were at.
LAST = moment("2199-01-01 09:00")
Said = dict[tuple[str, str], tuple[bool, str]]


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        async with opened.begin() as session:
            await add_rules(session, [rule("first_response", 1)])
            session.add(GapLook(id=1, event_id=0, looked_at=NOW))
        yield opened


async def reads(town: Town) -> Said:
    """By officer and signal whether it went wrong, and why it is left out."""
    async with town.begin() as session:
        (await session.get_one(GapLook, 1)).event_id = 0
        await session.flush()
        await read_on(session, now=LAST)
    async with town.database.read() as session:
        found = select(Staff.name, GapCase).join(GapCase, GapCase.staff_id == Staff.id)
        rows = (await session.execute(found.order_by(GapCase.id))).all()
    return {(name, case.signal): (case.bad, case.excuse) for name, case in rows}


async def ends(town: Town, ticket_id: int, rating: int = 4) -> None:
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    await town.does("Sari", "rate", ticket_id, rating)


async def test_a_case_in_time_and_one_that_was_late_and_rated_low(town: Town) -> None:
    await ends(town, await town.files())
    assert await reads(town) == {
        ("Budi", signal): (False, "")
        for signal in ("late", "no_first_response", "reopened", "returned", "low_rating")
    }
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-30 16:00")
    await ends(town, ticket_id, rating=1)
    said = await reads(town)
    assert (said["Budi", "late"], said["Budi", "low_rating"]) == ((True, ""), (True, ""))
    assert (said["Budi", "reopened"], said["Budi", "returned"]) == ((False, ""), (False, ""))


async def test_what_came_back_speaks_against_whoever_sent_it_away_and_not_whoever_got_it_late(
    town: Town,
) -> None:
    ticket_id = await town.files()
    await town.does("Dewi", "return_", ticket_id, "Ini jalan provinsi.")
    await town.does("Kartika", "reassign", ticket_id, "trantib", "Lampu ini milik kita.")
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-12-10 16:00")
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    said = await reads(town)
    assert said["Dewi", "returned"] == (True, "")
    assert said["Budi", "late"] == (True, "misrouted")
    assert ("Budi", "returned") not in said
    again = await town.files()
    await town.does("Budi", "resolve", again, DONE)
    await town.does("Sari", "object_", again, "Masih gelap.")
    await ends(town, again)
    assert (await reads(town))["Budi", "reopened"] == (True, "")


async def test_what_was_rightly_sent_on_and_what_came_with_too_much_else_is_no_gap(
    town: Town,
) -> None:
    async with town.begin() as session:
        await standards.change(session, "development_load", 2, by="cli", now=NOW)
    right, first, second = [await town.files() for _ in range(3)]
    await town.does("Dewi", "return_", right, "Ini urusan pelayanan.")
    await town.does("Kartika", "reassign", right, "pelayanan", "Mohon dibantu.")
    await town.does("Putri", "resolve", right, DONE)
    await town.does("Sari", "confirm", right)
    for ticket_id in (first, second):
        await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-12-02 16:00")
    await ends(town, first)
    said = await reads(town)
    assert said["Dewi", "returned"] == (False, "")
    assert said["Budi", "late"] == (True, "load")
