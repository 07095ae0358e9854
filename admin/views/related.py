"""Tickets of one matter: merging them, taking them apart again, and only linking them."""

from aiohttp import web

from admin.forms import Form, Id, Line
from admin.views.ticket import seen, source_of
from admin.visit import Visit
from core.errors import Refused
from core.tickets import panel_queries, panel_services, rules
from core.tickets.models import Ticket


class Double(Form):
    """`other` is the number of the ticket that stays."""

    other: Line
    version: Id
    once: Line


class Relation(Form):
    other: Line
    once: Line


class Separation(Form):
    version: Id
    once: Line


async def merge(visit: Visit) -> web.Response:
    form: Double = visit.form
    ticket = await seen(visit, lock=True)
    master, facts = await _other(visit, form.other), _facts(visit, form.once)
    await panel_services.merge(
        visit.session, ticket, master, **facts, expected_version=form.version
    )
    return visit.to(f"/laporan/{ticket.code}", said="merged")


async def split(visit: Visit) -> web.Response:
    form: Separation = visit.form
    ticket = await seen(visit, lock=True)
    facts = _facts(visit, form.once)
    await panel_services.split(visit.session, ticket, **facts, expected_version=form.version)
    return visit.to(f"/laporan/{ticket.code}", said="split")


async def link(visit: Visit) -> web.Response:
    form: Relation = visit.form
    ticket = await seen(visit, lock=True)
    other, facts = await _other(visit, form.other), _facts(visit, form.once)
    await panel_services.relate(visit.session, ticket, other, **facts)
    return visit.to(f"/laporan/{ticket.code}", said="linked")


async def unlink(visit: Visit) -> web.Response:
    form: Relation = visit.form
    ticket = await seen(visit, lock=True)
    other, facts = await _other(visit, form.other), _facts(visit, form.once)
    await panel_services.unrelate(visit.session, ticket, other, **facts)
    return visit.to(f"/laporan/{ticket.code}", said="unlinked")


async def _other(visit: Visit, number: str) -> Ticket:
    """The ticket somebody named, however they typed it, if the account may see it."""
    code = rules.read_code(number)
    found = await panel_queries.ticket_seen(visit.session, code, visit.sight) if code else None
    if found is None:
        raise Refused("panel.refused.other")
    return found


def _facts(visit: Visit, once: str) -> panel_services.Act:
    return panel_services.Act(
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, once),
    )
