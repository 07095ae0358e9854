"""The front page: how the office stands, every number a way to its tickets."""

from datetime import timedelta
from typing import Literal

from aiohttp import web

from admin.forms import Form
from admin.visit import Visit
from core import undelivered
from core.bans.queries import count_appeals
from core.development.queries import is_in_use
from core.emergencies.queries import confirmed
from core.privacy.queries import count_open
from core.relays.queries import mean_rating
from core.survey.queries import has_results
from core.tallies.front import front
from core.tickets.measures import duration
from core.tickets.panel_queries import Filter

PERIODS = (7, 30, 90, 365)


class Period(Form):
    days: Literal["7", "30", "90", "365"] = "30"


async def show(visit: Visit) -> web.Response:
    days = int(visit.asked(Period).days)
    since = visit.now - timedelta(days=days)
    numbers = await front(visit.session, visit.sight, since=since, now=visit.now)
    waiting = await undelivered.troubles(visit.session) if visit.may("trouble.index") else 0
    asked = await count_open(visit.session) if visit.may("rights.index") else 0
    appeals = await count_appeals(visit.session) if visit.may("bans.index") else 0
    can_confirm = visit.may("emergencies.confirm")
    return visit.page(
        "front/show.html",
        days=days,
        periods=PERIODS,
        figures=numbers.figures,
        units=numbers.units,
        waiting=waiting,
        asked=asked,
        appeals=appeals,
        no_numbers=can_confirm and not await confirmed(visit.session),
        relayed=await mean_rating(visit.session, Filter(visit.sight, since=since), now=visit.now),
        learning=await is_in_use(visit.session),
        surveyed=await has_results(visit.session),
        duration=duration,
    )
