"""Indikasi kepuasan and SKM: by unit, element, service and channel, each figure with its n."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from admin.forms import Choice, Form
from admin.visit import Visit
from core.i18n import Text
from core.survey import queries, report, rules, wording
from core.survey.once import today
from core.survey.rules import MONTHS, Period

MOST_AGO = 40


class Asked(Form):
    """The period so many before this one; `unit` is whose elements are shown, else the whole."""

    period: Literal["quarter", "semester", "year"] = "semester"
    ago: Annotated[int, Field(ge=0, le=MOST_AGO)] = 0
    unit: Choice = None


async def show(visit: Visit) -> web.Response:
    asked, session = visit.asked(Asked), visit.session
    if not await queries.is_on(session):
        raise web.HTTPNotFound
    period = rules.period(asked.period, today(session, visit.now), asked.ago)
    whole = await report.report(session, period, visit.within)
    wanted = asked.unit or (whole.units[0].unit.id if whole.units else 0)
    line = next((one for one in whole.units if one.unit.id == wanted), None)
    if asked.unit and line is None:
        raise web.HTTPNotFound
    unit = line.unit if line else None
    return visit.page(
        "survey/show.html",
        asked=asked,
        kinds=MONTHS,
        most_ago=MOST_AGO,
        period=_named(period),
        report=whole,
        called=lambda code: wording.name(whole.wordings, code, visit.language),
        reworded=await queries.reworded(session, period),
        line=line,
        services=await report.services(session, whole, unit) if unit else (),
        channels=await report.parts(session, whole, unit, "channel") if unit else {},
        respondents=await report.profile(session, whole, unit) if unit else {},
    )


def _named(period: Period) -> Text:
    facts = {"number": period.number, "year": str(period.year)}
    return Text(f"survey.period.{period.kind}", **facts)
