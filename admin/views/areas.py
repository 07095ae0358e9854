"""The areas the office is responsible for: brought in with a file, then kept here."""

import asyncio

from aiohttp import web

from admin.forms import Choice, Form, Words
from admin.visit import Visit
from core.areas import geojson, queries, services
from core.areas.models import Area
from core.errors import Refused
from core.knowledge.office import OUTSIDE, confirmed
from core.people.models import Unit
from core.people.panel_queries import tree, unit_seen


class ChangedArea(Form):
    unit: Choice = None
    outside: Words = ""


class Outside(Form):
    outside: Words = ""


async def index(visit: Visit) -> web.Response:
    units = {line.unit.id: line.unit for line in await tree(visit.session)}
    return visit.page(
        "areas/index.html",
        areas=await queries.tree(visit.session),
        units=units,
        outside=await confirmed(visit.session, OUTSIDE),
    )


async def upload(visit: Visit) -> web.Response:
    """Read the file before the transaction: it may take a second, and would keep others waiting."""
    if not visit.file:
        raise Refused("areas.refused.choose")
    rows = await asyncio.to_thread(geojson.read, visit.file)
    async with visit.db.begin() as session:
        await services.import_areas(session, rows, by=visit.actor, now=visit.now)
    return visit.to("/wilayah", said="areas_imported")


async def say_outside(visit: Visit) -> web.Response:
    form: Outside = visit.form
    await services.say_outside(visit.session, form.outside, by=visit.actor, now=visit.now)
    return visit.to("/wilayah", said="saved")


async def show(visit: Visit) -> web.Response:
    area = await _area(visit)
    found = await queries.landmarks(visit.session)
    return visit.page(
        "areas/show.html",
        area=area,
        units=await tree(visit.session),
        landmarks=[one for one in found if one.area_id == area.id],
    )


async def change(visit: Visit) -> web.Response:
    form: ChangedArea = visit.form
    await services.change_area(
        visit.session,
        await _area(visit),
        unit=await _unit(visit, form.unit),
        outside=form.outside,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/wilayah", said="saved")


async def close(visit: Visit) -> web.Response:
    await services.close_area(visit.session, await _area(visit), by=visit.actor, now=visit.now)
    return visit.to("/wilayah", said="closed")


async def _area(visit: Visit) -> Area:
    area = await queries.area_by_id(visit.session, visit.id)
    if area is None:
        raise web.HTTPNotFound
    return area


async def _unit(visit: Visit, unit_id: int | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = await unit_seen(visit.session, unit_id, None)
    if unit is None:
        raise Refused("panel.refused.unit")
    return unit
