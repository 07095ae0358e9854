"""The panel in Chromium: for everyone, on every screen, and nothing typed ever runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from admin.routes import ROUTES
from tests.admin.panel import Panel, open_panel
from tests.admin.test_every_door import address
from tests.admin.test_hostile_text import plant
from tests.browser.demo import FLAGS

pytestmark = pytest.mark.browser

BLAMES = (Path(__file__).parent.parent / "browser" / "accessibility.js").read_text("utf-8")
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@pytest_asyncio.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture
async def full_panel(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Panel]:
    """A panel whose every text is hostile."""
    async with open_panel(sqlite_url, tmp_path) as panel:
        await plant(panel)
        yield panel


@asynccontextmanager
async def signed_in(browser: Browser, panel: Panel, **look: Any) -> AsyncIterator[Page]:
    """A tab without JavaScript of ours, in which the admin came in by link; it takes down every
    complaint of the browser."""
    context = await browser.new_context(base_url=str(panel.server.make_url("/")), **look)
    page = await context.new_page()
    await page.goto(f"/masuk/{await panel.link('ani')}")
    await page.click("main form button")
    await page.wait_for_url("**/")
    yield page
    await context.close()


async def paths(panel: Panel) -> list[str]:
    apart = (
        "sign_in.",
        "files.",
        "improvement_photos.",
        "announcements.p",
        "receipt.pdf",
        "packages.",
        "survey_counter.pdf",
    )
    reads = [one for one in ROUTES if not one.writes and not one.name.startswith(apart)]
    return [await address(panel, route) for route in reads]


async def test_no_text_runs_and_nothing_is_blocked_in_a_browser(
    browser: Browser, full_panel: Panel
) -> None:
    async with signed_in(browser, full_panel) as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{page.url} {message.text}"))
        page.on("pageerror", lambda problem: complaints.append(f"{page.url} {problem}"))
        page.on("dialog", lambda dialog: complaints.append(f"{page.url} {dialog.message}"))
        for path in await paths(full_panel):
            await page.goto(path)
            assert await page.locator("script, iframe, [onload], [onerror]").count() == 0
        assert complaints == []


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_page_is_readable_by_everyone_on_every_screen(
    browser: Browser, full_panel: Panel, colours: str
) -> None:
    blames = {}
    async with signed_in(browser, full_panel, color_scheme=colours) as page:
        for path in [*await paths(full_panel), "/tidak-ada"]:
            await page.goto(path)
            for screen in (PHONE, DESK):
                await page.set_viewport_size(screen)
                if found := await page.evaluate(f"() => {{ {BLAMES}; return blamesOf() }}"):
                    blames[path, screen["width"]] = found
    assert blames == {}


async def test_the_panel_needs_no_javascript_and_no_mouse(
    browser: Browser, full_panel: Panel
) -> None:
    look = {"java_script_enabled": False, "viewport": PHONE}
    async with signed_in(browser, full_panel, **look) as page:
        await page.goto("/")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert page.url.endswith("#content")
        await page.locator(".menu summary").focus()
        await page.keyboard.press("Enter")
        await page.locator(".sheet a[href='/laporan']").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/laporan")
        await page.locator("input[type=search]").fill("tidak ada di mana pun")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**q=tidak**")
        assert "Tidak ada laporan yang cocok" in await page.inner_text("main")
