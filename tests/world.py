"""A small kecamatan with its people, its bot and its Telegram, all in this process.

    siti = world.citizen("Siti")
    await siti.sends("Lampu jalan di depan balai desa mati")
    await siti.taps("Kirim")
    assert "LP-" in siti.last

Everything a person does is followed by `world.settle()`: updates are fetched, worked and answered
until nobody has anything left to do. The clock stands still but for the pace of sending.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp.test_utils import TestServer
from sqlalchemy import and_, exists, func, or_, select

from core import postoffice
from core.config import Config, ServiceConfig
from core.db import Database
from core.jobs import Job
from core.outbox import Outgoing
from core.people import services as people
from core.people.models import Unit
from core.people.queries import staff_of, units
from core.secrets import Keyring
from core.tickets import services as tickets
from core.tickets.models import Category, Ticket
from core.tickets.queries import ticket_for
from core.timers import Timer
from core.updates import Update
from simulator.app import make_app
from simulator.chats import Message
from simulator.clock import ManualClock
from simulator.people import Person, Tap
from simulator.telegram import Telegram
from tests.kecamatan import NOW, STAFF, found
from tests.machine import Machine

# A message waits this long for its chat's pace; what waits longer waits for something else.
PACE = timedelta(seconds=1.5)
MOST_ROUNDS = 400
# Telegram's tokens are longer than the simulator's own.
TOKEN = "100:simulated-token"
OFFICE = "Kecamatan Tirta Asri"
KEYS = {1: bytes(range(32))}
KEY_FILE = "".join(f"{version}:{key.hex()}\n" for version, key in KEYS.items())

Done = TypeVar("Done")
Coded = TypeVar("Coded", Unit, Category)


class Someone:
    """A person in their chat with the bot. What they do returns when everything is settled."""

    def __init__(self, world: "World", person: Person) -> None:
        self._world = world
        self.person = person

    async def sends(self, text: str, **more: Any) -> Message:
        return await self._does(self.person.sends, text, **more)

    async def starts(self, payload: str = "") -> Message:
        return await self._does(self.person.starts, payload)

    async def sends_photo(self, data: bytes, caption: str = "", **more: Any) -> Message:
        return await self._does(self.person.sends_photo, data, caption, **more)

    async def sends_file(self, kind: str, data: bytes = b"data", **more: Any) -> Message:
        return await self._does(self.person.sends_file, kind, data, **more)

    async def sends_album(self, items: list[Any], caption: str = "", **more: Any) -> list[Message]:
        return await self._does(self.person.sends_album, items, caption, **more)

    async def sends_location(self, latitude: float, longitude: float) -> Message:
        return await self._does(self.person.sends_location, latitude, longitude)

    async def sends_sticker(self) -> Message:
        return await self._does(self.person.sends_sticker)

    async def posts(self, **content: Any) -> Message:
        """Send whatever a message can carry, by the fields of the Bot API."""
        account, chat = self.person.account, self.person.chat
        return await self._does(self._world.telegram.post, chat, account, content)

    async def replies(self, to: Message, text: str) -> Message:
        return await self._does(self.person.sends, text, reply_to=to)

    async def edits(self, message: Message, text: str) -> Message:
        return await self._does(self.person.edits, message, text)

    async def taps(self, words: str, on: Message | None = None) -> Tap | Message:
        """Press the newest button with these words, inline or on the keyboard."""
        return await self._does(self.person.taps, words, on)

    def data_of(self, words: str) -> str:
        """What this button of the newest message sends, for a device that shows it later still."""
        row = [button for row in self.newest.inline_keyboard for button in row]
        return next(str(button["callback_data"]) for button in row if words in button["text"])

    async def taps_data(self, data: str) -> Tap:
        """Press a button that was never shown."""
        return await self._does(self.person.taps_data, data)

    async def blocks(self) -> None:
        await self._does(self.person.blocks)

    async def unblocks(self) -> None:
        await self._does(self.person.unblocks)

    def reads(self) -> list[str]:
        """Everything the bot wrote here, oldest first, as it stands now."""
        return self.person.reads()

    @property
    def last(self) -> str:
        """The newest text, as it stands now."""
        return self.person.last.text

    @property
    def newest(self) -> Message:
        """The newest message, to reply to or to press."""
        return self.person.last

    @property
    def buttons(self) -> list[str]:
        """The words on the newest message's buttons, or on the keyboard it put up."""
        inline = [words for row in self.person.last.buttons for words in row]
        return inline or [words for row in self.person.keyboard for words in row]

    def finds(self, words: str) -> Message:
        """The newest message with these words in it."""
        return next(m for m in reversed(self.person.messages) if words in m.text)

    async def _does(self, act: Callable[..., Done], *args: Any, **more: Any) -> Done:
        done = act(*args, **more)
        await self._world.settle()
        return done


