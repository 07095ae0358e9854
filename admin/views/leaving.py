"""The list, or what was ticked in it, as a file for another channel."""

import asyncio
from functools import partial
from typing import Literal

from aiohttp import web

from admin.addresses import file_header
from admin.picked import Picked
from admin.views.ticket import names_citizen
from admin.views.tickets import Asked, wanted_by
from admin.visit import Visit
from core import audit
from core.handover import leaving, sheets
from core.i18n import plain
from core.tickets.panel_queries import Filter


class Download(Asked, Picked):
    """The list as its address says it; with tickets ticked, only those."""

    format: Literal["csv", "xlsx"]


async def download(visit: Visit) -> web.Response:
    """Read and write the file before the transaction, which only notes that it was made."""
    form: Download = visit.form
    codes = list(form.picked)
    wanted = Filter(visit.sight) if codes else wanted_by(visit, form)
    names = partial(names_citizen, visit)
    async with visit.db.read() as session:
        rows = await leaving.rows(session, wanted, codes, visit.language, names, now=visit.now)
    header = leaving.header(visit.language)
    content = await asyncio.to_thread(sheets.written, form.format, header, rows)
    async with visit.db.begin() as session:
        about = visit.account
        audit.record(session, visit.actor, "ticket.export", about, now=visit.now, n=len(rows))
    name = f"{plain('handover.leaving.file', visit.language)}-{visit.now:%Y%m%d}.{form.format}"
    headers = {"Content-Disposition": file_header(name)}
    return web.Response(
        body=content, headers={"Content-Type": sheets.KINDS[form.format], **headers}
    )
