"""The deadlines the office keeps, each with its source."""

from aiohttp import web

from admin.visit import Visit
from core.deadlines.listing import all_rules
from core.deadlines.models import STAGES
from core.deadlines.rules import is_law


async def index(visit: Visit) -> web.Response:
    rules = await all_rules(visit.session)
    by_stage = {stage: [rule for rule in rules if rule[0].stage == stage] for stage in STAGES}
    return visit.page("deadlines/index.html", by_stage=by_stage, is_law=is_law)
