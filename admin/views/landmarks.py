"""What people name instead of an address."""

from aiohttp import web

from admin.forms import Choice, Form, Line, Words
from admin.visit import Visit
from core.areas import landmarks, queries, rules
from core.areas.models import Area, Landmark
from core.errors import Refused


class Description(Form):
    """Other names stand one to a line; `point` is latitude and longitude."""

    name: Line
    aliases: Words = ""
    point: Line = ""
    area: Choice = None


async def index(visit: Visit) -> web.Response:
    areas = await queries.tree(visit.session)
    return visit.page(
        "landmarks/index.html",
        areas={line.area.id: line.area for line in areas},
        landmarks=await queries.landmarks(visit.session),
    )


async def new(visit: Visit) -> web.Response:
    return visit.page("landmarks/new.html", areas=await queries.tree(visit.session))


async def add(visit: Visit) -> web.Response:
    form: Description = visit.form
    await landmarks.add_landmark(
        visit.session,
        name=form.name,
        aliases=_lines(form.aliases),
        area=await _area(visit, form.area),
        point=rules.point(form.point),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/wilayah/patokan", said="saved")


async def show(visit: Visit) -> web.Response:
    return visit.page(
        "landmarks/show.html",
        landmark=await _landmark(visit),
        areas=await queries.tree(visit.session),
    )


async def change(visit: Visit) -> web.Response:
    form: Description = visit.form
    await landmarks.change_landmark(
        visit.session,
        await _landmark(visit),
        name=form.name,
        aliases=_lines(form.aliases),
        area=await _area(visit, form.area),
        point=rules.point(form.point),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/wilayah/patokan", said="saved")


async def close(visit: Visit) -> web.Response:
    landmark = await _landmark(visit)
    await landmarks.close_landmark(visit.session, landmark, by=visit.actor, now=visit.now)
    return visit.to("/wilayah/patokan", said="closed")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


async def _landmark(visit: Visit) -> Landmark:
    landmark = await queries.landmark_by_id(visit.session, visit.id)
    if landmark is None:
        raise web.HTTPNotFound
    return landmark


async def _area(visit: Visit, area_id: int | None) -> Area | None:
    if area_id is None:
        return None
    area = await queries.area_by_id(visit.session, area_id)
    if area is None:
        raise Refused("areas.refused.area")
    return area
