"""What a changed calendar does to open cases, and dates that somebody changes by hand."""

from collections.abc import AsyncIterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from core.calendar import holidays
from core.calendar.models import Calendar
from core.calendar.services import cover_year, set_hours
from core.deadlines.services import add_rules
from core.errors import Refused
from core.i18n import plain_text
from core.tickets import chain
from core.tickets.models import Category, Event
from core.tickets.recounting import recount
from core.tickets.why import why
from core.timers import Timer
from tests.core.offices import moment
from tests.core.town import Town, open_town, rule


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def day_off(town: Town, day: date, name: str = "Hari jadi kabupaten") -> int:
    """Another day off; how many cases it moved."""
    facts: dict[str, Any] = {"kind": "daerah", "decree": "SK Bupati 1/2026", "by": "cli"}
    async with town.begin() as session:
        await holidays.add_day(session, day=day, name=name, now=town.now, **facts)
        return await recount(session, now=town.now)


async def timers(town: Town, ticket_id: int) -> dict[tuple[str, bool], list[str]]:
    """The times of a ticket's timers in UTC, by kind and whether they have fired."""
    async with town.database.read() as session:
        mine = select(Timer).where(Timer.ticket_id == ticket_id).order_by(Timer.due_at)
        found: dict[tuple[str, bool], list[str]] = {}
        for timer in await session.scalars(mine):
            key = (timer.kind.removeprefix("ticket."), timer.fired_at is not None)
            found.setdefault(key, []).append(timer.due_at.isoformat()[:16])
        return found


async def steps(town: Town, ticket_id: int) -> list[dict[str, Any]]:
    async with town.database.read() as session:
        mine = (Event.ticket_id == ticket_id, Event.kind == "rescheduled")
        found = await session.scalars(select(Event).where(*mine).order_by(Event.seq))
        return [event.payload for event in found]


async def reasons(town: Town, ticket_id: int) -> str:
    ticket = await town.ticket(ticket_id)
    async with town.database.read() as session:
        lines = await why(session, ticket)
    return "\n".join(plain_text(line, "id") for line in lines)


