"""What the control routes share: reading a body, finding people, saying what was wrong."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator.chats import Chat
from simulator.errors import Json, NotPossible
from simulator.http import TELEGRAM
from simulator.people import Person

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def say_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Under /control every refusal is `{"error": …}` with a 4xx code."""
    if not request.path.startswith("/control"):
        return await handler(request)
    try:
        return await handler(request)
    except NotPossible as error:
        return web.json_response({"error": str(error)}, status=409)
    except KeyError as error:
        return web.json_response({"error": f"missing: {error.args[0]}"}, status=400)
    except (TypeError, ValueError) as error:
        return web.json_response({"error": str(error)}, status=400)
    except web.HTTPException as error:
        return web.json_response({"error": error.text or error.reason}, status=error.status)


async def body_of(request: web.Request) -> Json:
    """The JSON object of the body; no body is an empty object."""
    text = await request.text()
    try:
        body: Any = json.loads(text or "{}")
    except ValueError as error:
        raise ValueError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body


def person_of(request: web.Request) -> Person:
    """The person of the address, in their chat with the first bot."""
    telegram = request.app[TELEGRAM]
    account = telegram.accounts.get(_number(request, "person"))
    if account is None:
        raise web.HTTPNotFound(text="no such person")
    return Person(telegram, account, telegram.private_chat(account, telegram.bot))


def inside(person: Person, chat_id: Any) -> Person:
    """The same person in one of their chats; their own id means the first bot's chat."""
    if chat_id in (None, person.id):
        return person
    return Person(person.telegram, person.account, chat_of(person, int(chat_id)))


def chat_of(person: Person, chat_id: int) -> Chat:
    chats = person.telegram.chats_of(person.account)
    found = next((c for c in chats if c.id_for(person.account) == chat_id), None)
    if found is None:
        raise web.HTTPNotFound(text="this person has no such chat")
    return found


def group_of(request: web.Request) -> Chat:
    group = request.app[TELEGRAM].groups.get(_number(request, "group"))
    if group is None:
        raise web.HTTPNotFound(text="no such group")
    return group


def _number(request: web.Request, name: str) -> int:
    text = request.match_info[name]
    return int(text) if text.lstrip("-").isdecimal() else 0
