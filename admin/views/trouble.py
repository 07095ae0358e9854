"""What could not be worked on or sent, to be looked into and tried again."""

from aiohttp import web

from admin.visit import Visit
from core import undelivered, updates


async def index(visit: Visit) -> web.Response:
    return visit.page(
        "trouble/index.html",
        updates=await updates.quarantined(visit.session),
        messages=await undelivered.dead_messages(visit.session),
    )


async def replay(visit: Visit) -> web.Response:
    await undelivered.replay(visit.session, visit.id, by=visit.actor, now=visit.now)
    return visit.to("/gangguan", said="replayed")


async def read_update(visit: Visit) -> web.Response:
    """Somebody's own words: shown on this page only, and noted in the audit log."""
    body = await undelivered.read_update(visit.session, visit.id, by=visit.actor, now=visit.now)
    return visit.page("trouble/body.html", body=body, kind="update", id=visit.id)


async def resend(visit: Visit) -> web.Response:
    await undelivered.resend(visit.session, visit.id, by=visit.actor, now=visit.now)
    return visit.to("/gangguan", said="resent")


async def read_message(visit: Visit) -> web.Response:
    body = await undelivered.read_message(
        visit.session, visit.id, sight=visit.sight, by=visit.actor, now=visit.now
    )
    return visit.page("trouble/body.html", body=body, kind="message", id=visit.id)
