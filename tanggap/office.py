"""A preset becomes an office: calendar, units, categories, deadlines and holidays."""

from collections import defaultdict
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.loader import Library
from bot.knowledge.preset_schema import Preset
from bot.knowledge.schema import HolidayYear
from core.calendar.models import Calendar
from core.calendar.services import HolidayRow, add_calendar, add_holidays, cover_year
from core.deadlines.services import RuleRow, add_rules
from core.oversight.services import set_body
from core.people.models import Unit
from core.tickets.models import Category


async def found(
    session: AsyncSession, library: Library, preset: Preset, timezone: str, *, now: datetime
) -> dict[str, Unit]:
    """Write the whole preset; the units by code."""
    hours = _hours(preset)
    calendar = await add_calendar(session, name=preset.name, timezone=timezone, hours=hours)
    units = await _units(session, preset, calendar)
    session.add_all(_categories(preset, units))
    await add_rules(session, _deadlines(preset))
    await _oversight(session, preset, now)
    for year in library.holidays.values():
        await _holidays(session, year, now)
    await session.flush()
    return units


async def _units(session: AsyncSession, preset: Preset, calendar: Calendar) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for one in preset.unit:
        parent = units[one.parent].id if one.parent else None
        unit = Unit(
            code=one.code,
            name=one.name,
            about=one.about,
            parent_id=parent,
            calendar_id=calendar.id,
        )
        session.add(unit)
        await session.flush()
        units[one.code] = unit
    return units


def _categories(preset: Preset, units: dict[str, Unit]) -> list[Category]:
    return [
        Category(
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            unit_id=units[one.unit].id,
            report_class=one.report_class,
            words=list(one.keywords),
            examples=list(one.examples),
            photo_required=one.photo_required,
            near_metres=one.near_metres,
        )
        for one in preset.category
    ]


def _hours(preset: Preset) -> dict[int, tuple[tuple[time, time], ...]]:
    hours: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for row in preset.hours:
        for day in row.days:
            hours[day] += [(block.start, block.end) for block in row.blocks]
    return {day: tuple(sorted(blocks)) for day, blocks in hours.items()}


def _deadlines(preset: Preset) -> list[RuleRow]:
    return [
        RuleRow(
            stage=one.stage,
            kind=one.kind,
            report_class=one.report_class,
            amount=one.amount,
            measure=one.measure,
            source_title=one.source_title,
            source_url=str(one.source_url) if one.source_url else None,
            mark=one.mark,
            effective_from=one.effective_from,
        )
        for one in preset.deadline
    ]


async def _oversight(session: AsyncSession, preset: Preset, now: datetime) -> None:
    for one in preset.oversight:
        await set_body(
            session,
            code=one.code,
            name=one.name,
            contact="\n".join(one.contact),
            source_title=one.source_title,
            source_url=str(one.source_url),
            mark=one.mark,
            by="cli",
            now=now,
        )


async def _holidays(session: AsyncSession, year: HolidayYear, now: datetime) -> None:
    rows = [
        HolidayRow(
            day=one.date,
            name=one.name,
            kind=one.kind,
            scope="national",
            decree=year.decree,
            mark=year.mark,
        )
        for one in year.holiday
    ]
    await add_holidays(session, rows, now)
    # A decree read only second-hand: dates that rest on it are shown as provisional.
    complete = year.mark == "verified"
    await cover_year(session, year=year.year, decree=year.decree, complete=complete)
