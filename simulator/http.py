"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import json
from socket import SO_LINGER, SOL_SOCKET
from struct import pack

from aiohttp import web
from aiohttp.web_request import FileField

from simulator.api import ConnectionCutError, Reply, answer, fail
from simulator.call import Upload
from simulator.errors import ApiError, Json, bad_request
from simulator.faults import Fault
from simulator.open_requests import OpenRequests
from simulator.telegram import Telegram

TELEGRAM = web.AppKey("telegram", Telegram)
OPEN = web.AppKey("open", OpenRequests)


def add_routes(app: web.Application) -> None:
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", download)


async def call(request: web.Request) -> web.StreamResponse:
    telegram, place = request.app[TELEGRAM], request.match_info
    try:
        params, files = await parameters(request)
        with request.app[OPEN].held():
            made = await answer(telegram, place["token"], place["method"], params, files)
    except ApiError as error:
        return refusal(error)
    except ConnectionCutError:
        return cut(request)
    return _response(made)


def _response(made: Reply) -> web.Response:
    return web.Response(status=made.code, body=made.body, content_type=made.mime)


async def _failed(request: web.Request, fault: Fault) -> web.Response | None:
    try:
        with request.app[OPEN].held():
            made = await fail(request.app[TELEGRAM], fault)
    except ConnectionCutError:
        return cut(request)
    return _response(made) if made else None


def refusal(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)


def cut(request: web.Request) -> web.Response:
    """End the connection with a reset; what is returned goes nowhere."""
    if request.transport:
        socket = request.transport.get_extra_info("socket")
        socket.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=499)


async def parameters(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from the query string and from a body of JSON or a form."""
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.body_exists:
        return params, files
    if request.content_type == "application/json":
        return params | await _json(request), files
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            params[name] = value
    return params, files


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("object expected")
    return body


async def download(request: web.Request) -> web.Response:
    telegram, place = request.app[TELEGRAM], request.match_info
    fault = telegram.faults.take("file", {}) if telegram.faults.waiting else None
    if fault and (made := await _failed(request, fault)):
        return made
    if place["token"] not in telegram.bots:
        return refusal(ApiError(401, "Unauthorized"))
    file = telegram.files.download(place["path"], telegram.now())
    if file is None:
        return refusal(ApiError(404, "Not Found"))
    return web.Response(body=file.data, content_type="application/octet-stream")
