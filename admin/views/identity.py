"""Opening who reported an anonymous ticket: two people, each with their password."""

from aiohttp import web

from admin.forms import Form, Words
from admin.reauthentication import check_password
from admin.views.ticket import seen
from admin.visit import Visit
from core.tickets import reporters, unmasking


class Approval(Form):
    current_password: Words


class Request(Approval):
    identity_reason: Words


async def ask(visit: Visit) -> web.Response:
    form: Request = visit.form
    await check_password(visit, form.current_password)
    async with visit.opened() as inside:
        ticket = await seen(inside, lock=True)
        await unmasking.ask(
            inside.session, ticket, visit.account, form.identity_reason, now=visit.now
        )
        return visit.to(f"/laporan/{ticket.code}", said="identity_asked")


async def approve(visit: Visit) -> web.Response:
    form: Approval = visit.form
    await check_password(visit, form.current_password)
    async with visit.opened() as inside:
        ticket = await seen(inside, lock=True)
        await unmasking.approve(inside.session, ticket, visit.account, now=visit.now)
        return visit.to(f"/laporan/{ticket.code}", said="identity_opened")


async def read(visit: Visit) -> web.Response:
    """Who it is, on this page only."""
    ticket = await seen(visit)
    identity = await unmasking.read(visit.session, ticket, visit.account, now=visit.now)
    alias = reporters.name(visit.session, ticket)
    return visit.page("tickets/identity.html", ticket=ticket, alias=alias, identity=identity)
