"""What citizens suggest: answering with thanks, declining, or making an improvement of it."""

from aiohttp import web

from admin.forms import Form, Id, Words
from admin.visit import Visit
from core.errors import Refused
from core.improvements import queries, suggesting
from core.improvements.models import Suggestion


class Reply(Form):
    suggestion: Id
    reply: Words


class Joining(Form):
    suggestion: Id
    improvement: Id


async def thank(visit: Visit) -> web.Response:
    form: Reply = visit.form
    row = await _suggestion(visit, form.suggestion)
    await suggesting.thank(visit.session, row, form.reply, by=visit.actor, now=visit.now)
    return visit.to("/perbaikan", said="saved")


async def decline(visit: Visit) -> web.Response:
    form: Reply = visit.form
    row = await _suggestion(visit, form.suggestion)
    await suggesting.decline(visit.session, row, form.reply, by=visit.actor, now=visit.now)
    return visit.to("/perbaikan", said="saved")


async def take(visit: Visit) -> web.Response:
    form: Joining = visit.form
    row = await _suggestion(visit, form.suggestion)
    improvement = await queries.improvement_by_id(visit.session, form.improvement, lock=True)
    if improvement is None:
        raise Refused("improvement.refused.gone")
    await suggesting.take(visit.session, row, improvement, by=visit.actor, now=visit.now)
    return visit.to(f"/perbaikan/{improvement.id}", said="saved")


async def _suggestion(visit: Visit, suggestion_id: int) -> Suggestion:
    row = await queries.suggestion_by_id(visit.session, suggestion_id, lock=True)
    # Suggestions are about the whole office: an account of one unit does not see them.
    if row is None or visit.within is not None:
        raise Refused("improvement.refused.decided")
    return row
