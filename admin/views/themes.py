"""What news can be about."""

from aiohttp import web

from admin.forms import Form, Line
from admin.visit import Visit
from core.announcements import queries, themes
from core.announcements.models import Theme


class NewTheme(Form):
    code: Line
    name: Line
    name_en: Line = ""


class ChangedTheme(Form):
    name: Line
    name_en: Line = ""


async def index(visit: Visit) -> web.Response:
    return visit.page("themes/index.html", themes=await queries.themes(visit.session))


async def add(visit: Visit) -> web.Response:
    form: NewTheme = visit.form
    await themes.add_theme(
        visit.session,
        code=form.code,
        name=form.name,
        name_en=form.name_en,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/pengumuman/tema", said="saved")


async def show(visit: Visit) -> web.Response:
    return visit.page("themes/show.html", theme=await _theme(visit))


async def change(visit: Visit) -> web.Response:
    form: ChangedTheme = visit.form
    row = await _theme(visit)
    await themes.change_theme(
        visit.session, row, name=form.name, name_en=form.name_en, by=visit.actor, now=visit.now
    )
    return visit.to("/pengumuman/tema", said="saved")


async def close(visit: Visit) -> web.Response:
    await themes.close_theme(visit.session, await _theme(visit), by=visit.actor, now=visit.now)
    return visit.to("/pengumuman/tema", said="closed")


async def _theme(visit: Visit) -> Theme:
    row = await queries.theme_by_id(visit.session, visit.id)
    if row is None:
        raise web.HTTPNotFound
    return row
