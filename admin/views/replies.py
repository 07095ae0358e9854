"""The templates officers reply with."""

from aiohttp import web

from admin.forms import Choice, Form, Line, Words
from admin.visit import Visit
from core.errors import Refused
from core.i18n import Text
from core.replies import queries, services
from core.replies.models import ReplyTemplate
from core.replies.rules import NAMED
from core.tickets.categories import categories
from core.tickets.models import Category


class Template(Form):
    """Without a category or a state it is offered for every one."""

    name: Line
    text: Words
    category: Choice = None
    status: Line = ""


async def index(visit: Visit) -> web.Response:
    found = await queries.templates(visit.session)
    return visit.page("replies/index.html", templates=found)


async def new(visit: Visit) -> web.Response:
    return await _page(visit, "replies/new.html", None)


async def add(visit: Visit) -> web.Response:
    form: Template = visit.form
    await services.add_template(
        visit.session,
        name=form.name,
        text=form.text,
        category=await _category(visit, form.category),
        state=form.status or None,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/templat", said="saved")


async def show(visit: Visit) -> web.Response:
    return await _page(visit, "replies/show.html", await _template(visit))


async def change(visit: Visit) -> web.Response:
    form: Template = visit.form
    await services.change_template(
        visit.session,
        await _template(visit),
        name=form.name,
        text=form.text,
        category=await _category(visit, form.category),
        state=form.status or None,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/templat", said="saved")


async def close(visit: Visit) -> web.Response:
    row = await _template(visit)
    await services.close_template(visit.session, row, by=visit.actor, now=visit.now)
    return visit.to("/templat", said="closed")


async def _page(visit: Visit, page: str, row: ReplyTemplate | None) -> web.Response:
    return visit.page(
        page,
        reply=row,
        categories=await categories(visit.session),
        states=services.STATES,
        variables=NAMED,
    )


async def _template(visit: Visit) -> ReplyTemplate:
    row = await queries.template_by_id(visit.session, visit.id)
    if row is None:
        raise web.HTTPNotFound
    return row


async def _category(visit: Visit, category_id: int | None) -> Category | None:
    if category_id is None:
        return None
    category = await visit.session.get(Category, category_id)
    if category is None or category.closed_at is not None:
        raise Refused("panel.refused.field", field=Text("panel.field.category"))
    return category
