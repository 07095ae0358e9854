"""Questions that nobody could answer, those alike together, and what is made of them."""

from typing import Any

from aiohttp import web
from sqlalchemy import select

from admin.forms import Choice, Form, Id
from admin.visit import Visit
from core.errors import Refused
from core.knowledge import gaps, panel_queries, proposing
from core.knowledge.gaps import Gap, Sees
from core.people.models import Unit
from core.people.queries import subtree
from core.tickets.queries import ticket_by_id


class OfGap(Form):
    """A question of the gap; `article` may lack only this wording, else a new one is written."""

    gap: Id
    article: Choice = None


async def index(visit: Visit) -> web.Response:
    found = await gaps.gaps(visit.session, await _sees(visit), now=visit.now)
    near = {one for gap in found for one in gap.near}
    units = await visit.session.execute(select(Unit.id, Unit.name))
    return visit.page(
        "knowledge/gaps.html",
        waiting=[one for one in found if one.draft_id is None],
        drafted=[one for one in found if one.draft_id is not None],
        titles=await panel_queries.titles(visit.session, list(near)),
        units={row.id: row.name for row in units},
        words=gaps.words,
    )


async def write(visit: Visit) -> web.Response:
    """A draft for the gap: of an article that is there, or of a new one from the reply, if any."""
    form: OfGap = visit.form
    found = await _gap(visit)
    facts: dict[str, Any] = {"by": visit.actor, "now": visit.now}
    if form.article is None:
        ticket = await ticket_by_id(visit.session, found.replied) if found.replied else None
        answer = await proposing.public_reply(visit.session, ticket) if ticket else ""
        draft = await proposing.draft_for(visit.session, found, answer, **facts)
    else:
        article = await panel_queries.article_of(visit.session, form.article)
        if article is None:
            raise Refused("knowledge.refused.gone")
        draft = await proposing.reword(visit.session, found, article, **facts)
    return visit.to(f"/pengetahuan/rancangan/{draft.id}", said="knowledge_drafted")


async def dismiss(visit: Visit) -> web.Response:
    await gaps.dismiss(visit.session, await _gap(visit), now=visit.now)
    return visit.to("/pengetahuan/celah", said="saved")


async def _gap(visit: Visit) -> Gap:
    form: OfGap = visit.form
    found = await gaps.gap_of(visit.session, form.gap, await _sees(visit), now=visit.now)
    if found is None or found.draft_id is not None:
        raise Refused("knowledge.wrong.no_gap")
    return found


async def _sees(visit: Visit) -> Sees:
    """An account with a unit sees the gaps of that and those below it."""
    if visit.within is None:
        return lambda _: True
    below = set(await visit.session.scalars(select(subtree(visit.within).c.id)))
    return lambda unit_id: unit_id in below
