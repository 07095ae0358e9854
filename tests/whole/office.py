"""The service as its administrator starts it: `tanggap run` in a process of its own."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import aiohttp
from aiohttp import web

from core.accounts.services import create_account, make_link
from core.config import load
from core.secrets import write_key_file
from simulator.app import make_app
from simulator.clock import OffsetClock
from simulator.people import Person
from simulator.telegram import Telegram
from tanggap.opening import bring_up, open_database, transaction
from tests.kecamatan import found

TOKEN = "7000000000:simulated-telegram"
SECRET = "n3v3r-gu3ss3d-by-anybody-at-all"
PATIENCE = 20
START_SECONDS = 30

CONFIG = """
[telegram]
token = "{token}"
api_url = "{api}"
mode = "{mode}"
webhook_url = "http://127.0.0.1:{port}/telegram"
webhook_secret = "{secret}"
[database]
url = "{database}"
[security]
key_file = "{folder}/tanggap.key"
[storage]
path = "{folder}/files"
[web]
port = {port}
public_url = "http://127.0.0.1:{port}"
[limits]
on = false
"""


class Office:
    """A Telegram with people in it, and the service behind the bot."""

    def __init__(self, telegram: Telegram, panel: str, config: Path) -> None:
        self.telegram = telegram
        self.panel = panel
        self.config = config

    def person(self, name: str) -> Person:
        return self.telegram.person(name, language_code="id")

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for the service to do its part."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - another process does the work
                await asyncio.sleep(0.01)


async def panel_shows(office: Office, code: str) -> str:
    """The page of a ticket, as a newly made admin gets it after signing in with the link."""
    async with transaction(load(office.config, {})) as session:
        now = office.telegram.clock.now()
        ani = await create_account(session, "ani", "Ani Wijaya", "admin", by="cli", now=now)
        address = f"{office.panel}/masuk/{await make_link(session, ani, now=now)}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(address) as form:
            token = re.search(r'name="csrf" value="(\w+)"', await form.text())
            assert token is not None
        async with browser.post(address, data={"csrf": token[1]}) as front:
            assert front.status == 200
        async with browser.get(f"{office.panel}/laporan/{code}") as page:
            assert page.status == 200
            return await page.text()


async def reads(office: Office, person: Person, words: str) -> None:
    """Wait until the person has a message with these words."""
    await office.until(lambda: any(words in text for text in person.reads()))


async def taps(office: Office, person: Person, words: str) -> None:
    """Wait for a button with these words and press it."""
    await office.until(lambda: any(words in button for button in person.all_buttons))
    person.taps(words)


@asynccontextmanager
async def running_office(
    mode: Literal["polling", "webhook"], database: str, folder: Path
) -> AsyncIterator[Office]:
    """Install on a fresh database, start the service, stop it as systemd would."""
    telegram = Telegram(OffsetClock())
    telegram.add_bot(TOKEN)
    telegram.set_limits(on=False)
    runner = web.AppRunner(make_app(telegram), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = _free_port()
    api = f"http://127.0.0.1:{runner.addresses[0][1]}"
    config = await _install(mode, database, folder, api, port, telegram)
    try:
        async with _service(config, port):
            yield Office(telegram, f"http://127.0.0.1:{port}", config)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _service(config: Path, port: int) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tanggap", "run", "--config", str(config)
    )
    try:
        await _ready(port)
        yield
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0


async def _ready(port: int) -> None:
    async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


async def _install(
    mode: str, database: str, folder: Path, api: str, port: int, telegram: Telegram
) -> Path:
    path = folder / "config.toml"
    values = {"token": TOKEN, "secret": SECRET, "folder": folder, "database": database}
    path.write_text(CONFIG.format(mode=mode, api=api, port=port, **values))
    write_key_file(folder / "tanggap.key")
    config = load(path, {})
    await bring_up(config)
    db = open_database(config)
    await found(db, telegram)
    await db.close()
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
