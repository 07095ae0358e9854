"""The number of a case in another system."""

from aiohttp import web

from admin.forms import Form, Line
from admin.views.ticket import seen, source_of
from admin.visit import Visit
from core.tickets.external import set_external


class Number(Form):
    """`once` makes a form sent twice count once."""

    system: Line
    external_number: Line
    once: Line


async def save(visit: Visit) -> web.Response:
    form: Number = visit.form
    ticket = await seen(visit, lock=True)
    await set_external(
        visit.session,
        ticket,
        form.system,
        form.external_number,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, form.once),
    )
    return visit.to(f"/laporan/{ticket.code}", said="external_saved")
