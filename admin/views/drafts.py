"""Drafts of articles: written, looked at as a citizen will, tried, and published or dropped."""

from datetime import date
from typing import Any

from aiohttp import web

from admin.forms import Choice, Form, Line, Words
from admin.views.knowledge import article_here, today, writing
from admin.visit import Visit
from core.errors import Refused
from core.i18n import Text
from core.knowledge import content, editing, gaps, panel_queries, regression
from core.knowledge.models import ArticleDraft
from core.people.models import Unit
from core.people.panel_queries import unit_seen


class Written(Form):
    """An article; `service` is the code of one there is, or empty for a new one by its name."""

    service: Line = ""
    service_name: Line = ""
    service_name_en: Line = ""
    facet: Line
    asked_as: Line
    other_ways: Words = ""
    answer: Words
    source: Line
    source_url: Line = ""
    mark: Line
    unit: Choice = None
    valid_from: Line = ""
    review_on: Line = ""


class Publishing(Form):
    seen: Line = ""


async def new(visit: Visit) -> web.Response:
    return visit.page("knowledge/new.html", **await writing(visit))


async def add(visit: Visit) -> web.Response:
    written = content.checked(await _content(visit))
    draft = await editing.add_draft(
        visit.session,
        written,
        by=visit.actor,
        now=visit.now,
        unit=await _unit(visit),
        **_days(visit),
    )
    return visit.to(f"/pengetahuan/rancangan/{draft.id}", said="knowledge_drafted")


async def edit(visit: Visit) -> web.Response:
    """Other words for an article: a draft of it."""
    article = await article_here(visit)
    written = content.checked(await _content(visit))
    draft = await editing.add_draft(
        visit.session, written, by=visit.actor, now=visit.now, article=article, **_days(visit)
    )
    unit = await _unit(visit)
    draft.unit_id = unit.id if unit else None
    return visit.to(f"/pengetahuan/rancangan/{draft.id}", said="knowledge_drafted")


async def show(visit: Visit) -> web.Response:
    draft = await _draft(visit)
    before = content.content_of(draft.article) if draft.article else None
    standing = draft.state in editing.STANDING
    trial = await regression.try_out(visit.session, draft) if standing else None
    shown = {key for one in trial.differences for key in _keys(one)} if trial else set()
    return visit.page(
        "knowledge/draft.html",
        draft=draft,
        standing=standing,
        changes=content.differences(before, draft.content) if before else [],
        overtaken=draft.article is not None and draft.article.revision != draft.of_revision,
        trial=trial,
        titles=await panel_queries.titles(
            visit.session, [int(one) for one in shown if one.isdecimal()]
        ),
        questions=[gaps.words(one) for one in await gaps.questions_of(visit.session, draft)],
        seen=await editing.seen(visit.session, draft),
        **await writing(visit),
    )


async def change(visit: Visit) -> web.Response:
    draft = await _draft(visit)
    await editing.change_draft(
        visit.session,
        draft,
        await _content(visit),
        by=visit.actor,
        now=visit.now,
        unit=await _unit(visit),
        **_days(visit),
    )
    return visit.to(f"/pengetahuan/rancangan/{draft.id}", said="knowledge_drafted")


async def publish(visit: Visit) -> web.Response:
    form: Publishing = visit.form
    draft = await _draft(visit)
    article = await editing.publish(
        visit.session, draft, seen_as=form.seen, by=visit.actor, now=visit.now
    )
    if article is None:
        return visit.to(f"/pengetahuan/rancangan/{draft.id}", said="knowledge_waits")
    return visit.to(f"/pengetahuan/{article.id}", said="knowledge_published")


async def drop(visit: Visit) -> web.Response:
    draft = await _draft(visit)
    await editing.drop_draft(visit.session, draft, by=visit.actor, now=visit.now)
    return visit.to("/pengetahuan", said="knowledge_dropped")


def _keys(difference: regression.Difference) -> list[str]:
    return [key for one in (difference.before, difference.after) for key in one.shown[:1]]


async def _draft(visit: Visit) -> ArticleDraft:
    draft = await editing.draft_by_id(visit.session, visit.id)
    if draft is None:
        raise web.HTTPNotFound
    return draft


async def _content(visit: Visit) -> dict[str, Any]:
    form: Written = visit.form
    return {
        **await _service(visit),
        "facet": form.facet,
        "question": form.asked_as,
        "aliases": form.other_ways.split("\n"),
        "answer": form.answer,
        "source": form.source,
        "source_url": form.source_url or None,
        "mark": form.mark,
        "reviewed": today(visit).isoformat(),
    }


async def _service(visit: Visit) -> dict[str, str]:
    """One there is by its code, else a new one by its name."""
    form: Written = visit.form
    for code, name, name_en in await panel_queries.services(visit.session):
        if code == form.service:
            return {"service": code, "service_name": name, "service_name_en": name_en}
    return {
        "service": content.slug(form.service_name),
        "service_name": form.service_name,
        "service_name_en": form.service_name_en or form.service_name,
    }


async def _unit(visit: Visit) -> Unit | None:
    form: Written = visit.form
    if form.unit is None:
        return None
    unit = await unit_seen(visit.session, form.unit, None)
    if unit is None:
        raise Refused("panel.refused.unit")
    return unit


def _days(visit: Visit) -> dict[str, Any]:
    form: Written = visit.form
    named = {"valid_from": form.valid_from, "review_on": form.review_on}
    return {name: _day(name, value) for name, value in named.items()}


def _day(name: str, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused("knowledge.wrong.date", field=Text(f"panel.field.{name}")) from None
