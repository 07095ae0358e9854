"""`tanggap demo` as a user starts it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from playwright.async_api import Locator, Page

START_SECONDS = 120
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def running_demo(port: int) -> AsyncIterator[dict[str, str]]:
    """Run the command until the block ends; the addresses it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tanggap",
        "demo",
        "--json",
        "--port",
        str(port),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
        yield json.loads(line)
    finally:
        process.terminate()
        await process.wait()


async def side_by_side(page: Page, address: str, left: str, right: str) -> tuple[Locator, Locator]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}control/people") as answer,
    ):
        ids = {one["first_name"]: one["id"] for one in await answer.json()}
    await page.goto(f"{address}?left={ids[left]}&right={ids[right]}")
    return page.locator(".pane").nth(0), page.locator(".pane").nth(1)
