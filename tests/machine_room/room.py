"""The machine room without the product: a bot that repeats what it hears, and its Telegram.

    siti = room.person("Siti")
    siti.sends("Halo")
    await room.rest()
    assert siti.reads() == ["Halo"]

`fail`, `refuse`, `hang` and `poison` in what somebody writes do as they say.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from sqlalchemy import select, update

from bot.courtesy import Courtesy
from bot.flow import Flow
from bot.intake import Intake
from bot.polling import Poller
from bot.relay import Relay
from bot.router import Entrances, Router
from bot.transport import AiohttpRequest, Api, make_bot
from bot.turn import Turn
from bot.worker import Worker
from core import chats, outbox, postoffice
from core.config import LimitsConfig, ServiceConfig
from core.db import Database
from core.errors import Refused
from core.i18n import Text
from core.outbox import Letter, Outgoing
from core.people import services as people
from core.people.models import Person as Known
from core.secrets import Keyring
from core.storage import Storage
from core.updates import RETRY_AFTER, Update
from simulator.app import make_app
from simulator.clock import ManualClock
from simulator.people import Person
from simulator.telegram import START, TOKEN, Telegram

KEYS = Keyring({1: bytes(32)})
INFO = {"keys": KEYS, "service": ServiceConfig()}
MOST_ROUNDS = 300
NO_FILES = Storage(Path("nowhere"))
NOBODY = Text("common.plain", text="Tanpa nama")

Act = Callable[[Turn], Any]


class Broken(Exception):
    """What a handler with a mistake in it raises; it quotes what it was given."""


async def _news(turn: Turn) -> str | None:
    text = turn.text
    if "poison" in text or "fail" in text:
        raise Broken(text)
    if "refuse" in text:
        turn.say("common.plain", text="never said")
        raise Refused("common.plain", text="Tidak bisa: " + text)
    if "hang" in text:
        await asyncio.Event().wait()
    if text:
        turn.say("common.plain", text=text)
    return None


async def _nothing(turn: Turn) -> None:
    return None


async def _no(turn: Turn) -> bool:
    return False


def echo() -> Router:
    """One dialogue of two steps behind /mulai; everything else is repeated."""
    talk = Flow("talk")

    @talk.command("mulai")
    async def begin(turn: Turn) -> str:
        return "name"

    async def ask_name(turn: Turn) -> None:
        turn.say("common.plain", text="Siapa?", buttons=((turn.choice("nobody", NOBODY),),))

    @talk.step(ask_name)
    async def name(turn: Turn) -> str:
        turn.data["name"] = turn.tapped or turn.text
        return "place"

    async def ask_place(turn: Turn) -> None:
        turn.say("common.plain", text=f"Halo {turn.data['name']}, di mana?")

    @talk.step(ask_place)
    async def place(turn: Turn) -> str:
        turn.say("common.plain", text=f"{turn.data['name']} di {turn.text}")
        return ""

    return Router([talk], Entrances(_no, _no, _news, _news, *[_nothing] * 4))


class Room:
    """One process of the service: every part on one database, worked by hand."""

    def __init__(
        self,
        telegram: Telegram,
        clock: ManualClock,
        url: str,
        api_url: str,
        pace: LimitsConfig | None = None,
        run: Act | None = None,
    ) -> None:
        self.telegram = telegram
        self.clock = clock
        self.url = url
        self.api_url = api_url
        self.db = Database(url, INFO)
        self.request = AiohttpRequest(api_url)
        self.bot = make_bot(TOKEN, api_url, self.request)
        self.api = Api(self.bot, self.request)
        self.courtesy = Courtesy(self.api)
        self.intake = Intake(self.db, KEYS, clock, 100, self.courtesy.received)
        self.worker = Worker(self.db, KEYS, clock, self.bot, run or echo().run)
        pace = pace or LimitsConfig(senders=4)
        self.relay = Relay(self.db, KEYS, clock, self.api, pace, NO_FILES)
        self.poller = Poller(self.api, self.intake, self.db, clock, f"room{id(self)}")

    async def open(self) -> None:
        await self.request.initialize()

    async def close(self) -> None:
        await self.relay.finish()
        await self.vanish()

    async def vanish(self) -> None:
        """Go as a killed process does: nothing is settled or given back."""
        for task in self.relay._sending:
            task.cancel()
        await asyncio.gather(*self.relay._sending, return_exceptions=True)
        await self.courtesy.finish()
        await self.request.shutdown()
        await self.db.close()

    def person(self, name: str, **details: Any) -> Person:
        """Somebody who has pressed Start; that message was worked long ago."""
        person = self.telegram.person(name, **details)
        person.chat.started = True
        return person

    async def knows(self, person: Person, **details: Any) -> Known:
        """Make the service know somebody who has not written yet."""
        async with self.db.begin() as session:
            profile = {"first_name": person.name}
            return await people.meet(
                session, person.account.id, profile, "id", now=self.clock.now()
            )

    async def tells(self, person: Person, text: str, **more: Any) -> Outgoing:
        """Queue a message to somebody the service knows or meets now."""
        known = await self.knows(person)
        settings: dict[str, Any] = {"kind": "notice", "now": self.clock.now(), **more}
        async with self.db.begin() as session:
            return outbox.tell(session, known, "common.plain", text=text, **settings)

    async def posts(self, person: Person, method: str, payload: dict[str, Any], **more: Any) -> int:
        """Queue a letter as it stands; the id of its row."""
        known = await self.knows(person)
        settings: dict[str, Any] = {"kind": "notice", "now": self.clock.now(), **more}
        async with self.db.begin() as session:
            row = outbox.post(session, known.lane, Letter(method, payload), **settings)
            await session.flush()
            return row.id

    async def group(self, title: str, *members: Person) -> tuple[Any, str]:
        """A group with the bot in it, and the lane it is written to."""
        group = self.telegram.add_group(title, *members)
        group.bots[self.telegram.bot.id] = self.telegram.bot
        async with self.db.begin() as session:
            chat = chats.new_chat(KEYS, group.id, is_group=True)
            session.add(chat)
        return group, chat.lane

    async def work(self) -> int:
        """One step of each part; how much was done."""
        await self.poller.poll(0)
        turns_done = await self.worker.work()
        await self.courtesy.finish()
        return turns_done + await self.relay.work()

    async def rest(self) -> None:
        """Work until nothing is left that could happen now or only waits for its chat's pace."""
        for _ in range(MOST_ROUNDS):
            if not await self.work() and not await self._pace_passes():
                return
        raise AssertionError("the service never comes to rest")

    async def send_all(self, rounds: int = MOST_ROUNDS) -> None:
        """Let the relay work until it has nothing under way."""
        for _ in range(rounds):
            if not await self.relay.work():
                return
        raise AssertionError("the relay never comes to rest")

    async def _pace_passes(self) -> bool:
        now = self.clock.now()
        async with self.db.read() as session:
            ready = await postoffice.next_ready(session, now)
        if ready is None or ready - now > timedelta(seconds=1.5):
            return False
        self.clock.advance(max((ready - now).total_seconds(), 0.05))
        return True

    async def updates(self) -> list[Update]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Update).order_by(Update.id)))

    async def outgoing(self) -> list[Outgoing]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Outgoing).order_by(Outgoing.id)))

    async def states(self) -> list[str]:
        return [row.state for row in await self.outgoing()]

    async def chat(self, person: Person) -> chats.Chat:
        lane = chats.lane_of(KEYS, person.account.id)
        async with self.db.read() as session:
            found = await chats.chat_at(session, lane)
            assert found is not None
            return found

    def sent(self, *methods: str) -> list[dict[str, Any]]:
        """The calls that had an effect at Telegram, in order."""
        wanted = {method.lower() for method in methods or ("sendMessage",)}
        return [one for one in self.telegram.ledger.effects if one["method"].lower() in wanted]

    def texts(self) -> list[str]:
        return [one["params"]["text"] for one in self.sent("sendMessage", "editMessageText")]


@asynccontextmanager
async def open_room(url: str, **more: Any) -> AsyncIterator[Room]:
    clock = ManualClock(START)
    telegram = Telegram(clock)
    telegram.add_bot()
    async with TestServer(make_app(telegram)) as server:
        room = Room(telegram, clock, url, str(server.make_url("")), **more)
        await room.open()
        yield room
        await room.close()


@asynccontextmanager
async def neighbour(room: Room, **more: Any) -> AsyncIterator[Room]:
    """Another process on the same database and Telegram."""
    other = Room(room.telegram, room.clock, room.url, room.api_url, **more)
    await other.open()
    yield other
    await other.close()


async def attempts(room: Room, count: int) -> None:
    """Let the first open update be tried so often, waiting out its pauses."""
    for _ in range(count):
        await room.worker.work()
        room.clock.advance(RETRY_AFTER.total_seconds() * 6)


async def set_attempt(room: Room, table: type[Any], row_id: int, attempt: int) -> None:
    async with room.db.begin() as session:
        await session.execute(update(table).where(table.id == row_id).values(attempt=attempt))
