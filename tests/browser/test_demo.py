"""`tanggap demo` as a newcomer meets it: a report, its work, its rating, and the panel."""

import re

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.demo import running_demo, side_by_side

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
SLOW = 15_000


async def test_a_newcomer_walks_the_whole_service_on_its_pages(browser: Browser) -> None:
    async with running_demo(PORT) as addresses:
        page = await browser.new_page(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
        siti, asep = await side_by_side(page, addresses["chat"], "Siti", "Asep")

        await _writes(siti, LAMP)
        await _taps(siti, "Kirim")
        code = await _number(asep)
        await _taps(asep, "Terima")
        await _sees(siti, "sudah diterima petugas")
        await _taps(asep, "Balas")
        await _sees(asep, "Tulis balasannya sekarang")
        await _writes(asep, ANSWER)
        await _sees(siti, ANSWER)
        await _taps(asep, "Selesai")
        await _sees(asep, "Jelaskan apa yang sudah dikerjakan")
        await _writes(asep, SOLVED)
        await _finishes(asep)

        await _sees(siti, SOLVED)
        await _taps(siti, "Sudah beres")
        await _sees(siti, f"{code} sudah ditutup")
        await _taps(siti, "Sangat puas")
        await _sees(siti, f"atas penilaian Anda untuk laporan {code}")
        await _checks_the_panel(browser, addresses["panel"], code)


async def _checks_the_panel(browser: Browser, address: str, code: str) -> None:
    """One click signs in; the ticket is there, closed, with what was said and how it was rated."""
    page = await browser.new_page(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
    await page.goto(address)
    await page.get_by_role("button", name="Masuk").click()
    await expect(page.get_by_role("heading", name="Ringkasan")).to_be_visible()
    await page.goto(page.url.rstrip("/") + f"/laporan/{code}")
    for words in (LAMP, ANSWER, SOLVED, "Sangat puas"):
        await expect(page.locator("main")).to_contain_text(words)


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
