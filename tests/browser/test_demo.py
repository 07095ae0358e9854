"""`tanggap demo` as a newcomer meets it: a report, its work, its rating, and the panel."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.demo import running_demo, side_by_side
from tests.browser.room import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.asyncio(loop_scope="module"),
]

PORT = 18280
WIDE = {"width": 1440, "height": 900}
LAMP = "Lampu jalan di depan SDN 2 mati sejak tiga malam, gelap sekali"
ANSWER = "Terima kasih, Bu. Teknisi kami berangkat siang ini."
SOLVED = "Lampu di depan SDN 2 sudah kami ganti dan menyala sejak pagi ini."
SLOW = 45_000


async def test_a_newcomer_walks_the_whole_service_on_its_pages(
    browser: Browser, tmp_path: Path
) -> None:
    async with running_demo(PORT) as addresses:
        page = await browser.new_page(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
        siti, asep = await side_by_side(page, addresses["chat"], "Siti", "Asep")

        await _writes(siti, LAMP)
        await _shares_the_place(page, siti)
        await _sends_a_photo(page, siti, picture(tmp_path, "lampu.png", "navy"))
        await _taps(siti, "Kirim")
        code = await _number(asep)
        await _taps(asep, "Terima")
        await _sees(siti, "sudah diterima petugas")
        await _taps(asep, "Balas")
        await _sees(asep, "Tulis balasannya sekarang")
        await _writes(asep, ANSWER)
        await _sees(siti, ANSWER)
        await _taps(asep, "Selesai")
        await _sees(asep, "Jelaskan apa yang dikerjakan")
        await _writes(asep, SOLVED)
        await _finishes(asep)

        await _sees(siti, SOLVED)
        await _taps(siti, "Sudah beres")
        await _sees(siti, f"{code} sudah ditutup")
        await _taps(siti, "Sangat puas")
        await _sees(siti, f"Penilaian Anda untuk laporan {code}")
        await _checks_the_panel(browser, addresses["panel"], code)
        await _jumps_to_the_next_working_day(page, asep)


async def _checks_the_panel(browser: Browser, address: str, code: str) -> None:
    """One click signs in; the ticket is there, closed, with what was said and how it was rated."""
    page = await browser.new_page(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
    await page.goto(address)
    await page.get_by_role("button", name="Masuk").click()
    await expect(page.get_by_role("heading", name="Ringkasan")).to_be_visible()
    await page.goto(page.url.rstrip("/") + f"/laporan/{code}")
    for words in (LAMP, ANSWER, SOLVED, "Sangat puas"):
        await expect(page.locator("main")).to_contain_text(words)
    await expect(page.get_by_role("link", name="Lihat di peta")).to_be_visible()
    async with asyncio.timeout(SLOW / 1000):  # a job fetches the photo and cleans it first
        while not await page.locator(".files img").count():
            await page.reload()
    await expect(page.locator(".files img")).to_be_visible()


async def _shares_the_place(page: Page, pane: Locator) -> None:
    await _taps(pane, "Tempat")
    keys = pane.get_by_role("group", name="Tombol balasan")
    await keys.get_by_role("button", name="Bagikan lokasi").click(timeout=SLOW)
    await page.get_by_role("button", name="Kirim lokasi ini").click()
    await _sees(pane, "ini laporan Anda sekarang")


async def _sends_a_photo(page: Page, pane: Locator, photo: Path) -> None:
    await pane.get_by_label("Lampirkan").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Foto atau video").click()
    await (await chooser.value).set_files(photo)
    dialog = page.get_by_role("dialog", name="Kirim")
    await dialog.get_by_role("button", name="Kirim", exact=True).click()
    await _sees(pane, "1 foto")


async def _jumps_to_the_next_working_day(page: Page, officer: Locator) -> None:
    """The clock stands at the opening, and the day begins with the officer's lesson."""
    before = await page.locator(".clock-long").inner_text()
    await page.get_by_role("button", name="Lompat satu hari kerja").click()
    await expect(page.locator(".clock-long")).not_to_have_text(before)
    await expect(page.locator(".clock")).to_contain_text("08.0")
    await _sees(officer, "Pelajaran hari ini")


async def _writes(pane: Locator, text: str) -> None:
    field = pane.get_by_label("Tulis pesan")
    await field.fill(text)
    await field.press("Enter")


async def _taps(pane: Locator, words: str) -> None:
    key = pane.locator(".keys.inline").get_by_role("button", name=re.compile(f"{words}$"))
    await key.last.click(timeout=SLOW)


async def _sees(pane: Locator, words: str) -> None:
    await expect(pane.locator(".in").filter(has_text=words).last).to_be_visible(timeout=SLOW)


async def _number(pane: Locator) -> str:
    """The number on the card the officer got."""
    await _sees(pane, LAMP)
    card = pane.locator(".in").filter(has_text=LAMP).last
    found = re.search(r"LP-\w{4}-\w{4}", await card.inner_text())
    assert found is not None
    return found[0]


async def _finishes(pane: Locator) -> None:
    """This category asks for no photo; where one does, the card would say so."""
    await _sees(pane, "dinyatakan selesai")
