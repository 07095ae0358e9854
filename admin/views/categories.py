"""What complaints can be about, and the words it is recognised by."""

from aiohttp import web

from admin.forms import Choice, Form, Id, Line, Number, Words
from admin.visit import Visit
from core.details.models import KINDS
from core.details.queries import questions_of, retired_of
from core.emergencies.queries import confirmed
from core.errors import Refused
from core.people.models import Unit
from core.people.panel_queries import tree, unit_seen
from core.routing import learned
from core.tickets import categories
from core.tickets.models import Category


class ChangedCategory(Form):
    """Words and examples stand one to a line."""

    name: Line
    name_en: Line = ""
    unit: Id
    words: Words = ""
    examples: Words = ""
    photo_required: bool = False
    near_metres: Number = None
    approval_required: bool = False
    warning: Words = ""
    warning_en: Words = ""
    warning_number: Choice = None


class NewCategory(ChangedCategory):
    code: Line


async def index(visit: Visit) -> web.Response:
    units = {line.unit.id: line.unit for line in await tree(visit.session)}
    found = await categories.categories(visit.session)
    return visit.page(
        "categories/index.html",
        categories=found,
        units=units,
        trainings=await learned.history(visit.session),
        version=await learned.version_in_use(visit.session),
    )


async def new(visit: Visit) -> web.Response:
    numbers = await confirmed(visit.session)
    return visit.page("categories/new.html", units=await tree(visit.session), numbers=numbers)


async def add(visit: Visit) -> web.Response:
    form: NewCategory = visit.form
    await categories.add_category(
        visit.session,
        code=form.code,
        name=form.name,
        name_en=form.name_en,
        unit=await _unit(visit, form.unit),
        words=_lines(form.words),
        examples=_lines(form.examples),
        photo_required=form.photo_required,
        near_metres=form.near_metres,
        approval_required=form.approval_required,
        warning=form.warning,
        warning_en=form.warning_en,
        warning_number=form.warning_number,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/kategori", said="saved")


async def show(visit: Visit) -> web.Response:
    category = await _category(visit)
    return visit.page(
        "categories/show.html",
        category=category,
        units=await tree(visit.session),
        numbers=await confirmed(visit.session),
        questions=await questions_of(visit.session, category.id),
        retired=await retired_of(visit.session, category.id),
        kinds=KINDS,
    )


async def change(visit: Visit) -> web.Response:
    form: ChangedCategory = visit.form
    category = await _category(visit)
    asked = visit.features.on("approvals")
    await categories.change_category(
        visit.session,
        category,
        name=form.name,
        name_en=form.name_en,
        unit=await _unit(visit, form.unit),
        words=_lines(form.words),
        examples=_lines(form.examples),
        photo_required=form.photo_required,
        near_metres=form.near_metres,
        approval_required=form.approval_required if asked else category.approval_required,
        warning=form.warning,
        warning_en=form.warning_en,
        warning_number=form.warning_number,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/kategori", said="saved")


async def close(visit: Visit) -> web.Response:
    category = await _category(visit)
    await categories.close_category(visit.session, category, by=visit.actor, now=visit.now)
    return visit.to("/kategori", said="closed")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


async def _category(visit: Visit) -> Category:
    category = await visit.session.get(Category, visit.id)
    if category is None or category.closed_at is not None:
        raise web.HTTPNotFound
    return category


async def _unit(visit: Visit, unit_id: int) -> Unit:
    unit = await unit_seen(visit.session, unit_id, None)
    if unit is None:
        raise Refused("panel.refused.unit")
    return unit
