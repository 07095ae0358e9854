"""Who gets a ticket, and who hears when nobody moves."""

from collections.abc import AsyncIterator

import pytest

from core.tickets.models import Ticket
from core.tickets.queries import timeline
from tests.core.town import LAMP, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    """The root unit has a head and an officer of its own, beside the coordinator."""
    async with open_town(town_url) as opened:
        await opened.hires("Camat", "kecamatan", "head")
        await opened.hires("Yuni", "kecamatan", "officer")
        yield opened


async def holder(town: Town, ticket_id: int) -> str | None:
    ticket: Ticket = await town.ticket(ticket_id)
    return ticket.assignee.name if ticket.assignee else None


async def test_what_nobody_can_place_goes_past_the_root_units_own_staff(town: Town) -> None:
    ticket_id = await town.files(category=None)
    assert LAMP in (await town.card("Kartika"))["text"]
    for name in ("Camat", "Yuni"):
        assert await town.letters(name) == []
    await town.passes("2026-11-23 16:00")
    assert await holder(town, ticket_id) == "Kartika"


async def test_what_is_returned_to_the_coordinator_arrives_there(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "return_", ticket_id, "Ini jalan provinsi.")
    assert any("Ini jalan provinsi." in text for text in await town.reads("Kartika"))
    await town.does("Sari", "add", ticket_id, "Sekarang dua lampu.")
    assert any("Sekarang dua lampu." in text for text in await town.reads("Kartika"))
    assert await town.letters("Yuni") == []


async def test_the_third_return_ends_with_the_coordinator(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        desk, order = await town.unit(session, "pelayanan"), await town.unit(session, "trantib")
    await town.does("Budi", "return_", ticket_id, "Bukan kami.", to=desk)
    await town.does("Putri", "return_", ticket_id, "Bukan kami juga.", to=order)
    await town.does("Budi", "return_", ticket_id, "Tetap bukan kami.", to=desk)
    assert "accept" in await town.buttons("Kartika")
    assert await town.letters("Yuni") == []


async def test_a_head_who_holds_the_ticket_is_not_told_about_themselves(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Hadi", "accept", ticket_id)
    before = await town.reads("Hadi")
    await town.passes("2026-11-30 16:00")
    told = (await town.reads("Hadi"))[len(before) :]
    assert not any("sekarang pada: Hadi" in text for text in told)
    assert any("sekarang pada: Hadi" in text for text in await town.reads("Camat"))


async def test_above_the_highest_head_the_coordinators_are_told(town: Town) -> None:
    ticket_id = await town.files(category=None)
    await town.does("Camat", "accept", ticket_id)
    await town.passes("2026-11-30 16:00")
    assert any("sekarang pada: Camat" in text for text in await town.reads("Kartika"))


async def test_with_nobody_above_the_holder_nothing_is_said_to_be_escalated(town: Town) -> None:
    async with town.begin() as session:
        for name in ("Camat", "Hadi"):
            (await town.staff(session, name)).on_duty = False
    ticket_id = await town.files(category=None)
    await town.does("Kartika", "accept", ticket_id)
    await town.passes("2026-11-30 16:00")
    assert not any("sekarang pada" in text for text in await town.reads("Kartika"))
    async with town.database.read() as session:
        steps = await timeline(session, await town.ticket(ticket_id), public_only=False)
    assert "escalated" not in [step.kind for step in steps]


async def test_without_a_coordinator_on_duty_the_root_units_staff_get_it(town: Town) -> None:
    async with town.begin() as session:
        (await town.staff(session, "Kartika")).on_duty = False
    await town.files(category=None)
    assert LAMP in (await town.card("Yuni"))["text"]


async def test_what_the_coordinator_hands_down_goes_to_the_units_officers(town: Town) -> None:
    ticket_id = await town.files(category=None)
    await town.does("Kartika", "dispose", ticket_id, "trantib")
    assert "accept" in await town.buttons("Budi")
