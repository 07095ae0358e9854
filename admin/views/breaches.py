"""The register of breaches: record, whom it concerns, tell them, tell the agency."""

from datetime import UTC, datetime

from aiohttp import web

from admin.forms import Form, Line, Words
from admin.visit import Visit
from core.breaches import queries, services
from core.breaches.models import Breach


class NewBreach(Form):
    """Both times as a browser's `datetime-local` gives them, in the office's zone."""

    happened_at: datetime
    found_at: datetime
    what: Words
    data: Words
    handling: Words


class Cases(Form):
    """Without the box, `codes` are numbers of cases."""

    codes: Words = ""
    everybody: bool = False


class Letter(Form):
    letter: Line


async def index(visit: Visit) -> web.Response:
    return visit.page("breaches/index.html", breaches=await queries.listed(visit.session))


async def new(visit: Visit) -> web.Response:
    at = visit.now.astimezone(visit.config.service.zone).strftime("%Y-%m-%dT%H:%M")
    return visit.page("breaches/new.html", at=at)


async def add(visit: Visit) -> web.Response:
    form: NewBreach = visit.form
    row = await services.record(
        visit.session,
        happened_at=_moment(visit, form.happened_at),
        found_at=_moment(visit, form.found_at),
        what=form.what,
        data=form.data,
        handling=form.handling,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/insiden/{row.id}", said="breach_recorded")


async def show(visit: Visit) -> web.Response:
    row = await _breach(visit)
    affected, told = await queries.counts(visit.session, row)
    facts = services.facts(visit.session, row)
    return visit.page("breaches/show.html", breach=row, affected=affected, told=told, facts=facts)


async def affect(visit: Visit) -> web.Response:
    form: Cases = visit.form
    row, by, now = await _breach(visit, lock=True), visit.actor, visit.now
    if form.everybody:
        await services.add_everybody(visit.session, row, by=by, now=now)
    else:
        await services.add_cases(visit.session, row, form.codes, by=by, now=now)
    return visit.to(f"/insiden/{row.id}", said="breach_affected")


async def tell(visit: Visit) -> web.Response:
    row = await _breach(visit, lock=True)
    await services.tell(visit.session, row, by=visit.actor, now=visit.now)
    return visit.to(f"/insiden/{row.id}", said="breach_told")


async def authority(visit: Visit) -> web.Response:
    form: Letter = visit.form
    row = await _breach(visit, lock=True)
    await services.told_authority(visit.session, row, form.letter, by=visit.actor, now=visit.now)
    return visit.to(f"/insiden/{row.id}", said="breach_authority")


def _moment(visit: Visit, typed: datetime) -> datetime:
    local = typed if typed.tzinfo else typed.replace(tzinfo=visit.config.service.zone)
    return local.astimezone(UTC)


async def _breach(visit: Visit, *, lock: bool = False) -> Breach:
    row = await queries.breach_by_id(visit.session, visit.id, lock=lock)
    if row is None:
        raise web.HTTPNotFound
    return row
