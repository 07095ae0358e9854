"""Pictures of before and after: cleaned when they come, and shown."""

import asyncio
from typing import Literal

from aiohttp import web

from admin.forms import Form
from admin.views.files import POLICY
from admin.views.improvements import seen
from admin.visit import Visit
from core.errors import Refused
from core.improvements import photos, queries
from core.improvements.models import SIDES
from core.media.outcomes import Unfit
from core.media.worker import clean
from core.storage import Storage


class Picture(Form):
    side: Literal[*SIDES]  # type: ignore[valid-type]


async def add(visit: Visit) -> web.Response:
    """Clean the picture before the transaction: it may take seconds, and others would wait."""
    form: Picture = visit.form
    async with visit.db.read() as session:
        storage: Storage = session.info["storage"]
    stored = await _stored(visit, storage)
    try:
        async with visit.opened() as inside:
            row = await seen(inside, lock=True)
            await photos.add_stored(inside.session, row, form.side, stored, now=visit.now)
            return visit.to(f"/perbaikan/{row.id}", said="saved")
    except BaseException:
        storage.drop(stored)
        raise


async def before(visit: Visit) -> web.StreamResponse:
    return await _picture(visit, "before")


async def after(visit: Visit) -> web.StreamResponse:
    return await _picture(visit, "after")


async def _picture(visit: Visit, side: str) -> web.StreamResponse:
    here = await queries.photos(visit.session, await seen(visit))
    if side not in here:
        raise web.HTTPNotFound
    path = visit.session.info["storage"].path(here[side].stored)
    if not await asyncio.to_thread(path.is_file):
        raise web.HTTPNotFound
    headers = {"Content-Type": "image/jpeg", "Content-Security-Policy": POLICY}
    return web.FileResponse(path, headers=headers)


async def _stored(visit: Visit, storage: Storage) -> str:
    try:
        done = await clean(visit.file)
    except Unfit:
        raise Refused("improvement.refused.picture") from None
    if not (done.cleaned and done.suffix == photos.PICTURE):
        raise Refused("improvement.refused.picture")
    return await asyncio.to_thread(storage.put, done.content, done.suffix)
