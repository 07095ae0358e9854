"""PTB's way to the Bot API, on aiohttp: a tenth of the processor time of its httpx default.

Error texts hold no address, because the address holds the token.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot, InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 5
READ_SECONDS = 20


class NotSent(NetworkError):
    """The request never left this machine, so repeating it cannot make a copy."""


class AiohttpRequest(BaseRequest):
    """One connection pool for everything the service asks Telegram."""

    def __init__(self, api_url: str, connections: int = 64) -> None:
        self._proxy = _proxy_for(api_url)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        reading = READ_SECONDS if isinstance(read_timeout, DefaultValue) else read_timeout
        limits = aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=reading)
        try:
            async with self._session.request(
                method, url, timeout=limits, **_content(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSent("cannot reach the Bot API") from None
        except (TimeoutError, aiohttp.ServerTimeoutError):
            raise TimedOut("no answer from the Bot API") from None
        except aiohttp.ClientError as problem:
            raise NetworkError(type(problem).__name__) from None


@dataclass(frozen=True)
class Upload:
    """A file that goes with a call: the parameter it is, its content, and its name."""

    field: str
    content: bytes
    name: str


class Api:
    """Bot API calls whose answers are wanted as they come, without making objects of them."""

    def __init__(self, bot: Bot, request: AiohttpRequest) -> None:
        self._base = bot.base_url
        self._request = request

    async def call(
        self,
        method: str,
        parameters: dict[str, Any],
        *,
        patience: float,
        file: Upload | None = None,
    ) -> Any:
        """The result of the method, as JSON; raises PTB's errors."""
        values = [_parameter(name, value) for name, value in parameters.items()]
        if file is not None:
            sent = InputFile(file.content, filename=file.name)
            values.append(RequestParameter(file.field, None, [sent]))
        url = f"{self._base}/{method}"
        return await self._request.post(url, RequestData(values), read_timeout=patience)


def make_bot(token: str, api_url: str, request: AiohttpRequest) -> Bot:
    """The Bot API client; both requests are one, since our own loop does the polling."""
    base = api_url.rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )


def _proxy_for(url: str) -> str | None:
    """The proxy the environment names, read once: aiohttp would look for it at every request."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def _parameter(name: str, value: Any) -> RequestParameter:
    plain = value if isinstance(value, str) else json.dumps(value)
    return RequestParameter(name, plain, None)


def _content(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        # A form would do as well; aiohttp takes several times as long to write one.
        return {"data": json.dumps(data.json_parameters).encode(), "headers": JSON}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
