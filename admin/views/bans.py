"""Who may open no new case for now: why, what they say to it, and lifting it."""

from aiohttp import web

from admin.forms import Form, Line, Words
from admin.visit import Visit
from core.bans import queries, services
from core.bans.models import Ban
from core.errors import Refused
from core.people.queries import display_name
from core.tickets.panel_queries import ticket_seen
from core.tickets.rules import read_code


class NewBan(Form):
    """`report` is the number of a case of the person's: nobody has to know who they are."""

    report: Line
    reason: Words


class Asked(Form):
    report: Line = ""


async def index(visit: Visit) -> web.Response:
    bans = await queries.listed(visit.session)
    names = {one.id: display_name(visit.session, one.person) for one in bans}
    return visit.page("bans/index.html", bans=bans, names=names)


async def new(visit: Visit) -> web.Response:
    report = "" if visit.refused else visit.asked(Asked).report
    return visit.page("bans/new.html", report=report)


async def add(visit: Visit) -> web.Response:
    form: NewBan = visit.form
    code = read_code(form.report) or ""
    ticket = await ticket_seen(visit.session, code, visit.sight)
    if ticket is None:
        raise Refused("bans.refused.code")
    if ticket.reporter is None:  # the list of bans would say who it is
        raise Refused("bans.refused.anonymous")
    ban = await services.ban(
        visit.session, ticket.reporter, form.reason, by=visit.actor, now=visit.now
    )
    return visit.to(f"/pembatasan/{ban.id}", said="banned")


async def show(visit: Visit) -> web.Response:
    ban = await _ban(visit)
    name = display_name(visit.session, ban.person)
    appeal = services.words_of(visit.session, ban)
    return visit.page("bans/show.html", ban=ban, name=name, appeal=appeal)


async def lift(visit: Visit) -> web.Response:
    ban = await _ban(visit, lock=True)
    await services.lift(visit.session, ban, by=visit.actor, now=visit.now)
    return visit.to("/pembatasan", said="ban_lifted")


async def _ban(visit: Visit, *, lock: bool = False) -> Ban:
    ban = await queries.ban_by_id(visit.session, visit.id, lock=lock)
    if ban is None:
        raise web.HTTPNotFound
    return ban
