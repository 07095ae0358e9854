"""Articles go out as files and come back in; what was changed here and there waits for a choice."""

import asyncio

from aiohttp import web
from sqlalchemy import select

from admin.forms import Form
from admin.visit import Visit
from core.errors import Refused
from core.knowledge import merging, package
from core.knowledge.models import Article

# Larger than what is let in, so that the refusal can say what may be.
LARGEST_UPLOAD = 20 * 1024 * 1024


class Package(Form):
    """Only the file."""


async def export(visit: Visit) -> web.Response:
    """Every article in use, as content files in a ZIP."""
    used = select(Article).where(Article.retired_at.is_(None))
    articles = (await visit.session.scalars(used)).all()
    body = await asyncio.to_thread(package.write, articles)
    name = f'attachment; filename="pengetahuan-{visit.now:%Y-%m-%d}.zip"'
    headers = {"Content-Disposition": name}
    return web.Response(body=body, content_type="application/zip", headers=headers)


async def upload(visit: Visit) -> web.Response:
    """Read and check all of it before the transaction: a mistake anywhere changes nothing."""
    if not visit.file:
        raise Refused("knowledge.package.choose")
    rows = await asyncio.to_thread(package.read, visit.file)
    async with visit.db.begin() as session:
        counts = await merging.bring_in(session, rows, by=visit.actor, now=visit.now)
    if counts["waiting"]:
        return visit.to("/pengetahuan", said="knowledge_to_choose", count=counts["waiting"])
    new = counts["added"] + counts["changed"]
    return visit.to("/pengetahuan", said="knowledge_imported", count=new)