async def test_a_day_off_moves_what_is_open_and_what_has_fired_stays_fired(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    await town.passes("2026-11-25 08:30")
    assert await day_off(town, date(2026, 11, 26)) == 1
    ticket = await town.ticket(ticket_id)
    assert ticket.due_at == moment("2026-11-30 16:00")
    [step] = await steps(town, ticket_id)
    assert (step["why"], step["due"]) == ("calendar", ticket.due_at.isoformat())
    left = await timers(town, ticket_id)
    assert left["due_soon", True] == ["2026-11-25T01:30"]
    assert left["due", False] == ["2026-11-30T09:00"]
    assert left["overdue", False] == ["2026-12-01T09:00"]
    assert "due_soon" in [kind.partition(".")[2] for kind in await town.passes("2026-11-30 15:00")]
    assert sum("50%" in text for text in await town.reads("Budi")) == 1
    assert "30 November" in (await town.card("Budi"))["text"]


async def test_a_day_off_taken_back_brings_the_dates_forward_again(town: Town) -> None:
    ticket_id = await town.files()
    await day_off(town, date(2026, 11, 26))
    async with town.begin() as session:
        [holiday] = await holidays.holidays_in(session, 2026)
        await holidays.remove_day(session, holiday.id, by="cli", now=town.now)
        assert await recount(session, now=town.now) == 1
    assert (await town.ticket(ticket_id)).due_at == moment("2026-11-27 16:00")
    async with town.database.read() as session:
        assert [found async for found in chain.verify(session)] == []


async def test_a_calendar_that_says_the_same_moves_nothing(town: Town) -> None:
    await town.files()
    assert await day_off(town, date(2026, 12, 24)) == 0


async def test_time_to_take_it_moves_too(town: Town) -> None:
    ticket_id = await town.files()
    await day_off(town, date(2026, 11, 23))
    assert (await town.ticket(ticket_id)).accept_due_at == moment("2026-11-24 16:00")
    assert (await timers(town, ticket_id))["assign", False] == ["2026-11-24T09:00"]


async def test_other_hours_end_the_day_at_another_time(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        calendar = (await session.scalars(select(Calendar))).one()
        await set_hours(session, calendar, dict.fromkeys(range(5), ((time(8), time(14)),)))
        assert await recount(session, now=town.now) == 1
    assert (await town.ticket(ticket_id)).due_at == moment("2026-11-27 14:00")


async def test_a_case_that_waits_keeps_waiting_while_its_date_moves(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    await day_off(town, date(2026, 11, 26))
    assert await town.passes("2026-11-30 16:00") == []
    await town.does("Sari", "add", ticket_id, "Nomor tujuh.")
    ticket = await town.ticket(ticket_id)
    # Friday from nine, three whole days, a Friday, and a Monday.
    assert ticket.due_extra == (5.5 + 3 * 7 + 6.5 + 7) * 3600
    assert [step["why"] for step in await steps(town, ticket_id)] == ["calendar", "waiting"]


async def test_a_new_rule_binds_only_new_cases(town: Town) -> None:
    old = await town.files()
    async with town.begin() as session:
        await add_rules(session, [{**rule("resolve", 2), "effective_from": date(2026, 11, 1)}])
    new = await town.files()
    assert await day_off(town, date(2026, 11, 26)) == 1
    assert (await town.ticket(old)).due_at == moment("2026-11-30 16:00")
    assert (await town.ticket(new)).due_at == moment("2026-11-24 16:00")


async def test_a_date_is_moved_by_hand_with_a_reason_the_citizen_reads(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    with pytest.raises(Refused, match="not_yours_staff"):
        await town.does("Budi", "reschedule", ticket_id, date(2026, 12, 4), "Sibuk.")
    await town.does("Hadi", "reschedule", ticket_id, date(2026, 12, 4), "Menunggu suku cadang.")
    ticket = await town.ticket(ticket_id)
    assert ticket.due_at == moment("2026-12-04 16:00")
    assert "Menunggu suku cadang." in (await town.reads("Sari"))[-1]
    assert "Jumat, 4 Desember 2026" in (await town.reads("Sari"))[-1]
    assert "diubah oleh Hadi" in (await town.reads("Budi"))[-1]
    assert (await timers(town, ticket_id))["due", False] == ["2026-12-04T09:00"]
    # Somebody decided on it: the calendar does not move it again.
    assert await day_off(town, date(2026, 11, 26)) == 0
    assert "Diubah oleh Hadi" in await reasons(town, ticket_id)


@pytest.mark.parametrize(
    ("day", "reason", "refused"),
    [
        (date(2026, 12, 4), " ", "refused.reason"),
        (date(2026, 12, 5), "Libur.", "day_off"),
        (date(2026, 11, 19), "Kemarin.", "day_range"),
        (date(2028, 11, 20), "Nanti.", "day_range"),
        (date(2026, 11, 27), "Sama.", "day_same"),
    ],
)
async def test_a_date_nobody_could_keep_is_refused(
    town: Town, day: date, reason: str, refused: str
) -> None:
    ticket_id = await town.files()
    with pytest.raises(Refused, match=refused):
        await town.does("Hadi", "reschedule", ticket_id, day, reason)
    assert (await town.ticket(ticket_id)).due_at == moment("2026-11-27 16:00")


async def test_the_count_names_every_day_that_was_skipped(town: Town) -> None:
    await day_off(town, date(2026, 11, 26))
    said = await reasons(town, await town.files())
    for words in (
        "5 hari kerja",
        "standar kantor ini",
        "laporan masuk Jumat, 20 November 2026",
        "5 hari kerja, dari Senin, 23 November 2026 sampai Senin, 30 November 2026",
        "4 hari libur mingguan",
        "Kamis, 26 November 2026, libur daerah (Hari jadi kabupaten)",
        "sementara",
    ):
        assert words in said
    async with town.begin() as session:
        await cover_year(session, year=2026, decree="SKB", complete=True)
    assert "sementara" not in await reasons(town, await town.files())


async def test_public_information_runs_on_its_own_clock(town: Town) -> None:
    async with town.begin() as session:
        ppid = {"kind": "information_request", "report_class": "ppid", "mark": "secondary"}
        rows = [{**rule("resolve", 10), **ppid, "source_title": "UU 14/2008"}]
        await add_rules(session, rows)  # type: ignore[arg-type]
        category = await session.get_one(Category, town.categories["lampu"])
        category.report_class = "ppid"
    ticket_id = await town.files(kind="information_request")
    assert (await town.ticket(ticket_id)).due_at == moment("2026-12-04 16:00")
    said = await reasons(town, ticket_id)
    assert "10 hari kerja" in said
    assert "standar kantor ini" in said
    assert "UU 14/2008" not in said
