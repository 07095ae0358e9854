"""Amounts the office sets for the forum, improvements, the survey and knowledge."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from admin.forms import Form
from admin.visit import Visit
from core import standards
from core.survey import editing
from core.survey.once import today
from core.survey.queries import bands, every_band

Amount = Annotated[int, Field(ge=0, le=10_000)]


class Forum(Form):
    forum_approval: bool = False
    forum_minimum: Amount
    forum_reports: Amount
    forum_smallest_area: Amount


class Improvements(Form):
    improvements_repeats: Amount
    improvements_days: Amount
    improvements_remind: Amount


class Survey(Form):
    survey_on: bool = False
    survey_minimum: Amount
    survey_months: Amount


class Knowledge(Form):
    knowledge_days: Amount


async def forum(visit: Visit) -> web.Response:
    amounts = await standards.amounts(visit.session, "forum")
    return visit.page("forums/standards.html", amounts=amounts)


async def change_forum(visit: Visit) -> web.Response:
    return await _change(visit, "/forum/standar")


async def improvements(visit: Visit) -> web.Response:
    amounts = await standards.amounts(visit.session, "improvements")
    return visit.page("improvements/standards.html", amounts=amounts)


async def change_improvements(visit: Visit) -> web.Response:
    return await _change(visit, "/perbaikan/standar")


async def survey(visit: Visit) -> web.Response:
    amounts = await standards.amounts(visit.session, "survey")
    return visit.page(
        "survey/standards.html",
        amounts=amounts,
        bands=await bands(visit.session, today(visit.session, visit.now)),
        every_band=await every_band(visit.session),
        months=await editing.months(visit.session, now=visit.now),
    )


async def change_survey(visit: Visit) -> web.Response:
    return await _change(visit, "/survei/standar")


async def knowledge(visit: Visit) -> web.Response:
    amounts = await standards.amounts(visit.session, "knowledge")
    return visit.page("knowledge/standards.html", amounts=amounts)


async def change_knowledge(visit: Visit) -> web.Response:
    return await _change(visit, "/pengetahuan/standar")


async def _change(visit: Visit, path: str) -> web.Response:
    for name, value in visit.form.model_dump().items():
        await standards.change(visit.session, name, int(value), by=visit.actor, now=visit.now)
    return visit.to(path, said="saved")
