"""What happens by itself when nobody moves."""

from collections.abc import AsyncIterator

import pytest

from tests.core.town import DONE, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_what_nobody_takes_goes_to_who_has_least(town: Town) -> None:
    await town.does("Budi", "accept", await town.files())
    ticket_id = await town.files("Tono")
    assert await town.passes("2026-11-23 13:30") == ["ticket.accept_soon"]
    assert "belum ada yang menerima" in (await town.reads("Dewi"))[-1]
    assert await town.passes("2026-11-23 16:00") == ["ticket.assign"]
    ticket = await town.ticket(ticket_id)
    assert ticket.assignee is not None
    assert (ticket.assignee.name, ticket.state) == ("Dewi", "new")
    assert "Petugas: Dewi" in (await town.card("Dewi"))["text"]
    assert "kami serahkan kepada Anda" in (await town.reads("Dewi"))[-1]
    assert "24 November" in (await town.reads("Dewi"))[-1]


async def test_who_was_given_it_reads_that_the_head_is_next(town: Town) -> None:
    await town.files()
    await town.passes("2026-11-23 16:00")
    await town.passes("2026-11-24 15:00")
    reminder = (await town.reads("Budi"))[-1]
    assert "menunggu Anda terima" in reminder
    assert "atasan" in reminder
    assert "petugas yang bertugas" not in reminder


async def test_who_is_away_gets_nothing_by_itself(town: Town) -> None:
    async with town.begin() as session:
        (await town.staff(session, "Budi")).on_duty = False
    ticket_id = await town.files()
    assert await town.letters("Budi") == []
    await town.passes("2026-11-23 16:00")
    ticket = await town.ticket(ticket_id)
    assert ticket.assignee is not None
    assert ticket.assignee.name == "Dewi"


async def test_who_was_given_it_and_does_not_move_is_known_to_the_head(town: Town) -> None:
    await town.files()
    await town.passes("2026-11-23 16:00")
    assert await town.letters("Hadi") == []
    await town.passes("2026-11-24 16:00")
    assert any("belum diterima" in text for text in await town.reads("Hadi"))
    assert "dispose" in await town.buttons("Hadi")


async def test_a_deadline_reminds_before_and_at_it_and_then_tells_the_head(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    assert await town.passes("2026-11-25 08:30") == ["ticket.due_soon"]
    assert "50% waktu penanganannya" in (await town.reads("Budi"))[-1]
    assert await town.passes("2026-11-26 14:30") == ["ticket.due_soon"]
    assert "sudah dekat" in (await town.reads("Budi"))[-1]
    assert await town.passes("2026-11-27 16:00") == ["ticket.due"]
    assert "habis" in (await town.reads("Budi"))[-1]
    assert await town.letters("Hadi") == []
    assert await town.passes("2026-11-30 16:00") == ["ticket.overdue"]
    assert any("melewati batas waktu" in text for text in await town.reads("Hadi"))


async def test_a_citizen_hears_once_that_the_deadline_has_passed(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-27 16:00")
    assert not any("belum selesai" in text for text in await town.reads("Sari"))
    await town.passes("2026-12-04 16:00")
    [said] = [text for text in await town.reads("Sari") if "belum selesai" in text]
    assert "Mohon maaf" in said
    assert "Jumat, 27 November 2026" in said


async def test_a_reminder_that_comes_after_its_deadline_is_not_sent(town: Town) -> None:
    ticket_id = await town.files()
    assert await town.passes("2026-11-24 08:00") == ["ticket.accept_soon", "ticket.assign"]
    assert not any("belum ada yang menerima" in text for text in await town.reads("Dewi"))
    await town.does("Budi", "accept", ticket_id)
    assert await town.passes("2026-11-28 08:00") == ["ticket.due_soon"] * 2 + ["ticket.due"]
    # On a Saturday nobody is reminded of anything.
    assert "habis" not in (await town.reads("Budi"))[-1]
    await town.passes("2026-11-30 08:00")
    told = await town.reads("Budi")
    assert not any("sudah dekat" in text for text in told)
    assert "habis" in told[-1]


async def test_without_a_head_the_unit_above_is_told(town: Town) -> None:
    async with town.begin() as session:
        (await town.staff(session, "Hadi")).on_duty = False
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-30 16:00")
    assert any("melewati batas waktu" in text for text in await town.reads("Kartika"))


async def test_a_solved_ticket_reminds_nobody_and_closes_in_silence(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    assert await town.passes("2026-12-04 15:59") == []
    assert await town.passes("2026-12-04 16:00") == ["ticket.silence"]
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.rating) == ("closed", None)
    assert "belum ada tanggapan" in (await town.reads("Sari"))[-1]


async def test_a_ticket_objected_to_has_its_deadlines_again(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "object_", ticket_id, "Masih gelap.")
    assert await town.passes("2026-11-27 16:00") == ["ticket.due_soon"] * 2 + ["ticket.due"]


async def test_a_closed_ticket_is_left_in_peace(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    assert await town.passes("2027-01-29 16:00") == []
