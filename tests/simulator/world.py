"""What the simulator's tests share: types, a picture, the bot's refusals."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from PIL import Image

from simulator.errors import ApiError

Says = Callable[..., Awaitable[Any]]
Client = TestClient[web.Request, web.Application]
Updates = Callable[[str], list[dict[str, Any]]]


def picture(width: int = 400, height: int = 300, kind: str = "PNG", **options: Any) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "green").save(target, kind, **options)
    return target.getvalue()


async def until(condition: Callable[[], bool]) -> None:
    """Let everything else run until this holds; the test's own timeout is the end of it."""
    while not condition():  # noqa: ASYNC110 - the simulator has no reason to announce it
        await asyncio.sleep(0)


async def refused(call: Says, method: str, **params: Any) -> str:
    """The description of the refusal this call meets."""
    with pytest.raises(ApiError) as refusal:
        await call(method, **params)
    return refusal.value.description
