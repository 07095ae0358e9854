"""One Bot API request: from parameters to what goes back over the connection."""

import asyncio
import json
from dataclasses import dataclass

from simulator import polling
from simulator.call import Call, Upload
from simulator.errors import ApiError, Json
from simulator.faults import Fault
from simulator.methods import (  # noqa: F401 - each registers its methods
    callbacks,
    chats,
    copying,
    editing,
    inline,
    media,
    polls,
    profile,
    reactions,
    receiving,
    run,
    sending,
    webhooks,
)
from simulator.telegram import Telegram

UNANSWERED = 3_600.0
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"


class ConnectionCutError(Exception):
    """The connection ends without an answer."""


@dataclass(slots=True)
class Reply:
    """An HTTP answer."""

    code: int
    body: bytes
    mime: str = "application/json"


async def answer(
    telegram: Telegram,
    token: str,
    method: str,
    params: Json,
    files: dict[str, Upload] | None = None,
) -> Reply:
    """The answer to a call; ConnectionCutError where a fault ends the connection."""
    fault = telegram.faults.take(method.lower(), params) if telegram.faults.waiting else None
    if fault and fault.when == "before" and (reply := await fail(telegram, fault)):
        return reply
    try:
        result = await perform(telegram, token, method, params, files or {})
        reply = _json(200, {"ok": True, "result": result})
    except ApiError as error:
        reply = _json(error.code, error.body())
    if fault and fault.when == "after":
        return await fail(telegram, fault) or reply
    return reply


async def perform(
    telegram: Telegram, token: str, method: str, params: Json, files: dict[str, Upload]
) -> object:
    """Run one method and enter its effect into the ledger; raises ApiError."""
    bot = telegram.bots.get(token)
    if bot is None:
        raise ApiError(401, "Unauthorized")
    call = Call(telegram, bot, method, params, files)
    telegram.settle()
    if method.lower() == "getupdates":
        return await polling.get_updates(call)
    return run(call)


async def fail(telegram: Telegram, fault: Fault) -> Reply | None:
    """What a fault makes of the answer; None when it only takes time."""
    if fault.kind == "delay":
        await telegram.clock.wait(asyncio.Event(), fault.seconds)
        return None
    if fault.kind == "timeout":
        await telegram.clock.wait(asyncio.Event(), fault.seconds or UNANSWERED)
    if fault.kind in ("timeout", "reset"):
        raise ConnectionCutError
    if fault.kind == "garbage":
        return Reply(200, b'{"ok":true,"result":{"message_id":')
    if fault.kind == "502":
        return Reply(502, BAD_GATEWAY, "text/html")
    error = fault.error()
    return _json(error.code, error.body())


def _json(code: int, body: Json) -> Reply:
    return Reply(code, json.dumps(body, separators=(",", ":")).encode())
