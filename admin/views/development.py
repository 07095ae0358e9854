"""Gaps and plans: figures by unit, the list of plans, and the standards an office sets for them."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from admin.forms import Form, Line
from admin.visit import Visit
from core import standards
from core.development import figures, services
from core.development.models import GapRule
from core.development.queries import plans_to_see
from core.errors import Refused
from core.people.panel_queries import tree

Amount = Annotated[int, Field(ge=0, le=10_000)]


class Rule(Form):
    signal: Line
    competency: Line
    threshold: Amount
    minimum: Amount


class Amounts(Form):
    development_on: bool = False
    development_load: Amount
    development_days: Amount
    development_watch: Amount


async def show(visit: Visit) -> web.Response:
    """Heads and coordinators read the plans; everybody else only figures of enough people."""
    session = visit.session
    units = [line.unit for line in await tree(session, visit.within)]
    decides = visit.account.role in ("head", "coordinator")
    plans = await plans_to_see(session, [unit.id for unit in units]) if decides else ()
    return visit.page(
        "development/show.html",
        figures=await figures.by_unit(session, units, now=visit.now, all_units=decides),
        plans=plans,
        decides=decides,
    )


async def rules(visit: Visit) -> web.Response:
    amounts = await standards.amounts(visit.session, "development")
    found = await figures.gap_rules(visit.session)
    return visit.page("development/rules.html", amounts=amounts, rules=found)


async def change_rule(visit: Visit) -> web.Response:
    form: Rule = visit.form
    rule = await visit.session.get(GapRule, form.signal)
    if rule is None or form.competency not in await figures.competencies(visit.session):
        raise Refused("development.refused.rule")
    facts = {"threshold": form.threshold, "minimum": form.minimum}
    await services.change_rule(
        visit.session, rule, competency=form.competency, **facts, by=visit.actor, now=visit.now
    )
    return visit.to("/pengembangan/standar", said="saved")


async def change(visit: Visit) -> web.Response:
    for name, value in visit.form.model_dump().items():
        await standards.change(visit.session, name, int(value), by=visit.actor, now=visit.now)
    return visit.to("/pengembangan/standar", said="saved")
