"""What the bot knows: the list of articles, one article with its history, and trying a question."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import Field

from admin.forms import Form, Line
from admin.visit import Visit
from core.audit_names import names_of_actors
from core.knowledge import content, editing, merging, office, panel_queries, rules, trying, versions
from core.knowledge.components import COMPONENTS, FACETS
from core.knowledge.models import Article
from core.knowledge.panel_queries import STATES, Filter
from core.people.panel_queries import tree


class Asked(Form):
    """What of the list is wanted; left out is all."""

    q: Line = ""
    service: Line = ""
    state: Literal["", *STATES] = ""  # type: ignore[valid-type]
    page: int = Field(default=1, ge=1, le=1_000_000)


class Try(Form):
    q: Line = ""


class Choice(Form):
    side: Line = ""


async def index(visit: Visit) -> web.Response:
    asked = visit.asked(Asked)
    wanted, day = Filter(asked.q, asked.service, asked.state), today(visit)
    return visit.page(
        "knowledge/index.html",
        asked=asked,
        page=await panel_queries.page_of(visit.session, wanted, asked.page, today=day),
        counts=await panel_queries.counts(visit.session, today=day),
        drafts=await panel_queries.drafts(visit.session),
        services=await panel_queries.services(visit.session),
        states=STATES,
        today=day,
        link=lambda **other: _address(asked, other),
    )


async def complete(visit: Visit) -> web.Response:
    """What each service does not tell yet, of what a service standard has to."""
    return visit.page(
        "knowledge/complete.html",
        services=await panel_queries.completeness(visit.session),
        all=len(COMPONENTS),
    )


async def show(visit: Visit) -> web.Response:
    article = await article_here(visit)
    history = await versions.history(visit.session, article)
    ours = content.content_of(article)
    theirs = article.theirs
    gone = theirs is not None and merging.is_gone(theirs)
    return visit.page(
        "knowledge/show.html",
        article=article,
        now_says=ours,
        theirs=theirs,
        gone=gone,
        conflict=content.differences(ours, theirs) if theirs and not gone else [],
        history=history,
        names=await names_of_actors(visit.session, [one.version.by for one in history]),
        drafts=await panel_queries.drafts(visit.session, article),
        **await writing(visit),
    )


async def choose(visit: Visit) -> web.Response:
    form: Choice = visit.form
    article = await article_here(visit)
    await merging.choose(visit.session, article, form.side, by=visit.actor, now=visit.now)
    return visit.to(f"/pengetahuan/{article.id}", said="saved")


async def retire(visit: Visit) -> web.Response:
    article = await article_here(visit)
    await editing.retire(visit.session, article, by=visit.actor, now=visit.now)
    return visit.to(f"/pengetahuan/{article.id}", said="knowledge_retired")


async def restore(visit: Visit) -> web.Response:
    article = await article_here(visit)
    await editing.restore(visit.session, article, by=visit.actor, now=visit.now)
    return visit.to(f"/pengetahuan/{article.id}", said="saved")


async def test(visit: Visit) -> web.Response:
    """A question is tried as if a citizen asked it; nothing is kept."""
    asked = visit.asked(Try)
    tried = await trying.try_question(visit.session, asked.q) if asked.q.strip() else None
    return visit.page("knowledge/test.html", asked=asked, tried=tried, signs=trying.SIGNS)


async def writing(visit: Visit) -> dict[str, Any]:
    """What the form of an article, its preview and its differences need."""
    facts = await office.facts(visit.session, visit.language)
    return {
        "services": await panel_queries.services(visit.session),
        "units": await tree(visit.session),
        "facets": FACETS,
        "marks": content.MARKS,
        "known": ", ".join(f"{{{name}}}" for name in content.KNOWN),
        "filled": lambda answer: rules.filled(answer, facts),
        "pieces": content.pieces,
        "today": today(visit),
    }


async def article_here(visit: Visit) -> Article:
    article = await panel_queries.article_of(visit.session, visit.id)
    if article is None:
        raise web.HTTPNotFound
    return article


def today(visit: Visit) -> date:
    return visit.now.astimezone(visit.config.service.zone).date()


def _address(asked: Asked, other: Mapping[str, object]) -> str:
    """This list with something else about it; a change of what is shown starts at page 1."""
    values = {**asked.model_dump(), "page": 1, **other}
    told = {name: value for name, value in values.items() if value not in ("", 1)}
    return f"/pengetahuan?{urlencode(told)}" if told else "/pengetahuan"
