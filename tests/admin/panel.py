"""The panel of the small town, and browsers that visit it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from aiohttp_jinja2 import get_env
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select, text
from yarl import URL

from admin.app import add_panel
from admin.keys import PASSWORDS
from core.accounts import services as accounts
from core.accounts.models import Account
from core.accounts.passwords import Passwords
from core.config import Config
from core.db import Base, Database
from core.storage import Storage
from core.tickets.models import Ticket
from tests.core.town import KEYS, Town, open_town, town_founded

# Name of the account: role, unit.
ACCOUNTS = {
    "ani": ("admin", None),
    "kartika": ("coordinator", None),
    "hadi": ("head", "trantib"),
    "vina": ("viewer", None),
}
T = TypeVar("T")
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass(frozen=True)
class Page:
    status: int
    html: str
    headers: Any

    @property
    def text(self) -> str:
        """What somebody reads, without the markup."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).split())

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))

    def hidden(self, name: str) -> str:
        """The value of a field nobody types."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        assert found is not None, f"no field {name}"
        return unescape(found[1])


class Browser:
    """Keeps its cookies, sends the token of the page it was on, and follows no redirect."""

    def __init__(self, server: TestServer) -> None:
        self._server = server
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.token = ""

    async def get(self, path: str, **headers: str) -> Page:
        return await self.sends("GET", path, headers=headers)

    async def post(self, path: str, **fields: Any) -> Page:
        """Send a form as from a page of the panel."""
        if not self.token:
            await self.get("/masuk")
        return await self.sends("POST", path, data={"csrf": self.token, **fields})

    async def sends(self, method: str, path: str, **more: Any) -> Page:
        # The path goes out as it is written, also where it is written to do harm.
        url = URL(f"http://127.0.0.1:{self._server.port}{path}", encoded=True)
        request = self.session.request(method, url, allow_redirects=False, **more)
        async with request as response:
            body = (await response.read()).decode(errors="replace")
            page = Page(response.status, body, response.headers)
        if found := TOKEN.search(page.html):
            self.token = found[1]
        return page

    async def signs_in(self, name: str, password: str, **more: str) -> Page:
        await self.get("/masuk")
        page = await self.post("/masuk", account=name, password=password, **more)
        await self.get("/akun")
        return page

    def cookie(self, name: str) -> str:
        return next((one.value for one in self.session.cookie_jar if one.key == name), "")


class Compiled(BytecodeCache):
    """Templates compiled once for all the panels of a run, which took a fifth of its time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Panel:
    """The panel on the town's database; its clock is the town's."""

    def __init__(self, town: Town, server: TestServer, db: Database, storage: Storage) -> None:
        self.town = town
        self.server = server
        self.db = db
        self.storage = storage
        self._browsers: list[Browser] = []

    def now(self) -> datetime:
        return self.town.now

    def browser(self) -> Browser:
        self._browsers.append(Browser(self.server))
        return self._browsers[-1]

    async def signed_in(self, name: str) -> Browser:
        """A new browser in which one of the accounts is signed in."""
        browser = self.browser()
        page = await browser.post(f"/masuk/{await self.link(name)}")
        assert page.status == 303, page.text
        await browser.get("/akun")
        return browser

    async def link(self, name: str, **more: Any) -> str:
        async with self.town.begin() as session:
            account = await self.account(name)
            return await accounts.make_link(session, account, now=self.town.now, **more)

    async def account(self, name: str) -> Account:
        async with self.db.read() as session:
            return (await session.scalars(select(Account).where(Account.name == name))).one()

    async def sets_password(self, name: str, password: str) -> None:
        """As the person themselves would do on first sign-in."""
        browser = await self.signed_in(name)
        fields = {"new_password": password, "new_password_again": password}
        page = await browser.post("/akun/sandi", **fields)
        assert page.status == 303, page.text

    async def files(self, name: str = "Sari", **more: Any) -> str:
        """A report of a citizen; its number."""
        return (await self.town.ticket(await self.town.files(name, **more))).code

    async def rows_of_tickets(self) -> dict[str, Ticket]:
        """The tickets by number."""
        return {ticket.code: ticket for ticket in await self.rows(Ticket)}

    async def all_rows(self) -> dict[str, list[Any]]:
        """Everything in the database."""
        rows = {}
        async with self.db.read() as session:
            for table in Base.metadata.sorted_tables:
                found = await session.execute(select(table))
                rows[table.name] = sorted(map(repr, found.all()))
        return rows

    async def rows(self, table: type[T]) -> list[T]:
        """Every row of a table, in the order they were made."""
        async with self.db.read() as session:
            return list(await session.scalars(select(table).order_by(text("id"))))

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.session.close()


@asynccontextmanager
async def open_panel(url: str, folder: Path, **web_config: Any) -> AsyncIterator[Panel]:
    settings = {"public_url": "http://127.0.0.1", **web_config}
    config = Config.model_validate({"web": settings, "service": {"office": "Kecamatan Contoh"}})
    storage = Storage(folder)
    db = Database(url, {"keys": KEYS, "service": config.service, "storage": storage})
    async with open_town(url) as town:
        app = web.Application()
        panel = Panel(town, TestServer(app), db, storage)
        add_panel(app, db, config, panel)
        get_env(app).bytecode_cache = COMPILED
        app[PASSWORDS] = Passwords(memory_kib=64)  # as good a hash, in a thousandth of the memory
        async with panel.server:
            yield panel
            await panel.close()
    await db.close()


async def panel_founded(url: str) -> None:
    """Found the town and its accounts once; every test begins with a copy."""
    await town_founded(url)
    async with open_town(url) as town, town.begin() as session:
        for name, (role, code) in ACCOUNTS.items():
            unit_id = (await town.unit(session, code)).id if code else None
            await accounts.create_account(
                session, name, name.title(), role, unit_id=unit_id, by="cli", now=town.now
            )
