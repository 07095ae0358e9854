"""From a question nobody could answer to the answer in the asker's chat, on the pages."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from admin.app import add_panel
from core.accounts import services as accounts
from core.knowledge.services import load_articles
from tests import world as worlds
from tests.browser.room import PHONE, WIDE
from tests.core.sample_content import ARTICLES
from tests.databases import SQLiteDatabases
from tests.world import World, open_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="module"),
]

STRANGE = "Apa syarat memelihara ubur-ubur di balai desa?"
ANSWER = "Boleh di akuarium, setelah ada izin tertulis dari kantor ini."


@pytest.fixture
def office(sqlite_databases: SQLiteDatabases) -> Iterator[str]:
    with sqlite_databases.copy(worlds.founded) as url:
        yield url


@asynccontextmanager
async def panel_of(world: World) -> AsyncIterator[str]:
    """The office's panel on the same database; the address that signs its admin in."""
    async with world.machine.db.begin() as session:
        await load_articles(session, ARTICLES, now=world.clock.now())
        now = world.clock.now()
        account = await accounts.create_account(session, "ani", "Ani", "admin", by="cli", now=now)
        link = await accounts.make_link(session, account, now=now)
    app = web.Application()
    settings = world.config.web.model_copy(update={"public_url": "http://127.0.0.1"})
    add_panel(app, world.machine.db, world.config.model_copy(update={"web": settings}), world.clock)
    async with TestServer(app) as server:
        yield str(server.make_url(f"/masuk/{link}"))


async def test_an_editor_answers_a_gap_and_the_asker_reads_it_in_the_chat(
    browser: Browser, office: str, tmp_path: Path
) -> None:
    async with open_world(office, tmp_path) as world, panel_of(world) as door:
        siti = world.citizen("Siti")
        await siti.sends(STRANGE)
        await siti.taps("Batal")
        chat = await browser.new_page(viewport=PHONE, locale="id-ID")  # type: ignore[arg-type]
        await chat.goto(f"{world.config.telegram.api_url}?left={siti.person.account.id}")
        panel = await browser.new_page(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
        await panel.goto(door)
        await panel.get_by_role("button", name="Masuk").click()
        await _answers(panel)
        await world.settle()
        told = chat.locator(".in").filter(has_text="Anda pernah bertanya").last
        await expect(told).to_contain_text(ANSWER)
        await expect(told).to_contain_text(STRANGE)
        await siti.sends(STRANGE)
        assert ANSWER in siti.last
        for page in (chat, panel):
            await page.close()


async def _answers(panel: Page) -> None:
    await panel.get_by_role("link", name="Pengetahuan bot").click()
    await panel.get_by_role("link", name="Pertanyaan tak terjawab").click()
    gap = panel.locator("section").filter(has_text=STRANGE)
    await gap.get_by_role("button", name="Tulis jawaban").click()
    await panel.locator("select[name=service]").select_option("kantor")
    await panel.get_by_label("Jawaban kantor").fill(ANSWER)
    await panel.get_by_role("button", name="Simpan rancangan").click()
    await expect(panel.locator(".bubble")).to_contain_text(ANSWER)
    await expect(panel.locator(".trial")).to_contain_text("lebih baik")
    await panel.get_by_role("button", name="Terbitkan").click()
    await expect(panel.locator("main")).to_contain_text("Sudah terbit")
