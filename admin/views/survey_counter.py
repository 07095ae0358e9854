"""The code for a unit's counter, on a page to print and as a PDF."""

import asyncio

import segno
from aiohttp import web
from markupsafe import Markup

from admin.addresses import file_header
from admin.visit import Visit
from core import i18n
from core.people.models import Unit
from core.people.panel_queries import tree, unit_seen
from core.survey.counter import link_to
from core.survey.poster import poster
from core.survey.queries import is_on

# Pixels a side of one square of the code.
SCALE = 8


async def index(visit: Visit) -> web.Response:
    """The units whose codes the account may print."""
    await _on(visit)
    return visit.page("survey/counters.html", units=await tree(visit.session, visit.within))


async def show(visit: Visit) -> web.Response:
    unit = await _unit(visit)
    link = await link_to(visit.session, unit)
    drawn = segno.make_qr(link, error="m").svg_inline(scale=SCALE) if link else ""
    code = Markup(drawn)  # noqa: S704  the link holds nothing that somebody wrote
    return visit.page("survey/counter.html", unit=unit, link=link, code=code)


async def pdf(visit: Visit) -> web.Response:
    unit = await _unit(visit)
    link, office = await link_to(visit.session, unit), visit.config.service.office
    if not link:
        raise web.HTTPNotFound
    content = await asyncio.to_thread(poster, unit.name, office, link, visit.language)
    name = i18n.plain("survey.poster.file_name", visit.language, unit=unit.code)
    headers = {"Content-Type": "application/pdf", "Content-Disposition": file_header(name)}
    return web.Response(body=content, headers=headers)


async def _unit(visit: Visit) -> Unit:
    await _on(visit)
    unit = await unit_seen(visit.session, visit.id, visit.within)
    if unit is None:
        raise web.HTTPNotFound
    return unit


async def _on(visit: Visit) -> None:
    if not await is_on(visit.session):
        raise web.HTTPNotFound
