"""The numbers to call in an emergency: suggested, tested, confirmed, withdrawn."""

from datetime import date

from aiohttp import web

from admin.forms import Form, Line
from admin.visit import Visit
from core.emergencies import services
from core.emergencies.dialling import is_old
from core.emergencies.models import KINDS, EmergencyNumber
from core.emergencies.queries import numbers


class Number(Form):
    """One box for each kind the number helps with, named `serves_` and the kind."""

    number: Line
    name: Line
    name_en: Line = ""
    serves_fire: bool = False
    serves_accident: bool = False
    serves_medical: bool = False
    serves_crime: bool = False
    serves_violence: bool = False
    serves_drowning: bool = False
    serves_disaster: bool = False
    serves_electricity: bool = False
    serves_gas: bool = False
    serves_animal: bool = False
    serves_self_harm: bool = False
    serves_other: bool = False

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in KINDS if getattr(self, f"serves_{kind}")]


class Test(Form):
    tested_on: date


async def index(visit: Visit) -> web.Response:
    found = await numbers(visit.session)
    return visit.page("emergencies/index.html", numbers=found, today=_today(visit), is_old=is_old)


async def new(visit: Visit) -> web.Response:
    return visit.page("emergencies/new.html", kinds=KINDS)


async def add(visit: Visit) -> web.Response:
    form: Number = visit.form
    row = await services.add_number(
        visit.session,
        number=form.number,
        name=form.name,
        name_en=form.name_en,
        kinds=form.kinds,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/darurat/{row.id}", said="number_added")


async def show(visit: Visit) -> web.Response:
    row = await _number(visit)
    return visit.page(
        "emergencies/show.html", number=row, kinds=KINDS, today=_today(visit), is_old=is_old
    )


async def change(visit: Visit) -> web.Response:
    form: Number = visit.form
    await services.change_number(
        visit.session,
        await _number(visit),
        number=form.number,
        name=form.name,
        name_en=form.name_en,
        kinds=form.kinds,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/darurat", said="saved")


async def confirm(visit: Visit) -> web.Response:
    form: Test = visit.form
    await services.confirm_number(
        visit.session,
        await _number(visit),
        tested_on=form.tested_on,
        confirmed_by=visit.account.full_name,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/darurat", said="number_confirmed")


async def withdraw(visit: Visit) -> web.Response:
    row = await _number(visit)
    await services.withdraw_number(visit.session, row, by=visit.actor, now=visit.now)
    return visit.to("/darurat", said="number_withdrawn")


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.config.service.zone).date()


async def _number(visit: Visit) -> EmergencyNumber:
    row = await visit.session.get(EmergencyNumber, visit.id)
    if row is None:
        raise web.HTTPNotFound
    return row
