"""The Telegram group of a unit, on the unit's page."""

from aiohttp import web

from admin.forms import Form, Id
from admin.views.units import unit_of
from admin.visit import Visit
from core.errors import Refused
from core.groups import queries, services
from core.i18n import Text


class Chosen(Form):
    """One of the groups the bot was brought into."""

    group: Id


async def bind(visit: Visit) -> web.Response:
    unit, form = await unit_of(visit), visit.form
    group = await queries.group_by_id(visit.session, form.group, lock=True)
    if group is None:
        raise Refused("panel.refused.field", field=Text("panel.groups.title"))
    await services.bind(visit.session, group, unit, by=visit.actor, now=visit.now)
    return visit.to(f"/unit/{unit.id}", said="group_bound")


async def unbind(visit: Visit) -> web.Response:
    unit = await unit_of(visit)
    group = await queries.group_of(visit.session, unit.id)
    if group is not None:
        await services.unbind(visit.session, group, by=visit.actor, now=visit.now)
    return visit.to(f"/unit/{unit.id}", said="group_unbound")
