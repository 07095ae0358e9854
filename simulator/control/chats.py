"""What a person sees: chats, messages, files, and the stream of events."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from simulator import views
from simulator.control.requests import inside, person_of
from simulator.events import Event
from simulator.http import OPEN, TELEGRAM
from simulator.methods.profile import commands_for

routes = web.RouteTableDef()
STILL_THERE = 15.0


@routes.get("/control/people/{person}/chats")
async def chats(request: web.Request) -> web.Response:
    person, telegram = person_of(request), request.app[TELEGRAM]
    seen = [views.chat(chat, person.account) for chat in telegram.chats_of(person.account)]
    return web.json_response(seen)


@routes.get("/control/people/{person}/chats/{chat}/messages")
async def messages(request: web.Request) -> web.Response:
    """Messages newer than `after`; `read=1` marks the chat as read."""
    person = inside(person_of(request), int(request.match_info["chat"]))
    telegram, chat, account = request.app[TELEGRAM], person.chat, person.account
    after = int(request.query.get("after", 0))
    shown = [views.message(telegram, m, account) for m in chat.messages.values() if m.id > after]
    if request.query.get("read") == "1":
        chat.read[account.id] = max(chat.messages, default=0)
    language = account.language_code or ""
    commands = [
        command
        for bot in chat.bots.values()
        for command in commands_for(bot, chat, account.id, language)
    ]
    typing = chat.typing_until is not None and chat.typing_until > telegram.now()
    keyboard = chat.keyboards.get(account.id) if person.keyboard_buttons else None
    return web.json_response(
        {"messages": shown, "keyboard": keyboard, "commands": commands, "typing": typing}
    )


@routes.get("/control/files/{file}")
async def file(request: web.Request) -> web.Response:
    stored = request.app[TELEGRAM].files.get(request.match_info["file"])
    if stored is None:
        raise web.HTTPNotFound(text="no such file")
    harmless = stored.mime.startswith(("image/", "audio/", "video/")) and "svg" not in stored.mime
    mime = stored.mime if harmless else "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return web.Response(body=stored.data, content_type=mime, headers=headers)


@routes.get("/control/events")
async def events(request: web.Request) -> web.StreamResponse:
    """Server-Sent Events for as long as the page is open."""
    stream = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await stream.prepare(request)
    await stream.write(b": welcome\n\n")
    with (
        request.app[TELEGRAM].events.listen() as news,
        request.app[OPEN].held(),
        suppress(ConnectionResetError),  # the page was closed
    ):
        while True:
            await stream.write((await _next_lines(news)).encode())
    return stream


async def _next_lines(news: asyncio.Queue[Event]) -> str:
    """The next event, or a comment that keeps the connection open and notices its end."""
    try:
        name, data = await asyncio.wait_for(news.get(), STILL_THERE)
    except TimeoutError:
        return ": still there\n\n"
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
