"""What people asked about their own data, with the clock of each, and what was decided."""

from typing import Literal

from aiohttp import web

from admin.forms import Form, Words
from admin.pages import until
from admin.visit import Visit
from core.people.queries import display_name
from core.privacy import queries, services
from core.privacy.models import PrivacyRequest


class Decision(Form):
    decision: Literal["done", "refused"]
    reason: Words = ""


async def index(visit: Visit) -> web.Response:
    found = await queries.listed(visit.session)
    return visit.page("rights/index.html", requests=found, until=until)


async def show(visit: Visit) -> web.Response:
    request = await _request(visit)
    return visit.page(
        "rights/show.html",
        asked=request,
        name=display_name(visit.session, request.person),
        said=services.words_of(visit.session, request),
        cases=await queries.cases_of(visit.session, request.person, visit.sight),
        rule=await queries.rule(visit.session, services.clock_of(request.kind)),
        until=until,
    )


async def decide(visit: Visit) -> web.Response:
    form: Decision = visit.form
    await services.decide(
        visit.session,
        await _request(visit, lock=True),
        granted=form.decision == "done",
        reason=form.reason,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/hak-data", said="request_decided")


async def _request(visit: Visit, *, lock: bool = False) -> PrivacyRequest:
    request = await queries.request_by_id(visit.session, visit.id, lock=lock)
    if request is None:
        raise web.HTTPNotFound
    return request
