"""What people sent with a ticket: pictures made anew by us, everything else to be saved only."""

import asyncio
from io import BytesIO
from pathlib import Path

from aiohttp import web
from PIL import Image, ImageOps, UnidentifiedImageError

from admin.addresses import file_header
from admin.views.ticket import seen
from admin.visit import Visit
from core.storage import Storage
from core.tickets import panel_queries

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LARGEST_SIDE = 1600
# A file stands alone: nothing in it may run or load, whatever it turns out to be.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


async def show(visit: Visit) -> web.StreamResponse:
    """A picture, smaller and without what the camera wrote into it; else a download."""
    ticket = await seen(visit)
    files = await panel_queries.attachments_of(visit.session, ticket)
    file = next((one for one in files if one.id == visit.id), None)
    if file is None or file.stored is None:
        raise web.HTTPNotFound
    path = _path(visit, file.stored)
    if file.kind == "photo" and (picture := await asyncio.to_thread(redrawn, path)) is not None:
        headers = {"Content-Security-Policy": POLICY, "Content-Disposition": "inline"}
        return web.Response(body=picture, content_type="image/jpeg", headers=headers)
    name = f"{ticket.code}-{file.id}{path.suffix}"
    return web.FileResponse(
        path,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": file_header(name),
            "Content-Security-Policy": POLICY,
        },
    )


def redrawn(path: Path) -> bytes | None:
    """The picture as a JPEG of our own; None for what is none, or too large to open safely."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=82)
    return out.getvalue()


def _path(visit: Visit, name: str) -> Path:
    storage: Storage = visit.session.info["storage"]
    path = storage.path(name)
    if not path.is_file():
        raise web.HTTPNotFound
    return path