class World:
    """Telegram and the service, on one clock and one database."""

    def __init__(self, telegram: Telegram, clock: ManualClock, config: Config) -> None:
        self.telegram = telegram
        self.clock = clock
        self.config = config
        self.machine = Machine(config, clock)

    def citizen(self, name: str, language: str = "id", **details: Any) -> Someone:
        """Somebody who has a phone, and so far nothing to do with the office."""
        return Someone(self, self.telegram.person(name, language_code=language, **details))

    def staff(self, name: str) -> Someone:
        """One of the office's people; their accounts are bound from the start."""
        if name not in STAFF:
            raise KeyError(f"{name}: the staff are {', '.join(STAFF)}")
        return Someone(self, self.telegram.person(name))

    async def settle(self) -> None:
        """Fetch, work, send and fire until nothing is left that could happen now."""
        for _ in range(MOST_ROUNDS):
            done = await self.machine.work()
            if await self._rests():
                return None
            if not await self._pace_passes() and not done:
                return await self._check()
        raise AssertionError("the service never comes to rest")

    async def passes(self, **time: float) -> None:
        """Time goes on, and what is due happens: `await world.passes(days=3)`."""
        self.clock.advance(timedelta(**time).total_seconds())
        await self.settle()

    async def restart(self) -> None:
        """The process ends and another one starts on the same database."""
        await self.machine.close()
        self.machine = Machine(self.config, self.clock)
        await self.machine.open()

    async def count(self, table: type[Any]) -> int:
        async with self.machine.db.read() as session:
            return (await session.scalars(select(func.count()).select_from(table))).one()

    async def rows(self, table: type[Any]) -> list[Any]:
        """Every row of a table, oldest first."""
        async with self.machine.db.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))

    async def unit(self, code: str) -> Unit:
        return await self._with_code(Unit, code)

    async def category(self, code: str) -> Category:
        return await self._with_code(Category, code)

    async def _with_code(self, table: type[Coded], code: str) -> Coded:
        async with self.machine.db.read() as session:
            found: Coded = (await session.scalars(select(table).where(table.code == code))).one()
            return found

    async def does(self, name: str, verb: str, ticket: Ticket, *args: Any, **more: Any) -> None:
        """Let a member of staff work on a ticket, as their card or the panel would."""
        async with self.machine.db.begin() as session:
            account = self.telegram.person(name)
            known = await people.meet(session, account.id, account.account.user, "id", now=NOW)
            staff = await staff_of(session, known)
            assert staff is not None
            found = await ticket_for(session, staff, ticket.id, lock=True)
            act = getattr(tickets, verb)
            await act(session, found, staff, *args, now=self.clock.now(), **more)
        await self.settle()

    async def invites(self, name: str) -> str:
        """A new member of staff in the root unit; the payload of their invite link."""
        async with self.machine.db.begin() as session:
            unit = (await units(session))[0]
            staff = await people.add_staff(
                session, unit, name, "officer", by="cli", now=self.clock.now()
            )
            return await people.invite(session, staff, by="cli", now=self.clock.now())

    async def _rests(self) -> bool:
        """Whether nothing at all waits: one look instead of a round of every part for nothing."""
        if not self.machine.has_all(self.telegram.bot.queue.pending):
            return False
        due = and_(Timer.fired_at.is_(None), Timer.due_at <= self.clock.now())
        waiting = (Update.state != "done", Outgoing.state == "open", Job.state == "open", due)
        async with self.machine.db.read() as session:
            found = select(or_(*(exists().where(one) for one in waiting)))
            return not (await session.scalars(found)).one()

    async def _pace_passes(self) -> bool:
        """Move the clock to the next message that only waits for its chat's pace."""
        now = self.clock.now()
        async with self.machine.db.read() as session:
            ready = await postoffice.next_ready(session, now)
        if ready is None or ready - now > PACE:
            return False
        self.clock.advance(max((ready - now).total_seconds(), 0.05))
        return True

    async def _check(self) -> None:
        """A turn that failed would be tried again later; a test wants to know at once."""
        async with self.machine.db.read() as session:
            found = select(Update.problem).where(Update.state != "done")
            problems = (await session.scalars(found)).all()
        assert not problems, f"updates failed: {problems}"


@asynccontextmanager
async def open_world(url: str, folder: Path) -> AsyncIterator[World]:
    """A world on a database of `founded`; its key file and files are in `folder`."""
    clock = ManualClock(NOW)
    telegram = peopled(clock)
    async with TestServer(make_app(telegram)) as server:
        (folder / "key").write_text(KEY_FILE)
        (folder / "key").chmod(0o600)
        world = World(telegram, clock, config_for(url, str(server.make_url("")), folder))
        await world.machine.open()
        yield world
        await world.machine.close()


async def founded(url: str) -> None:
    """Found the office once; every world begins with a copy, sealed with the same key."""
    sealed = {"keys": Keyring(KEYS), "service": ServiceConfig(office=OFFICE)}
    database = Database(url, sealed)
    await found(database, peopled(ManualClock(NOW)))
    await database.close()


def peopled(clock: ManualClock) -> Telegram:
    """A Telegram in which the staff have their accounts, always under the same numbers."""
    telegram = Telegram(clock)
    telegram.add_bot(TOKEN)
    for name in STAFF:
        telegram.person(name, language_code="id").chat.started = True
    return telegram


def config_for(url: str, api: str, folder: Path) -> Config:
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "api_url": api},
            "database": {"url": url},
            "security": {"key_file": folder / "key"},
            "storage": {"path": folder / "files"},
            "service": {"office": OFFICE},
        }
    )
