"""Reminders that come together, at hours at which they are read, and up the line."""

from collections.abc import AsyncIterator

import pytest

from core.deadlines.services import add_rules
from tests.core.offices import moment
from tests.core.town import DONE, Town, open_town, rule


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_what_is_due_together_is_one_message_with_a_button_for_each(town: Town) -> None:
    codes = []
    for _ in range(3):
        ticket_id = await town.files()
        await town.does("Budi", "accept", ticket_id)
        codes.append((await town.ticket(ticket_id)).code)
    before = len(await town.reads("Budi"))
    await town.passes("2026-11-27 16:00")
    [said] = (await town.reads("Budi"))[before:]
    assert "3 laporan perlu perhatian" in said
    assert all(code in said for code in codes)
    buttons = [row[0] for row in (await town.letters("Budi"))[-1][1]["buttons"]]
    assert [(one["do"], one["text"]) for one in buttons] == [("ticket.open", c) for c in codes]


async def test_reminders_of_one_hour_are_held_for_one_message(town: Town) -> None:
    first = await town.files()
    town.now = moment("2026-11-20 09:20")
    second = await town.files()
    for ticket_id in (first, second):
        await town.does("Budi", "accept", ticket_id)
    before = len(await town.reads("Budi"))
    await town.passes("2026-11-25 08:30")
    await town.passes("2026-11-25 08:45")
    assert len(await town.reads("Budi")) == before + 1
    await town.passes("2026-11-25 09:30")
    assert len(await town.reads("Budi")) == before + 2


async def test_what_got_settled_in_the_meantime_is_not_said(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-28 09:00")
    await town.does("Budi", "resolve", ticket_id, DONE)
    before = len(await town.reads("Budi"))
    await town.passes("2026-11-30 08:00")
    assert len(await town.reads("Budi")) == before


@pytest.mark.parametrize("urgent", [False, True])
async def test_outside_office_hours_only_what_is_urgent_reminds(
    town_url: str, urgent: bool
) -> None:
    async with open_town(town_url, urgent_classes=["biasa"] if urgent else []) as town:
        ticket_id = await town.files()
        await town.does("Budi", "accept", ticket_id)
        await town.passes("2026-11-28 09:00")
        assert any("habis" in text for text in await town.reads("Budi")) is urgent
        await town.passes("2026-11-30 08:00")
        assert any("habis" in text for text in await town.reads("Budi"))


async def test_who_stands_higher_is_told_with_every_further_step_of_grace(town: Town) -> None:
    await town.hires("Camat", "kecamatan", "head")
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    told = []
    for day in ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03"):
        await town.passes(f"{day} 16:00")
        late = {
            name: any("melewati batas waktu" in text for text in await town.reads(name))
            for name in ("Hadi", "Camat", "Kartika")
        }
        told.append([name for name, known in late.items() if known])
    assert told == [
        ["Hadi"],
        ["Hadi", "Camat"],
        ["Hadi", "Camat", "Kartika"],
        ["Hadi", "Camat", "Kartika"],
    ]


async def test_the_grace_is_a_rule_of_the_office(town: Town) -> None:
    async with town.begin() as session:
        await add_rules(session, [rule("grace", 3)])
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    assert "ticket.overdue" not in await town.passes("2026-12-02 15:59")
    assert await town.passes("2026-12-02 16:00") == ["ticket.overdue"]
