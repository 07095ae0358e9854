"""What is kept too long: how much there is, and erasing it."""

from aiohttp import web

from admin.visit import Visit
from core.privacy import queries, retention
from core.privacy.models import RETENTION


async def index(visit: Visit) -> web.Response:
    rules = await queries.rules(visit.session)
    counts = await retention.would_go(visit.session, now=visit.now)
    limits = {name: retention.before(rules[name], visit.now) for name in RETENTION}
    return visit.page("retention/index.html", rules=rules, counts=counts, limits=limits)


async def erase(visit: Visit) -> web.Response:
    await retention.erase(visit.session, by=visit.actor, now=visit.now)
    return visit.to("/retensi", said="retention_done")
