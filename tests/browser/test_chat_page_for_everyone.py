"""The chat page without a mouse, on a phone, in the dark, in English."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.room import (
    CARD,
    LAMP,
    NOTICE,
    PHONE,
    QUIZ,
    WIDE,
    Room,
    open_room,
    siti,
    starts_and_opens,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BLAMES = Path(__file__).with_name("accessibility.js").read_text("utf-8")
# Keys, and the names in braces, that only one of the two catalogues has.
DIFFERENCES = """async () => {
  const both = await Promise.all(["id", "en"].map((code) => import(`/texts/${code}.js`)));
  const [a, b] = both.map(({ default: texts }) =>
    Object.entries(texts).map(([key, text]) => key + (text.match(/{\\w+}/g) ?? []).sort()));
  return [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))];
}"""


async def test_everything_is_reached_with_the_keyboard_alone(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.bot("setMyCommands", commands=[{"command": "batal", "description": "Batal"}])
        await room.bot("sendMessage", text="Sudah benar?", reply_markup=CARD)
        page, press = room.page, room.page.keyboard.press
        await expect(room.pane().locator(".key")).to_be_visible()
        await page.locator(".row").first.focus()
        await press("ArrowDown")
        await press("Enter")
        await expect(room.pane().get_by_role("button", name="Mulai")).to_be_focused()
        await page.locator(".row").last.focus()
        await press("Home")
        await press("Enter")
        field = room.pane().get_by_label("Tulis pesan")
        await expect(field).to_be_focused()
        await page.keyboard.type("baris satu")
        await press("Shift+Enter")
        await page.keyboard.type("baris dua")
        await press("Enter")
        await expect(room.pane().locator(".out").last).to_contain_text("baris dua")
        await page.keyboard.type("/ba")
        await press("Tab")
        await expect(room.pane().locator(".out").last).to_contain_text("/batal")
        await reply_by_keyboard(room, press)
        await expect(room.pane().locator(".quote")).to_contain_text("/batal")
        await press_card_by_keyboard(room, page, press)


async def reply_by_keyboard(room: Room, press: Any) -> None:
    await room.pane().get_by_role("log").focus()
    await press("ArrowUp")
    await press("Enter")
    menu = room.page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    await menu.get_by_role("menuitem", name="Balas").focus()
    await press("Enter")
    await expect(room.pane().get_by_text("Membalas Anda")).to_be_visible()
    await room.page.keyboard.type("jadi")
    await press("Enter")


async def press_card_by_keyboard(room: Room, page: Page, press: Any) -> None:
    card = room.pane().locator(".key")
    for _ in range(9):
        await press("Shift+Tab")
        if await card.evaluate("key => key === document.activeElement"):
            break
    async with page.expect_response("**/tap"):
        await press("Enter")
    await expect(card).to_have_attribute("aria-busy", "true")
    await room.answers()
    await expect(card).not_to_have_attribute("aria-busy", "true")


async def test_on_a_phone_there_is_one_thing_at_a_time(browser: Browser) -> None:
    async with open_room(browser, PHONE, has_touch=True, is_mobile=True) as room:
        siti(room).starts()
        await room.opens()
        assert await room.page.evaluate(f"({BLAMES})()") == []
        await room.page.locator(".row").first.tap()
        await expect(room.page.get_by_role("navigation")).to_be_hidden()
        await expect(room.pane().get_by_label("Tulis pesan")).to_be_visible()
        assert await room.page.evaluate(f"({BLAMES})()") == []
        await expect(room.page.get_by_text(NOTICE)).to_be_visible()
        await expect(room.page.locator(".clock")).to_be_visible()
        await expect(room.page.get_by_role("button", name="Lompat")).to_be_visible()
        await room.pane().get_by_label("Kembali ke daftar orang").tap()
        await expect(room.page.get_by_role("navigation")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_keeps_anyone_out(browser: Browser, scheme: str) -> None:
    async with open_room(browser, WIDE, color_scheme=scheme) as room:
        await starts_and_opens(room)
        siti(room).sends(LAMP)
        siti(room).sends_location(-7.42, 110.29)
        siti(room).sends_contact()
        await room.bot("sendMessage", text="Lihat /bantuan", reply_markup=CARD)
        await room.bot("sendPoll", **QUIZ)
        await room.pane().get_by_role("button", name="Bupati saja").click()
        await expect(room.pane().locator(".why")).to_be_visible()
        assert await room.page.evaluate(f"({BLAMES})()") == []
        await room.pane().get_by_label("Menu obrolan").click()
        assert await room.page.evaluate(f"({BLAMES})()") == []


async def test_the_page_speaks_english_when_asked(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.pane().get_by_label("Tulis pesan").fill("belum selesai")
        await room.page.get_by_role("button", name="Ganti bahasa").click()
        field = room.pane().get_by_label("Write a message")
        await expect(field).to_have_value("belum selesai")
        assert await room.page.get_attribute("html", "lang") == "en"
        assert await room.page.evaluate(DIFFERENCES) == []
