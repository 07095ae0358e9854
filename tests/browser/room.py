"""The simulator with its page and a bot that does what the test says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from PIL import Image
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from simulator import api
from simulator.app import make_app
from simulator.limits import Limits
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NOTICE = "Kecamatan fiktif"
LAMP = "Lampu jalan di depan pasar mati"
CARD = {"inline_keyboard": [[{"text": "Kirim", "callback_data": "go"}]]}
QUIZ: dict[str, Any] = {
    "question": "Siapa menetapkan standar pelayanan?",
    "options": [{"text": "Bupati saja"}, {"text": "Setiap penyelenggara"}],
    "type": "quiz",
    "correct_option_id": 1,
    "explanation": "UU 25/2009 Pasal 20.",
}


class Room:
    """One page on a world of two citizens and an officer; Siti and Rahmat are to be met first."""

    def __init__(self, telegram: Telegram, address: str, page: Page) -> None:
        self.telegram, self.address, self.page = telegram, address, page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.faults.append(line.text)

    async def opens(self, query: str = "") -> None:
        await self.page.goto(f"{self.address}{query}")
        await self.page.locator(".row").first.wait_for()

    def pane(self, number: int = 0) -> Locator:
        return self.page.locator(".pane").nth(number)

    async def bot(self, method: str, to: str = "Siti", **params: Any) -> Any:
        """The bot calls a method of the Bot API."""
        chat_id = self.telegram.people[to].account.id
        return await api.perform(self.telegram, TOKEN, method, {"chat_id": chat_id, **params}, {})

    async def answers(self, **params: Any) -> None:
        """The bot answers the newest tap."""
        tap = list(self.telegram.taps)[-1]
        await self.bot("answerCallbackQuery", callback_query_id=tap, **params)


@asynccontextmanager
async def open_room(browser: Browser, size: dict[str, int], **context: Any) -> AsyncIterator[Room]:
    telegram = make_world()
    server = TestServer(make_app(telegram, about={"title": "Balai", "notice": NOTICE}))
    await server.start_server()
    look: dict[str, Any] = {"viewport": size, "locale": "id-ID", "reduced_motion": "reduce"}
    outer = await browser.new_context(**{**look, **context})
    room = Room(telegram, str(server.make_url("/")), await outer.new_page())
    try:
        yield room
        assert room.faults == []
    finally:
        await outer.close()
        await server.close()


def make_world() -> Telegram:
    telegram = Telegram(limits=Limits(on=False))
    telegram.add_bot(name="Tanggap Sukamaju")
    telegram.add_person("Siti", last_name="Aminah", label="Warga", group="Mulai dari sini")
    telegram.add_person("Emily", label="Warga (English)", group="Warga lain")
    telegram.add_person("Rahmat", label="Petugas Trantib", group="Mulai dari sini")
    return telegram


def picture(folder: Path, name: str, color: str) -> Path:
    target = BytesIO()
    Image.new("RGB", (320, 240), color).save(target, "PNG")
    path = folder / name
    path.write_bytes(target.getvalue())
    return path


def siti(room: Room) -> Person:
    return room.telegram.people["Siti"]


async def starts_and_opens(room: Room, query: str = "") -> None:
    siti(room).starts()
    await room.opens(query or f"?left={siti(room).account.id}")
    await expect(room.pane().get_by_label("Tulis pesan")).to_be_visible()
