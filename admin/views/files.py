"""What people sent with a ticket: what is clean is shown or played, everything else only saved."""

import asyncio
from pathlib import Path

from aiohttp import web

from admin.addresses import file_header
from admin.views.ticket import seen
from admin.visit import Visit
from core.media.kinds import kind_of
from core.storage import Storage
from core.tickets import panel_queries
from core.tickets.attachments import file_name

# A file stands alone: nothing in it may run or load, whatever it turns out to be.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


async def show(visit: Visit) -> web.StreamResponse:
    """A cleaned picture, sound or film as what it is; anything else as a download."""
    ticket = await seen(visit)
    file = await panel_queries.attachment_of(visit.session, ticket, visit.id)
    if file is None or file.stored is None:
        raise web.HTTPNotFound
    path = await asyncio.to_thread(_path, visit, file.stored)
    kind = kind_of(file.stored, cleaned=file.cleaned)
    disposition = "attachment" if kind.shown == "file" else "inline"
    return web.FileResponse(
        path,
        headers={
            "Content-Type": kind.media_type,
            "Content-Disposition": file_header(file_name(ticket, file), disposition),
            "Content-Security-Policy": POLICY,
        },
    )


def _path(visit: Visit, name: str) -> Path:
    storage: Storage = visit.session.info["storage"]
    path = storage.path(name)
    if not path.is_file():
        raise web.HTTPNotFound
    return path
