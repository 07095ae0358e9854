"""Office hours and days off."""

from datetime import date

from aiohttp import web
from pydantic import Field

from admin.forms import Form, Line
from admin.visit import Visit
from core.calendar import holidays, office_hours
from core.tickets.recounting import recount

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Year(Form):
    year: int = Field(default=0, ge=0, le=LAST_YEAR)


class Day(Form):
    day: date = Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))
    name: Line
    kind: Line
    decree: Line


class Week(Form):
    """The blocks of each weekday as people write them: "08:00-12:00, 13:00-16:00"."""

    d0: str = ""
    d1: str = ""
    d2: str = ""
    d3: str = ""
    d4: str = ""
    d5: str = ""
    d6: str = ""

    @property
    def days(self) -> list[str]:
        return [getattr(self, f"d{number}") for number in range(7)]


class Decree(Form):
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    decree: Line
    complete: bool = False


async def index(visit: Visit) -> web.Response:
    this_year = visit.now.astimezone(visit.config.service.zone).year
    year = visit.asked(Year).year
    year = max(year, FIRST_YEAR) if year else this_year
    known = {one.year: one for one in await holidays.years(visit.session)}
    return visit.page(
        "calendar/index.html",
        year=year,
        years=sorted({*known, this_year, this_year + 1, year}),
        decree=known.get(year),
        days=await holidays.holidays_in(visit.session, year),
        calendars=await holidays.calendars(visit.session),
        kinds=holidays.OWN_KINDS,
    )


async def add(visit: Visit) -> web.Response:
    form: Day = visit.form
    await holidays.add_day(
        visit.session,
        day=form.day,
        name=form.name,
        kind=form.kind,
        decree=form.decree,
        by=visit.actor,
        now=visit.now,
    )
    return await _recounted(visit, "day_added")


async def remove(visit: Visit) -> web.Response:
    await holidays.remove_day(visit.session, visit.id, by=visit.actor, now=visit.now)
    return await _recounted(visit, "day_removed")


async def set_hours(visit: Visit) -> web.Response:
    form: Week = visit.form
    await office_hours.change(visit.session, visit.id, form.days, by=visit.actor, now=visit.now)
    return await _recounted(visit, "hours_changed")


async def cover(visit: Visit) -> web.Response:
    form: Decree = visit.form
    await holidays.cover(
        visit.session,
        year=form.year,
        decree=form.decree,
        complete=form.complete,
        by=visit.actor,
        now=visit.now,
    )
    return await _recounted(visit, "year_covered")


async def _recounted(visit: Visit, said: str) -> web.Response:
    """Every date that rests on the calendar moves with it, in the same transaction."""
    moved = await recount(visit.session, now=visit.now)
    return visit.to("/kalender", said=said, count=moved)
