"""The deadlines the office keeps, each with its source, and who watches over them."""

from aiohttp import web

from admin.forms import Form, Line, Words
from admin.visit import Visit
from core.deadlines.listing import all_rules
from core.deadlines.models import STAGES
from core.deadlines.rules import is_law
from core.errors import Refused
from core.oversight.queries import INSPECTORATE, OMBUDSMAN, body_known
from core.oversight.services import set_body


class Oversight(Form):
    """`contact` is how to reach it, a line each."""

    name: Line
    contact: Words
    source: Line


async def index(visit: Visit) -> web.Response:
    rules = await all_rules(visit.session)
    by_stage = {stage: [rule for rule in rules if rule[0].stage == stage] for stage in STAGES}
    bodies = {code: await body_known(visit.session, code) for code in (OMBUDSMAN, INSPECTORATE)}
    return visit.page("deadlines/index.html", by_stage=by_stage, is_law=is_law, bodies=bodies)


async def set_ombudsman(visit: Visit) -> web.Response:
    return await _set(visit, OMBUDSMAN)


async def set_inspectorate(visit: Visit) -> web.Response:
    return await _set(visit, INSPECTORATE)


async def _set(visit: Visit, code: str) -> web.Response:
    """What an admin enters here they have looked up; the row says who and when."""
    form: Oversight = visit.form
    if not (form.name and form.contact.strip() and form.source):
        raise Refused("panel.refused.oversight")
    await set_body(
        visit.session,
        code=code,
        name=form.name,
        contact=form.contact.strip(),
        source_title=form.source,
        mark="office",
        checked_by=visit.account.full_name,
        checked_on=visit.now.astimezone(visit.config.service.zone).date(),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/batas-waktu", said="saved")
