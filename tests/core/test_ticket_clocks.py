"""The two clocks of a case: at a unit, and standing still for an answer."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from core.deadlines.services import add_rules
from core.tickets.access import Sight
from core.tickets.clocks import shares_of
from core.tickets.figures import by_unit
from core.tickets.models import Event, Share
from core.tickets.panel_queries import Filter, count
from core.tickets.workload import tasks
from tests.core.offices import moment
from tests.core.town import DONE, Town, open_town, rule

HOUR = 3600


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def shares(town: Town, ticket_id: int) -> list[tuple[str, str, float]]:
    """Unit, clock and working hours of every stretch up to now."""
    ticket = await town.ticket(ticket_id)
    async with town.database.read() as session:
        found: Sequence[Share] = await shares_of(session, ticket, now=town.now)
    return [(one.unit.code, one.clock, one.seconds / HOUR) for one in found]


async def events(town: Town, kind: str) -> list[dict[str, Any]]:
    async with town.database.read() as session:
        found = await session.scalars(select(Event).where(Event.kind == kind).order_by(Event.seq))
        return [event.payload for event in found]


async def test_a_deadline_waits_as_long_as_the_citizen_is_asked(town: Town) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-11-23 08:00")
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    assert "berhenti selama menunggu" in (await town.card("Budi"))["text"]
    assert await town.passes("2026-11-25 10:00") == []
    await town.does("Sari", "add", ticket_id, "Nomor tujuh.")
    ticket = await town.ticket(ticket_id)
    # Two days and two hours of office time after Friday at closing.
    assert ticket.due_at == moment("2026-12-02 10:00")
    assert "Batas waktunya Rabu, 2 Desember 2026" in (await town.reads("Sari"))[-1]
    assert (ticket.state, ticket.paused_at, ticket.due_extra) == ("accepted", None, 16 * HOUR)
    [step] = await events(town, "rescheduled")
    assert step["why"] == "waiting"
    assert step["before"] == moment("2026-11-27 16:00").isoformat()


async def test_reminders_move_with_the_deadline_and_none_is_lost_or_said_twice(
    town: Town,
) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    assert await town.passes("2026-11-25 09:00") == ["ticket.due_soon"]
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    assert await town.passes("2026-11-30 09:00") == []
    await town.does("Sari", "add", ticket_id, "Nomor tujuh.")
    assert await town.passes("2026-12-02 16:00") == ["ticket.due_soon", "ticket.due"]
    assert sum("50%" in text for text in await town.reads("Budi")) == 1


async def test_a_case_does_not_wait_for_ever(town: Town) -> None:
    async with town.begin() as session:
        await add_rules(session, [rule("wait", 2)])
    ticket_id = await town.files()
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    assert await town.passes("2026-11-24 16:00") == ["ticket.waited_out"]
    ticket = await town.ticket(ticket_id)
    assert ticket.state == "accepted"
    # Friday from nine, Monday and Tuesday: three days less the hour before the question.
    assert ticket.due_at == moment("2026-12-02 14:30")
    assert "belum menerima jawaban" in (await town.reads("Sari"))[-1]
    assert "tidak menjawab" in (await town.reads("Budi"))[-1]
    [step] = await events(town, "rescheduled")
    assert step["why"] == "waited_out"
    # All the time to wait is used up: another question does not stop the clock again.
    await town.does("Budi", "ask", ticket_id, "Masih ada?")
    again = await town.ticket(ticket_id)
    assert (again.state, again.paused_at) == ("waiting", None)


async def test_what_is_late_already_is_not_put_off_by_a_question(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-30 09:00")
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    ticket = await town.ticket(ticket_id)
    assert (ticket.paused_at, ticket.due_at) == (None, moment("2026-11-27 16:00"))
    await town.passes("2026-11-30 16:00")
    assert "menunggu jawaban" in (await town.reads("Sari"))[-1]


async def test_every_unit_keeps_its_share_of_a_case_that_moved(town: Town) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-11-20 10:00")
    await town.does("Hadi", "dispose", ticket_id, "linmas")
    town.now = moment("2026-11-20 11:00")
    await town.does("Lina", "ask", ticket_id, "Di mana persisnya?")
    town.now = moment("2026-11-20 14:30")
    await town.does("Sari", "add", ticket_id, "Depan balai desa.")
    town.now = moment("2026-11-20 16:00")
    await town.does("Lina", "resolve", ticket_id, DONE)
    town.now = moment("2026-11-23 09:00")
    await town.does("Sari", "object_", ticket_id, "Masih gelap.")
    town.now = moment("2026-11-23 10:00")
    assert await shares(town, ticket_id) == [
        ("trantib", "unit", 1),
        ("linmas", "unit", 1),
        ("linmas", "waiting", 2),
        ("linmas", "unit", 1.5),
        ("linmas", "verdict", 1),
        ("linmas", "unit", 1),
    ]


async def test_handing_on_a_case_that_waits_sets_its_clock_going(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    town.now = moment("2026-11-20 11:00")
    await town.does("Hadi", "dispose", ticket_id, "linmas")
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.paused_at) == ("new", None)
    assert ticket.due_at == moment("2026-11-30 10:00")


async def test_what_stands_still_is_not_counted_as_late(town: Town) -> None:
    for verb in ("accept", "ask"):
        ticket_id = await town.files()
        await town.does("Budi", verb, ticket_id, *(["Di mana?"] if verb == "ask" else []))
    await town.passes("2026-11-30 09:00")
    async with town.database.read() as session:
        found = await tasks(session, await town.staff(session, "Budi"), now=town.now)
        [unit] = await by_unit(session, now=town.now)
        shown = Filter(Sight(None, "admin"), show="overdue")
        assert (found.total, found.late) == (2, 1)
        assert (unit.open, unit.overdue) == (2, 1)
        assert await count(session, shown, now=town.now) == 1
