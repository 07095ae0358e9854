"""Announcements: written, looked at as a chat shows them, sent, followed and stopped."""

import asyncio

from aiohttp import web

from admin.addresses import file_header
from admin.forms import Choice, Form, Id, Line, Words
from admin.views.files import POLICY
from admin.visit import Visit
from core.announcements import queries, rules, services
from core.announcements.models import Announcement
from core.announcements.poster import poster
from core.announcements.services import Author
from core.announcements.sharing import file_name
from core.areas.queries import area_by_id
from core.errors import Refused
from core.i18n import Text
from core.media.outcomes import Unfit
from core.media.worker import clean
from core.storage import Storage

JPEG = ".jpg"


class News(Form):
    """Without an area it is for everybody who wants the theme."""

    headline: Line = ""
    news: Words
    theme: Id
    area: Choice = None
    urgent: Line = ""


async def index(visit: Visit) -> web.Response:
    found = await queries.listed(visit.session)
    themes = await queries.themes(visit.session)
    return visit.page("announcements/index.html", announcements=found, themes=themes)


async def new(visit: Visit) -> web.Response:
    return visit.page(
        "announcements/new.html",
        themes=await queries.themes(visit.session),
        areas=await queries.area_choices(visit.session),
        longest=rules.LONGEST_TITLE,
    )


async def add(visit: Visit) -> web.Response:
    """Clean the picture before the transaction: it may take seconds, and others would wait."""
    content = await _cleaned(visit.file) if visit.file else b""
    async with visit.opened() as opened:
        row = await _draft(opened, content)
    return visit.to(f"/pengumuman/{row.id}", said="drafted")


async def _draft(visit: Visit, content: bytes) -> Announcement:
    form: News = visit.form
    theme = await queries.theme_by_id(visit.session, form.theme)
    if theme is None:
        raise Refused("panel.refused.field", field=Text("panel.field.theme"))
    storage: Storage = visit.session.info["storage"]
    title = rules.title(form.headline)
    text = rules.text(form.news, with_picture=bool(content))
    return await services.draft(
        visit.session,
        _author(visit),
        theme=theme,
        area=await area_by_id(visit.session, form.area) if form.area else None,
        title=title,
        text=text,
        urgent=bool(form.urgent),
        picture=await asyncio.to_thread(storage.put, content, JPEG) if content else None,
        now=visit.now,
    )


async def show(visit: Visit) -> web.Response:
    row, service = await _row(visit), visit.config.service
    drafted = row.state == "draft"
    count = await queries.count_recipients(visit.session, row.theme_id, row.area_id)
    return visit.page(
        "announcements/show.html",
        row=row,
        recipients=count if drafted else None,
        needs_second=drafted
        and rules.needs_second(visit.account.role, count, service.announce_alone),
        may_approve=row.state == "waiting" and row.author != visit.actor,
        counts=await queries.counts(visit.session, row),
        short=rules.short_post(row.heading, row.text, service.office),
        long=rules.long_post(row.heading, row.text, service.office),
    )


async def send(visit: Visit) -> web.Response:
    row = await _row(visit, lock=True)
    await services.send(visit.session, row, _author(visit), now=visit.now)
    return visit.to(f"/pengumuman/{row.id}", said=f"announcement_{row.state}")


async def approve(visit: Visit) -> web.Response:
    row = await _row(visit, lock=True)
    await services.approve(visit.session, row, _author(visit), now=visit.now)
    return visit.to(f"/pengumuman/{row.id}", said="announcement_sending")


async def stop(visit: Visit) -> web.Response:
    row = await _row(visit, lock=True)
    await services.stop(visit.session, row, _author(visit), now=visit.now)
    return visit.to(f"/pengumuman/{row.id}", said="announcement_stopped")


async def picture(visit: Visit) -> web.Response:
    """The square picture for other media, to save."""
    row, office = await _row(visit), visit.config.service.office
    drawn = await asyncio.to_thread(poster, row.heading, row.text, office)
    headers = {"Content-Type": "image/png", "Content-Disposition": file_header(file_name(row))}
    return web.Response(body=drawn, headers=headers)


async def photo(visit: Visit) -> web.StreamResponse:
    """The picture that goes with it, as it was cleaned."""
    row = await _row(visit)
    if row.picture is None:
        raise web.HTTPNotFound
    storage: Storage = visit.session.info["storage"]
    path = storage.path(row.picture)
    if not await asyncio.to_thread(path.is_file):
        raise web.HTTPNotFound
    headers = {"Content-Type": "image/jpeg", "Content-Security-Policy": POLICY}
    return web.FileResponse(path, headers=headers)


async def _row(visit: Visit, *, lock: bool = False) -> Announcement:
    row = await queries.announcement_by_id(visit.session, visit.id, lock=lock)
    if row is None:
        raise web.HTTPNotFound
    return row


def _author(visit: Visit) -> Author:
    return Author(visit.actor, visit.account.full_name, visit.account.role)


async def _cleaned(content: bytes) -> bytes:
    try:
        done = await clean(content)
    except Unfit:
        raise Refused("announcements.refused.picture") from None
    if done.suffix != JPEG:
        raise Refused("announcements.refused.picture")
    return done.content
