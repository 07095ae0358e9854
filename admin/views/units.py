"""The tree of units."""

from aiohttp import web

from admin.forms import Choice, Form, Id, Line, Words
from admin.visit import Visit
from core.calendar.holidays import calendars
from core.errors import Refused
from core.groups.queries import group_of, offered
from core.people import units
from core.people.models import Unit
from core.people.panel_queries import tree, unit_seen


class NewUnit(Form):
    code: Line
    name: Line
    about: Words = ""
    parent: Choice = None
    calendar: Id
    inspects: bool = False


class ChangedUnit(Form):
    name: Line
    about: Words = ""
    parent: Choice = None
    inspects: bool = False


async def index(visit: Visit) -> web.Response:
    return visit.page("units/index.html", units=await tree(visit.session))


async def new(visit: Visit) -> web.Response:
    return visit.page(
        "units/new.html",
        units=await tree(visit.session),
        calendars=await calendars(visit.session),
    )


async def add(visit: Visit) -> web.Response:
    form: NewUnit = visit.form
    if form.calendar not in {calendar.id for calendar in await calendars(visit.session)}:
        raise Refused("panel.refused.calendar")
    await units.add_unit(
        visit.session,
        code=form.code,
        name=form.name,
        about=form.about,
        inspects=form.inspects,
        parent=await _parent(visit, form.parent),
        calendar_id=form.calendar,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/unit", said="saved")


async def show(visit: Visit) -> web.Response:
    unit = await unit_of(visit)
    return visit.page(
        "units/show.html",
        unit=unit,
        units=await tree(visit.session),
        group=await group_of(visit.session, unit.id),
        offered=await offered(visit.session),
    )


async def change(visit: Visit) -> web.Response:
    form: ChangedUnit = visit.form
    await units.change_unit(
        visit.session,
        await unit_of(visit),
        name=form.name,
        about=form.about,
        inspects=form.inspects,
        parent=await _parent(visit, form.parent),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/unit", said="saved")


async def close(visit: Visit) -> web.Response:
    await units.close_unit(visit.session, await unit_of(visit), by=visit.actor, now=visit.now)
    return visit.to("/unit", said="closed")


async def unit_of(visit: Visit) -> Unit:
    """The unit of the address; 404 when it is not in use."""
    unit = await unit_seen(visit.session, visit.id, None)
    if unit is None:
        raise web.HTTPNotFound
    return unit


async def _parent(visit: Visit, unit_id: int | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = await unit_seen(visit.session, unit_id, None)
    if unit is None:
        raise Refused("panel.refused.unit")
    return unit
