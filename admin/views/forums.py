"""Topics of the forum: opening, reading what waits, answering, deciding and closing."""

from datetime import UTC, date, datetime, time
from typing import Literal

from aiohttp import web

from admin.forms import Choice, Form, Id, Line, Words
from admin.visit import Visit
from core.areas.queries import area_by_id
from core.areas.queries import tree as area_tree
from core.errors import Refused
from core.forums import keeping, queries, rules
from core.forums.models import DECISIONS, HIDDEN_FOR, KINDS, Post, Topic
from core.i18n import Text
from core.people.panel_queries import tree, unit_seen

LAST_MINUTE = time(23, 59)


class NewTopic(Form):
    """Without `opens` it is open at once; `closes` is its last day."""

    topic_kind: Literal[*KINDS]  # type: ignore[valid-type]
    headline: Line
    explanation: Words
    unit: Id
    area: Choice = None
    opens: date | None = None
    closes: date


class Period(Form):
    closes: date


class Shown(Form):
    post: Id


class Hidden(Form):
    post: Id
    why: Literal[*HIDDEN_FOR]  # type: ignore[valid-type]


class Answer(Form):
    post: Id
    answer: Words


class Verdict(Form):
    post: Id
    decision: Literal[*DECISIONS]  # type: ignore[valid-type]
    reason: Words


class Summary(Form):
    summary: Words


async def index(visit: Visit) -> web.Response:
    seen = {line.unit.id for line in await tree(visit.session, visit.within)}
    topics = [one for one in await queries.every_topic(visit.session) if one.unit_id in seen]
    return visit.page("forums/index.html", topics=topics)


async def new(visit: Visit) -> web.Response:
    areas = rules.to_live_in(await area_tree(visit.session), None)
    units = await tree(visit.session, visit.within)
    return visit.page("forums/new.html", kinds=KINDS, units=units, areas=areas)


async def add(visit: Visit) -> web.Response:
    form: NewTopic = visit.form
    unit = await unit_seen(visit.session, form.unit, visit.within)
    if unit is None:
        raise Refused("panel.refused.field", field=Text("panel.field.unit"))
    topic = await keeping.open_topic(
        visit.session,
        kind=form.topic_kind,
        title=form.headline,
        text=form.explanation,
        unit=unit,
        area=await area_by_id(visit.session, form.area) if form.area else None,
        opens_at=_moment(visit, form.opens, time.min) if form.opens else None,
        closes_at=_moment(visit, form.closes, LAST_MINUTE),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/forum/{topic.id}", said="saved")


async def show(visit: Visit) -> web.Response:
    topic = await _topic(visit)
    return visit.page(
        "forums/show.html",
        topic=topic,
        turnout=await queries.turnout(visit.session, topic),
        waiting=await queries.waiting(visit.session, topic),
        standings=await queries.standings(visit.session, topic),
        decisions=DECISIONS,
        reasons=HIDDEN_FOR,
    )


async def reschedule(visit: Visit) -> web.Response:
    form: Period = visit.form
    topic = await _topic(visit, lock=True)
    closes = _moment(visit, form.closes, LAST_MINUTE)
    await keeping.reschedule(visit.session, topic, closes, by=visit.actor, now=visit.now)
    return _back(visit, topic)


async def let_show(visit: Visit) -> web.Response:
    topic, post = await _post(visit, visit.form.post)
    await keeping.show(visit.session, post, by=visit.actor, now=visit.now)
    return _back(visit, topic)


async def hide(visit: Visit) -> web.Response:
    form: Hidden = visit.form
    topic, post = await _post(visit, form.post)
    await keeping.hide(visit.session, post, form.why, by=visit.actor, now=visit.now)
    return _back(visit, topic)


async def answer(visit: Visit) -> web.Response:
    form: Answer = visit.form
    topic, post = await _post(visit, form.post)
    await keeping.answer(visit.session, post, form.answer, by=visit.actor, now=visit.now)
    return _back(visit, topic)


async def decide(visit: Visit) -> web.Response:
    form: Verdict = visit.form
    topic, post = await _post(visit, form.post)
    facts = (form.decision, form.reason)
    await keeping.decide(visit.session, [post], topic, *facts, by=visit.actor, now=visit.now)
    return _back(visit, topic)


async def close(visit: Visit) -> web.Response:
    form: Summary = visit.form
    topic = await _topic(visit, lock=True)
    await keeping.close(visit.session, topic, form.summary, by=visit.actor, now=visit.now)
    return visit.to(f"/forum/{topic.id}", said="topic_closed")


async def _topic(visit: Visit, *, lock: bool = False) -> Topic:
    """The topic in the address; 404 for one of a unit the account does not see."""
    topic = await queries.topic_by_id(visit.session, visit.id, lock=lock)
    if topic is None or not await unit_seen(visit.session, topic.unit_id, visit.within):
        raise web.HTTPNotFound
    return topic


async def _post(visit: Visit, post_id: int) -> tuple[Topic, Post]:
    """A text of the topic in the address."""
    topic = await _topic(visit, lock=True)
    post = await queries.post_by_id(visit.session, post_id, lock=True)
    if post is None or post.topic_id != topic.id:
        raise Refused("forum.refused.gone")
    return topic, post


def _back(visit: Visit, topic: Topic) -> web.Response:
    return visit.to(f"/forum/{topic.id}", said="saved")


def _moment(visit: Visit, day: date, at: time) -> datetime:
    return datetime.combine(day, at, visit.config.service.zone).astimezone(UTC)
