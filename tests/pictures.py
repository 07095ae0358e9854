"""`make pictures`: the pictures of the README and the guides, taken from the running demo."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.browser.demo import FLAGS, running_demo, side_by_side
from tests.system import chromium_program

FOLDER = Path("docs/pictures")
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PORT = 18180
# Milliseconds until nothing moves on the page any more.
SETTLES = 2500
REPORT = "Lampu jalan di depan SDN 2 mati sejak tiga malam, gelap kalau anak-anak pulang mengaji"


async def main() -> None:
    program = chromium_program()
    if program is None:
        raise SystemExit("Chromium is not installed; run make system")
    async with running_demo(PORT) as addresses, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        await _chats(browser, addresses["chat"])
        await _panel(browser, addresses["panel"])
        await browser.close()


async def _chats(browser: Browser, address: str) -> None:
    """A citizen reports on the left; on the right the officer gets it."""
    page = await browser.new_page(viewport=WIDE, color_scheme="light", locale="id-ID")  # type: ignore[arg-type]
    left, right = await side_by_side(page, address, "Siti", "Asep")
    await _write(left, REPORT)
    await left.locator(".keys.inline").get_by_role("button", name="Kirim").last.wait_for()
    await _save_pane(left, "warga-kartu")
    await left.locator(".keys.inline").get_by_role("button", name="Kirim").last.click()
    await right.get_by_text(REPORT).last.wait_for()
    await _save_pane(left, "warga-nomor")
    await _save_pane(right, "petugas-kartu")
    await _save(page, "demo")
    await _write(right, "/tugas")
    await right.get_by_text("Tekan nomornya").last.wait_for()
    await _save_pane(right, "petugas-tugas")


async def _write(pane: Locator, text: str) -> None:
    await pane.get_by_label("Tulis pesan").fill(text)
    await pane.get_by_label("Tulis pesan").press("Enter")


async def _panel(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport=WIDE, color_scheme="light", locale="id-ID")  # type: ignore[arg-type]
    await page.goto(address)
    await page.get_by_role("button", name="Masuk").click()
    await page.wait_for_load_state()
    await _save(page, "panel")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await _save(page, "panel-phone")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    await page.goto(f"{page.url.rstrip('/')}/kategori")
    await page.get_by_role("link", name="Sampah").first.click()
    await page.wait_for_load_state()
    await _save(page, "panel-kategori")


async def _save_pane(pane: Locator, name: str) -> None:
    await pane.page.wait_for_timeout(SETTLES)
    await pane.screenshot(path=FOLDER / f"{name}.png")


async def _save(page: Page, name: str) -> None:
    await page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
