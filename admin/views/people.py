"""Staff: who works where, their way in, and taking it away."""

from aiohttp import web

from admin.forms import Form, Id, Line
from admin.visit import Visit
from core import marks
from core.absences.duty import set_duty
from core.absences.queries import of_staff
from core.errors import Refused
from core.people import services
from core.people.models import ROLES, Staff, Unit
from core.people.panel_queries import staff_seen, staff_within, tree, unit_seen
from core.people.queries import open_invite
from core.people.rules import INVITE_LASTS


class NewStaff(Form):
    name: Line
    position: Line = ""
    unit: Id
    role: Line


class Place(Form):
    """`name` and `position` are left as they are when not sent."""

    name: Line | None = None
    position: Line | None = None
    unit: Id
    role: Line
    on_duty: bool = False


async def index(visit: Visit) -> web.Response:
    return visit.page(
        "people/index.html",
        staff=await staff_within(visit.session, visit.within),
        units=await tree(visit.session, visit.within),
    )


async def new(visit: Visit) -> web.Response:
    units = await tree(visit.session, visit.within)
    return visit.page("people/new.html", units=units, roles=ROLES)


async def add(visit: Visit) -> web.Response:
    form: NewStaff = visit.form
    unit = await _unit(visit, form.unit)
    staff = await services.add_staff(
        visit.session,
        unit,
        form.name,
        form.role,
        position=form.position,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/petugas/{staff.id}", said="staff_added")


async def show(visit: Visit) -> web.Response:
    staff = await _staff(visit)
    return visit.page(
        "people/show.html",
        staff=staff,
        invite=await open_invite(visit.session, staff),
        absences=await of_staff(visit.session, staff),
        units=await tree(visit.session, visit.within),
        roles=ROLES,
    )


async def change(visit: Visit) -> web.Response:
    """Name, position, unit, role and duty; only what is different is done and recorded."""
    form: Place = visit.form
    staff, unit = await _staff(visit), await _unit(visit, form.unit)
    by, now = visit.actor, visit.now
    name = staff.name if form.name is None else form.name
    position = staff.position if form.position is None else form.position
    if (staff.name, staff.position) != (name, position):
        services.rename_staff(visit.session, staff, name, position, by=by, now=now)
    if (staff.unit_id, staff.role) != (unit.id, form.role):
        await services.move_staff(visit.session, staff, unit, form.role, by=by, now=now)
    if staff.on_duty != form.on_duty:
        await set_duty(visit.session, staff, form.on_duty, by=by, now=now)
    return visit.to(f"/petugas/{staff.id}", said="saved")


async def invite(visit: Visit) -> web.Response:
    """The link, on this page only: afterwards nobody knows it but its hash."""
    staff = await _staff(visit)
    bot = await marks.named(visit.session, "bot.username")
    if not bot:
        raise Refused("panel.refused.no_bot")
    token = await services.invite(visit.session, staff, by=visit.actor, now=visit.now)
    address = f"https://t.me/{bot}?start={token}"
    until = visit.now + INVITE_LASTS
    return visit.page("people/invited.html", staff=staff, address=address, until=until)


async def unbind(visit: Visit) -> web.Response:
    staff = await _staff(visit)
    await services.unbind(visit.session, staff, by=visit.actor, now=visit.now)
    return visit.to(f"/petugas/{staff.id}", said="unbound")


async def leave(visit: Visit) -> web.Response:
    staff = await _staff(visit)
    await services.leave(visit.session, staff, by=visit.actor, now=visit.now)
    return visit.to("/petugas", said="left")


async def _staff(visit: Visit) -> Staff:
    staff = await staff_seen(visit.session, visit.id, visit.within)
    if staff is None:
        raise web.HTTPNotFound
    return staff


async def _unit(visit: Visit, unit_id: int) -> Unit:
    unit = await unit_seen(visit.session, unit_id, visit.within)
    if unit is None:
        raise Refused("panel.refused.unit")
    return unit
