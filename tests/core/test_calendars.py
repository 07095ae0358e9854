"""Calendars as they are entered and read."""

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from core.calendar.models import Holiday
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, is_working_day
from core.calendar.services import HolidayRow, add_calendar, add_holidays, cover_year, set_hours
from core.db import Database
from tests.core.counting import Statements
from tests.core.offices import SIX_DAYS, WEEK, WIB, WIT

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def row(day: str, kind: str = "libur_nasional", **other: str) -> HolidayRow:
    return HolidayRow(
        day=date.fromisoformat(day),
        name=other.get("name", "Natal"),
        kind=kind,
        scope=other.get("scope", "national"),
        decree="SKB",
        mark=other.get("mark", "verified"),
    )


async def test_a_calendar_comes_back_as_it_was_entered(database: Database) -> None:
    async with database.begin() as session:
        calendar = await add_calendar(
            session, name="Kecamatan", timezone="Asia/Jakarta", hours=WEEK
        )
        await add_holidays(session, [row("2026-12-24", "cuti_bersama"), row("2026-12-25")], NOW)
        await cover_year(session, year=2026, decree="SKB", complete=True)
        await cover_year(session, year=2027, decree="", complete=False)
    async with database.read() as session:
        read = await calendar_rules(session, calendar.id)
    christmas = {date(2026, 12, 24): "cuti_bersama", date(2026, 12, 25): "libur_nasional"}
    assert asdict(read) == asdict(
        WorkingCalendar(WIB, WEEK, christmas, covered_years=frozenset({2026}))
    )


async def test_a_calendar_without_holidays_can_be_read(database: Database) -> None:
    async with database.begin() as session:
        calendar = await add_calendar(
            session,
            name="Puskesmas",
            timezone="Asia/Jayapura",
            hours=SIX_DAYS,
            works_cuti_bersama=True,
            starts_at_opening=True,
        )
        read = await calendar_rules(session, calendar.id)
    whole = WorkingCalendar(WIT, SIX_DAYS, works_cuti_bersama=True, starts_at_opening=True)
    assert asdict(read) == asdict(whole)


async def test_reading_a_calendar_takes_one_statement(database: Database) -> None:
    async with database.begin() as session:
        calendar = await add_calendar(
            session, name="Kecamatan", timezone="Asia/Jakarta", hours=WEEK
        )
    async with database.read() as session:
        with Statements(database.reader) as statements:
            await calendar_rules(session, calendar.id)
    assert len(statements) == 1


async def test_a_change_is_seen_at_once_and_one_rolled_back_is_not(database: Database) -> None:
    async with database.begin() as session:
        calendar = await add_calendar(
            session, name="Kecamatan", timezone="Asia/Jakarta", hours=WEEK
        )
    async with database.begin() as session:
        refused = await session.begin_nested()
        await add_holidays(session, [row("2026-12-25")], NOW)
        assert (await calendar_rules(session, calendar.id)).holidays
        await refused.rollback()
        assert not (await calendar_rules(session, calendar.id)).holidays
        await set_hours(session, await session.merge(calendar), SIX_DAYS)
        assert (await calendar_rules(session, calendar.id)).hours == SIX_DAYS


async def test_entering_a_decree_again_brings_its_days_up_to_date(database: Database) -> None:
    async with database.begin() as session:
        await add_holidays(session, [row("2026-12-25", mark="secondary")], NOW)
        await add_holidays(session, [row("2026-12-25"), row("2026-12-26")], NOW)
        kept = await session.get_one(Holiday, 1)
        assert (kept.day, kept.mark) == (date(2026, 12, 25), "verified")
        assert await session.get(Holiday, 3) is None


async def test_a_day_off_stays_off_where_the_leave_on_it_is_worked(database: Database) -> None:
    rows = [
        row("2026-12-24", "cuti_bersama"),
        row("2026-12-24", "kantor", scope="office"),
    ]
    async with database.begin() as session:
        calendar = await add_calendar(
            session,
            name="Pelayanan",
            timezone="Asia/Jakarta",
            hours=WEEK,
            works_cuti_bersama=True,
        )
        await add_holidays(session, rows, NOW)
        read = await calendar_rules(session, calendar.id)
    assert not is_working_day(read, date(2026, 12, 24))


@pytest.mark.parametrize(("field", "value"), [("kind", "libur"), ("scope", "x"), ("mark", "y")])
async def test_a_holiday_with_an_unknown_value_is_refused_whole(
    database: Database, field: str, value: str
) -> None:
    wrong = row("2026-12-26")
    wrong[field] = value  # type: ignore[literal-required]
    async with database.begin() as session:
        with pytest.raises(ValueError, match=f"2026-12-26: {field} must be one of"):
            await add_holidays(session, [row("2026-12-25"), wrong], NOW)
        assert await session.get(Holiday, 1) is None


async def test_a_calendar_in_an_unknown_zone_is_refused(database: Database) -> None:
    async with database.begin() as session:
        with pytest.raises(ValueError, match="timezone: 'Asia/Bandung' is unknown"):
            await add_calendar(session, name="Kecamatan", timezone="Asia/Bandung", hours=WEEK)
