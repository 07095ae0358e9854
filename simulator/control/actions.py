"""What a person does in a chat."""

from base64 import b64decode
from typing import Any

from aiohttp import web

from simulator import views
from simulator.chats import Message
from simulator.control.requests import body_of, inside, person_of
from simulator.errors import Json, NotPossible
from simulator.http import TELEGRAM
from simulator.people import Person, Tap

routes = web.RouteTableDef()
FILES = ("photo", "document", "voice", "video", "audio")
DETAILS = ("name", "mime", "duration", "width", "height")


@routes.post("/control/people/{person}/chats/{chat}/send")
async def send(request: web.Request) -> web.Response:
    person = inside(person_of(request), int(request.match_info["chat"]))
    sent = _send(person, await body_of(request))
    last = sent[-1] if isinstance(sent, list) else sent
    return web.json_response(views.message(request.app[TELEGRAM], last, person.account))


def _send(person: Person, body: Json) -> Message | list[Message]:
    reply_to = body.get("reply_to")
    if "text" in body:
        return person.sends(str(body["text"]), reply_to=reply_to)
    if "album" in body:
        return person.sends_album([_file(item) for item in body["album"]])
    if "location" in body:
        place = body["location"]
        coordinates = float(place["latitude"]), float(place["longitude"])
        return person.sends_location(*coordinates, place.get("live_period"))
    if "contact" in body:
        return person.sends_contact()
    if "sticker" in body:
        return person.sends_sticker(str(body["sticker"]["emoji"]))
    group = body.get("media_group")
    return person.sends_file(**_file(body), reply_to=reply_to, media_group=group)


def _file(body: Json) -> Json:
    """The arguments of `sends_file` for `{photo: {data, name}, caption?}` and its kin."""
    kind = next((kind for kind in FILES if kind in body), None)
    if kind is None:
        raise ValueError("nothing to send: text, a file, album, location, contact or sticker")
    given = body[kind]
    details = {key: given[key] for key in DETAILS if given.get(key) is not None}
    data = b64decode(given["data"], validate=True)
    return {"kind": kind, "data": data, "caption": body.get("caption", ""), **details}


@routes.post("/control/people/{person}/tap")
async def tap(request: web.Request) -> web.Response:
    """Press the button at `row` and `column`, or send `data` of one's own making."""
    body = await body_of(request)
    person = inside(person_of(request), body["chat_id"])
    if "data" in body:
        pressed = person.taps_data(str(body["data"]), int(body["message_id"]))
    else:
        pressed = _press(person, _message(person, body), int(body["row"]), int(body["column"]))
    return web.json_response({"callback_id": pressed.id})


def _press(person: Person, message: Message, row: int, column: int) -> Tap:
    try:
        button = message.inline_keyboard[row][column]
    except IndexError as error:
        raise NotPossible("there is no such button") from error
    return person.presses(message, button)


@routes.post("/control/people/{person}/vote")
async def vote(request: web.Request) -> web.Response:
    body = await body_of(request)
    person = inside(person_of(request), body["chat_id"])
    person.votes(*map(int, body["options"]), on=_message(person, body))
    return web.json_response({})


@routes.post("/control/people/{person}/edit")
async def edit(request: web.Request) -> web.Response:
    body = await body_of(request)
    person = inside(person_of(request), body["chat_id"])
    edited = person.edits(_message(person, body), str(body["text"]))
    return web.json_response(views.message(request.app[TELEGRAM], edited, person.account))


@routes.post("/control/people/{person}/delete")
async def delete(request: web.Request) -> web.Response:
    body = await body_of(request)
    person = inside(person_of(request), body["chat_id"])
    person.deletes(_message(person, body))
    return web.json_response({})


@routes.post("/control/people/{person}/react")
async def react(request: web.Request) -> web.Response:
    body = await body_of(request)
    person = inside(person_of(request), body["chat_id"])
    person.reacts(body.get("emoji"), _message(person, body))
    return web.json_response({})


@routes.post("/control/people/{person}/block")
async def block(request: web.Request) -> web.Response:
    body = await body_of(request)
    person = inside(person_of(request), body.get("chat_id"))
    if body["blocked"]:
        person.blocks()
    else:
        person.unblocks()
    return web.json_response({"blocked": person.chat.blocked})


@routes.post("/control/people/{person}/start")
async def start(request: web.Request) -> web.Response:
    """Press Start; pressing it in a blocked chat unblocks the bot first, as the app does."""
    body = await body_of(request)
    person = inside(person_of(request), body.get("chat_id"))
    person.unblocks()
    sent = person.starts(str(body.get("payload") or ""))
    return web.json_response(views.message(request.app[TELEGRAM], sent, person.account))


@routes.post("/control/people/{person}/inline")
async def ask_inline(request: web.Request) -> web.Response:
    body = await body_of(request)
    question = inside(person_of(request), body.get("chat_id")).asks_inline(str(body["query"]))
    return web.json_response({"query_id": question.id})


@routes.get("/control/people/{person}/inline/{query}")
async def inline_results(request: web.Request) -> web.Response:
    """`{results}`: what the bot offers, or null while it has not answered."""
    question = request.app[TELEGRAM].questions.get(request.match_info["query"])
    if question is None or question.account is not person_of(request).account:
        raise web.HTTPNotFound(text="no such query")
    return web.json_response({"results": question.results})


def _message(person: Person, body: Json) -> Message:
    number: Any = body["message_id"]
    if int(number) not in person.chat.messages:
        raise web.HTTPNotFound(text=f"no message {number} in this chat")
    return person.chat.messages[int(number)]
