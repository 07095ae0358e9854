"""What the office uses: each feature, presets, and what would disappear before it does."""

from typing import Literal

from aiohttp import web

from admin.forms import Form
from admin.visit import Visit
from core.features import rules, services
from core.features.catalogue import FEATURES, NAMES
from core.features.presets import presets
from core.features.queries import load


class Wanted(Form):
    """One feature to switch, or a preset."""

    feature: Literal["", *NAMES] = ""  # type: ignore[valid-type]
    on: bool = False
    preset: Literal["", *presets()] = ""  # type: ignore[valid-type]


async def index(visit: Visit) -> web.Response:
    return visit.page("features/index.html", features=FEATURES, presets=list(presets()))


async def show(visit: Visit) -> web.Response:
    """What becomes of one when it is switched."""
    name = visit.request.match_info["name"]
    on = not visit.features.on(name)
    change = rules.change(visit.features, rules.with_one(visit.features, name, on=on))
    return visit.page("features/change.html", change=change, feature=name, preset="", on=on)


async def preset(visit: Visit) -> web.Response:
    name = visit.request.match_info["preset"]
    change = rules.change(visit.features, presets()[name])
    return visit.page("features/change.html", change=change, feature="", preset=name, on=False)


async def switch(visit: Visit) -> web.Response:
    form: Wanted = visit.form
    now_on = await load(visit.session)
    wanted = presets().get(form.preset, now_on.names())
    if form.feature:
        wanted = rules.with_one(now_on, form.feature, on=form.on)
    await services.switch(visit.session, wanted, by=visit.actor, now=visit.now)
    return visit.to("/fitur", said="features")
