"""Answers that somebody still has to copy to the system a case came from."""

from secrets import token_hex

from aiohttp import web

from admin.forms import Form, Id, Line
from admin.views.ticket import seen, source_of
from admin.visit import Visit
from core.handover import answers

MOST = 25
HOME = "/laporan/jawaban"


class Copied(Form):
    """`seq` is the step up to which the answer was copied; `once` makes a form count once."""

    seq: Id
    once: Line


async def index(visit: Visit) -> web.Response:
    sight = visit.sight.conditions()
    return visit.page(
        "tickets/answers.html",
        waiting=await answers.waiting(visit.session, *sight, most=MOST),
        total=await answers.count_waiting(visit.session, *sight),
        once=token_hex(16),
    )


async def done(visit: Visit) -> web.Response:
    form: Copied = visit.form
    ticket = await seen(visit, lock=True)
    await answers.copied(
        visit.session,
        ticket,
        form.seq,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=f"{source_of(visit, form.once)}:{ticket.code}",
    )
    return visit.to(HOME, said="copied")
