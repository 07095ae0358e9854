"""Offices, their hours and the days their decrees leave them off."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core.calendar.rules import WorkingCalendar

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
MORNING, AFTERNOON = (time(8), time(12)), (time(13), time(16))
FRIDAY = (time(13, 30), time(16))
WEEK = {**dict.fromkeys(range(4), (MORNING, AFTERNOON)), 4: (MORNING, FRIDAY)}
SIX_DAYS = {**WEEK, 5: (MORNING,)}

# The joint decrees for 2026 and 2027, as month-day.
NATIONAL = {
    2026: "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16"
    " 08-17 08-25 12-25",
    2027: "01-01 01-05 02-06 03-08 03-10 03-11 03-26 03-28 05-01 05-06 05-17 05-20 06-01 06-06"
    " 08-15 08-17 12-25 12-26",
}
JOINT_LEAVE = {
    2026: "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
    2027: "02-05 03-09 03-12 03-15 03-25 05-18 05-19 12-24",
}


def days_of(lists: dict[int, str], kind: str) -> dict[date, str]:
    return {
        date.fromisoformat(f"{year}-{day}"): kind
        for year, days in lists.items()
        for day in days.split()
    }


HOLIDAYS = days_of(NATIONAL, "libur_nasional") | days_of(JOINT_LEAVE, "cuti_bersama")
OFFICE = WorkingCalendar(WIB, WEEK, HOLIDAYS, covered_years=frozenset({2026, 2027}))
WORKS_LEAVE = replace(OFFICE, works_cuti_bersama=True)
SIX_DAY_OFFICE = replace(OFFICE, hours=SIX_DAYS)


def local(day: str, clock: str = "10:00", zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)


def moment(text: str) -> datetime:
    day, clock = text.split()
    return local(day, clock)
