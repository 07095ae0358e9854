"""Voice messages: the queue of those nobody has written down, and writing one down."""

from secrets import token_hex
from typing import Literal

from aiohttp import web

from admin.forms import Form, Id, Line, Words
from admin.views.ticket import seen, source_of
from admin.visit import Visit
from core.tickets.access import happened
from core.transcripts import queries, services
from core.transcripts.services import Writer

SIZE = 20


class Heard(Form):
    """`unclear` says that nobody can make it out, whatever was typed; `seen` is the version of the
    transcript that was on the page, `page` where to go on.
    """

    transcript: Words = ""
    act: Literal["write", "unclear"] = "write"
    seen: Id
    page: Literal["queue", "ticket"] = "ticket"
    once: Line


async def index(visit: Visit) -> web.Response:
    reach = visit.sight.conditions()
    return visit.page(
        "transcripts/index.html",
        voices=await queries.waiting(visit.session, *reach, most=SIZE),
        total=await queries.count_waiting(visit.session, *reach),
        once=token_hex(16),
    )


async def write(visit: Visit) -> web.Response:
    form: Heard = visit.form
    ticket = await seen(visit, lock=True)
    voice = await queries.voice(visit.session, visit.id)
    if voice is None or voice.ticket.id != ticket.id:
        raise web.HTTPNotFound
    heard = form.transcript if form.act == "write" else None
    source = source_of(visit, form.once)
    if not await happened(visit.session, source):
        await services.write(
            visit.session,
            ticket,
            voice.id,
            heard,
            by=Writer(visit.actor, visit.account.full_name),
            seen=form.seen,
            now=visit.now,
            source=source,
        )
    return visit.to("/transkrip" if form.page == "queue" else f"/laporan/{ticket.code}", "heard")
