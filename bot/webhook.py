"""`POST /telegram`: where Telegram delivers.

A refusal never depends on what a citizen wrote: anything but 2xx makes Telegram hold back that
chat's next messages.
"""

import hmac
import json
from typing import Any

import structlog
from aiohttp import web

from bot.intake import Intake

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - only its name
MAX_BODY = 1024 * 1024

log = structlog.get_logger()


class Webhook:
    """Checks the secret, commits the update, says 200."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self.closing = False

    async def post(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=401)
        if self.closing:
            return _try_later()
        if "Content-Encoding" in request.headers or request.content_type != "application/json":
            return web.Response(status=415)
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        return await self._receive(await request.read())

    async def _receive(self, body: bytes) -> web.Response:
        try:
            raw: dict[str, Any] = json.loads(body)
            await self._intake.receive([raw])
        except (ValueError, RecursionError):
            return web.Response(status=400)
        except Exception as problem:
            log.error("intake.failed", problem=type(problem).__name__)
            return _try_later()
        return web.Response()


def _try_later() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "5"})
