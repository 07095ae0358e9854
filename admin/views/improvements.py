"""Improvements: what repeats, what is under way, before and after, and showing it to everybody."""

from datetime import date

from aiohttp import web

from admin.forms import Choice, Form, Id, Line, Words
from admin.visit import Visit
from core.errors import Refused
from core.i18n import Text
from core.improvements import patterns, queries, services
from core.improvements.models import Improvement
from core.masking import masked
from core.people.models import Staff
from core.people.panel_queries import staff_seen, staff_within, tree, unit_seen
from core.tickets.categories import categories
from core.tickets.models import Category
from core.tickets.panel_queries import ticket_seen
from core.tickets.queries import ticket_by_id
from core.tickets.rules import read_code


class Asked(Form):
    """The pattern a new improvement is about."""

    category: Choice = None
    area: Choice = None


class NewImprovement(Form):
    headline: Line
    before: Words
    owner: Id
    until: date
    category: Choice = None
    area: Choice = None


class Report(Form):
    report: Line


class Result(Form):
    after: Words


class Reason(Form):
    reason: Words


class Day(Form):
    until: date


class Owner(Form):
    owner: Id


async def index(visit: Visit) -> web.Response:
    units = [line.unit.id for line in await tree(visit.session, visit.within)]
    return visit.page(
        "improvements/index.html",
        improvements=await queries.listed(visit.session, units),
        repeated=await patterns.repeated(visit.session, now=visit.now, units=units),
        suggestions=await queries.suggestions(visit.session) if visit.within is None else (),
    )


async def new(visit: Visit) -> web.Response:
    asked = Asked() if visit.refused else visit.asked(Asked)
    return visit.page(
        "improvements/new.html",
        asked=asked,
        staff=await staff_within(visit.session, visit.within),
        categories=await categories(visit.session),
    )


async def add(visit: Visit) -> web.Response:
    """With category and area of a pattern, all its cases are part of it."""
    form: NewImprovement = visit.form
    found = await _pattern(visit, form)
    row = await services.open_improvement(
        visit.session,
        await _staff(visit, form.owner),
        title=form.headline,
        problem=form.before,
        due_on=form.until,
        category=await _category(visit, form.category),
        area=found.area if found else None,
        by=visit.actor,
        now=visit.now,
    )
    if found is not None:
        cases = await patterns.cases_of(visit.session, found.pattern, now=visit.now)
        for ticket_id in cases:
            await _link(visit, row, ticket_id)
    return _back(visit, row)


async def show(visit: Visit) -> web.Response:
    row = await seen(visit)
    return visit.page(
        "improvements/show.html",
        improvement=row,
        reports=await queries.count_reports(visit.session, row),
        photos=await queries.photos(visit.session, row),
        staff=await staff_within(visit.session, visit.within),
        masked=masked,
    )


async def link(visit: Visit) -> web.Response:
    form: Report = visit.form
    row = await seen(visit, lock=True)
    ticket = await ticket_seen(visit.session, read_code(form.report) or "", visit.sight, lock=True)
    if ticket is None:
        raise Refused("bans.refused.code")
    if ticket.confidential:
        raise Refused("improvement.refused.confidential", code=ticket.code)
    await _link(visit, row, ticket.id)
    return _back(visit, row)


async def begin(visit: Visit) -> web.Response:
    row = await seen(visit, lock=True)
    await services.begin(visit.session, row, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def finish(visit: Visit) -> web.Response:
    form: Result = visit.form
    row = await seen(visit, lock=True)
    await services.finish(visit.session, row, form.after, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def give_up(visit: Visit) -> web.Response:
    form: Reason = visit.form
    row = await seen(visit, lock=True)
    await services.give_up(visit.session, row, form.reason, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def resume(visit: Visit) -> web.Response:
    form: Day = visit.form
    row = await seen(visit, lock=True)
    await services.resume(visit.session, row, form.until, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def reschedule(visit: Visit) -> web.Response:
    form: Day = visit.form
    row = await seen(visit, lock=True)
    await services.reschedule(visit.session, row, form.until, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def hand_over(visit: Visit) -> web.Response:
    form: Owner = visit.form
    row, owner = await seen(visit, lock=True), await _staff(visit, form.owner)
    await services.hand_over(visit.session, row, owner, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def publish(visit: Visit) -> web.Response:
    row = await seen(visit, lock=True)
    await services.publish(visit.session, row, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def withdraw(visit: Visit) -> web.Response:
    row = await seen(visit, lock=True)
    await services.withdraw(visit.session, row, by=visit.actor, now=visit.now)
    return _back(visit, row)


async def _pattern(visit: Visit, form: NewImprovement) -> patterns.Found | None:
    wanted = (form.category, form.area)
    units = [line.unit.id for line in await tree(visit.session, visit.within)]
    for one in await patterns.repeated(visit.session, now=visit.now, units=units):
        if (one.pattern.category_id, one.pattern.area_id) == wanted:
            return one
    return None


async def _link(visit: Visit, row: Improvement, ticket_id: int) -> None:
    ticket = await ticket_by_id(visit.session, ticket_id, lock=True)
    assert ticket is not None
    name = visit.account.full_name
    await services.link(visit.session, row, ticket, staff=None, name=name, now=visit.now)


async def seen(visit: Visit, *, lock: bool = False) -> Improvement:
    """The one in the address; 404 for one of a unit the account does not see."""
    row = await queries.improvement_by_id(visit.session, visit.id, lock=lock)
    if row is None or not await unit_seen(visit.session, row.unit_id, visit.within):
        raise web.HTTPNotFound
    return row


async def _staff(visit: Visit, staff_id: int) -> Staff:
    staff = await staff_seen(visit.session, staff_id, visit.within)
    if staff is None or staff.left_at is not None:
        raise Refused("panel.refused.field", field=Text("panel.field.owner"))
    return staff


async def _category(visit: Visit, category_id: int | None) -> Category | None:
    return await visit.session.get(Category, category_id) if category_id else None


def _back(visit: Visit, row: Improvement) -> web.Response:
    return visit.to(f"/perbaikan/{row.id}", said="saved")
