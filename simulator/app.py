"""The simulator as a web application: Bot API, control API and chat page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from aiohttp import web

from simulator import http
from simulator.control import actions, chats, machine, world
from simulator.control.requests import say_errors
from simulator.delivery import keep_delivering
from simulator.errors import Json
from simulator.files import UPLOAD_BYTES
from simulator.open_requests import OpenRequests
from simulator.telegram import Telegram
from simulator.webhook import new_session, post, post_over

PAGE = Path(__file__).parent / "page"


def make_app(
    telegram: Telegram, *, jump: machine.Jump | None = None, about: Json | None = None
) -> web.Application:
    """Everything over this world.

    `jump` moves the clock to the next working day; without it that is the next weekday. `about`
    is shown by the chat page: title, notice, center of the map, timezone.
    """
    app = web.Application(client_max_size=2 * UPLOAD_BYTES, middlewares=[say_errors])
    app[http.TELEGRAM], app[http.OPEN] = telegram, OpenRequests()
    app[machine.JUMP], app[machine.ABOUT] = jump, about or {}
    for part in (world, chats, actions, machine):
        app.add_routes(part.routes)
    http.add_routes(app)
    app.router.add_route("*", "/control/{rest:.*}", _nothing)
    app.router.add_get("/", _page)
    app.router.add_static("/", PAGE)
    app.on_shutdown.append(_end_open_requests)
    app.cleanup_ctx.append(_deliver)
    return app


async def _nothing(_request: web.Request) -> web.Response:
    raise web.HTTPNotFound(text="no such address")


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _end_open_requests(app: web.Application) -> None:
    app[http.OPEN].end()


async def _deliver(app: web.Application) -> AsyncIterator[None]:
    """Webhooks are served for as long as the application runs."""
    telegram = app[http.TELEGRAM]
    async with new_session() as session:
        if telegram.post_webhook is post:
            telegram.post_webhook = partial(post_over, session)
        delivering = asyncio.create_task(keep_delivering(telegram))
        yield
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        telegram.post_webhook = post
