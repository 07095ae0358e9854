"""How long things may take and are kept: each row with its source."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from admin.forms import Form
from admin.visit import Visit
from core.privacy import queries, services
from core.privacy.models import CLOCKS, RETENTION, PrivacyRule

LONGEST = 36_500


class Amount(Form):
    """`checked` says that whoever sends the form has read the source."""

    amount: Annotated[int, Field(ge=1, le=LONGEST)]
    checked: bool = False


async def index(visit: Visit) -> web.Response:
    rules = await queries.rules(visit.session)
    groups = {"clocks": CLOCKS, "retention": RETENTION}
    return visit.page("rights/rules.html", rules=rules, groups=groups)


async def show(visit: Visit) -> web.Response:
    return visit.page("rights/rule.html", rule=await _rule(visit), clocks=CLOCKS)


async def change(visit: Visit) -> web.Response:
    form: Amount = visit.form
    checked_by = visit.account.full_name if form.checked else None
    rule, by, now = await _rule(visit), visit.actor, visit.now
    await services.set_rule(visit.session, rule, form.amount, checked_by=checked_by, by=by, now=now)
    return visit.to("/hak-data/aturan", said="saved")


async def _rule(visit: Visit) -> PrivacyRule:
    return await queries.rule(visit.session, visit.request.match_info["rule"])
