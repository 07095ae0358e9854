"""A small town: an office with a tree of units, its people, and two citizens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.services import add_calendar
from core.chats import lane_of
from core.config import ServiceConfig
from core.db import Database
from core.deadlines.services import RuleRow, add_rules
from core.emergencies.services import add_number
from core.outbox import Outgoing
from core.people import services as people
from core.people.models import Person, Staff, Unit
from core.people.queries import staff_of
from core.people.units import add_unit
from core.secrets import Keyring
from core.tickets import services as tickets
from core.tickets.categories import add_category
from core.tickets.digest import DIGEST
from core.tickets.models import Category, Ticket
from core.tickets.queries import ticket_by_id, ticket_for
from core.tickets.reminders import HANDLERS
from tests.core.offices import WEEK, moment

KEYS = Keyring({1: bytes(32)})
# A Friday morning in Jakarta.
NOW = moment("2026-11-20 09:00")
LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
DONE = "Lampu sudah kami ganti pagi ini."
PHOTO = {"kind": "photo", "file_id": "FILE-1", "unique_name": "unique-1", "size": 1000}

# Telegram id: name, unit, role. Sari and Tono are citizens.
STAFF = {
    11: ("Kartika", "kecamatan", "coordinator"),
    12: ("Hadi", "trantib", "head"),
    13: ("Budi", "trantib", "officer"),
    14: ("Dewi", "trantib", "officer"),
    15: ("Lina", "linmas", "officer"),
    16: ("Putri", "pelayanan", "officer"),
}
CITIZENS = {21: "Sari", 22: "Tono"}
# Staff of the root unit, where a test hires them.
NEWCOMERS = {31: "Camat", 32: "Yuni"}
CHATS = {name: chat for chat, (name, _, _) in STAFF.items()} | {
    name: chat for chat, name in (CITIZENS | NEWCOMERS).items()
}


class Town:
    """Everybody by name; each act is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self._sources = count(1)
        self.categories: dict[str, int] = {}

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        async with self.database.begin() as session:
            yield session

    def source(self) -> str:
        return f"7:{next(self._sources)}"

    async def person(self, session: AsyncSession, name: str) -> Person:
        return await people.meet(session, CHATS[name], {"first_name": name}, "id", now=self.now)

    async def staff(self, session: AsyncSession, name: str) -> Staff:
        found = await staff_of(session, await self.person(session, name))
        assert found is not None
        return found

    async def actor(self, session: AsyncSession, name: str) -> Person | Staff:
        citizen = name in CITIZENS.values()
        return await (self.person if citizen else self.staff)(session, name)

    async def hires(self, name: str, unit: str, role: str) -> None:
        """Another member of staff, reachable at once."""
        async with self.begin() as session:
            await _hire(session, self, name, await self.unit(session, unit), role)

    async def unit(self, session: AsyncSession, code: str) -> Unit:
        return (await session.scalars(select(Unit).where(Unit.code == code))).one()

    async def files(
        self, name: str = "Sari", text: str = LAMP, category: str | None = "lampu", **more: Any
    ) -> int:
        """A report of somebody; its id."""
        more = {"kind": "complaint", "source": self.source(), **more}
        async with self.begin() as session:
            ticket = await tickets.file(
                session,
                await self.person(session, name),
                text=text,
                category_id=self.categories[category] if category else None,
                now=self.now,
                **more,
            )
            return ticket.id

    async def does(self, name: str, verb: str, ticket_id: int, *args: Any, **more: Any) -> bool:
        """Somebody does something to a ticket; names of units and staff become rows."""
        async with self.begin() as session:
            return await self.act(session, name, verb, ticket_id, *args, **more)

    async def act(
        self, session: AsyncSession, name: str, verb: str, ticket_id: int, *args: Any, **more: Any
    ) -> bool:
        """The same in a transaction that is there."""
        more = {"source": self.source(), **more}
        actor = await self.actor(session, name)
        ticket = await ticket_for(session, actor, ticket_id, lock=True)
        given = [await self._given(session, arg) for arg in args]
        done: bool = await getattr(tickets, verb)(
            session, ticket, actor, *given, now=self.now, **more
        )
        return done

    async def _given(self, session: AsyncSession, arg: Any) -> Any:
        if not isinstance(arg, str):
            return arg
        if arg in CHATS:
            return await self.staff(session, arg)
        found = await session.scalars(select(Unit).where(Unit.code == arg))
        return found.one_or_none() or arg

    async def ticket(self, ticket_id: int) -> Ticket:
        async with self.database.read() as session:
            found = await ticket_by_id(session, ticket_id)
            assert found is not None
            return found

    async def letters(self, name: str) -> list[tuple[Outgoing, dict[str, Any]]]:
        """Everything on its way to somebody, oldest first."""
        lane = lane_of(KEYS, CHATS[name])
        async with self.database.read() as session:
            rows = await session.scalars(
                select(Outgoing).where(Outgoing.lane == lane).order_by(Outgoing.id)
            )
            return [(row, KEYS.open_json(row.payload or b"")) for row in rows]

    async def written_to(self, lane: str) -> list[str]:
        """The texts of the messages that go to a queue, oldest first."""
        statement = select(Outgoing).where(Outgoing.lane == lane).order_by(Outgoing.id)
        async with self.database.read() as session:
            sealed = [row.payload or b"" for row in await session.scalars(statement)]
        payloads = [KEYS.open_json(one) for one in sealed]
        return [payload["text"] for payload in payloads if "text" in payload]

    async def reads(self, name: str) -> list[str]:
        """The texts of the messages somebody gets, without edits."""
        letters = await self.letters(name)
        return [payload["text"] for row, payload in letters if "text" in payload and not row.edits]

    async def card(self, name: str) -> dict[str, Any]:
        """What somebody's card shows now."""
        return [payload for row, payload in await self.letters(name) if row.kind == "card"][-1]

    async def buttons(self, name: str) -> list[str]:
        """What the buttons of somebody's card do."""
        rows = (await self.card(name)).get("buttons", [])
        return [button["do"].removeprefix("ticket.") for row in rows for button in row]

    async def passes(self, to: str) -> list[str]:
        """Time goes on; the kinds of the timers that fired on the way, without DIGEST."""
        return await self.waits_until(moment(to))

    async def waits_until(self, moment: datetime) -> list[str]:
        self.now = moment
        fired = []
        async with self.begin() as session:
            while found := await timers.due(session, now=self.now, limit=1):
                if found[0].kind != DIGEST:
                    fired.append(found[0].kind)
                await timers.fire(session, found[0], now=self.now)
                await HANDLERS[found[0].kind](session, found[0], now=self.now)
        return fired


@asynccontextmanager
async def open_town(url: str, **service: Any) -> AsyncIterator[Town]:
    """The town in a database of `town_founded`."""
    database = Database(url, info={"keys": KEYS, "service": ServiceConfig(**service)})
    town = Town(database)
    async with database.read() as session:
        found = await session.scalars(select(Category))
        town.categories = {one.code: one.id for one in found}
    yield town
    await database.close()


async def town_founded(url: str) -> None:
    """Found the town once; every test begins with a copy."""
    database = Database(url, info={"keys": KEYS, "service": ServiceConfig()})
    town = Town(database)
    async with town.begin() as session:
        await _found(session, town)
    await database.close()


async def _found(session: AsyncSession, town: Town) -> None:
    calendar = await add_calendar(session, name="Kantor", timezone="Asia/Jakarta", hours=WEEK)
    facts: dict[str, Any] = {"calendar_id": calendar.id, "by": "cli", "now": NOW}
    root = await add_unit(session, code="kecamatan", name="Kecamatan", parent=None, **facts)
    order = await add_unit(session, code="trantib", name="Seksi Trantib", parent=root, **facts)
    guard = await add_unit(session, code="linmas", name="Satgas Linmas", parent=order, **facts)
    desk = await add_unit(session, code="pelayanan", name="Pelayanan", parent=root, **facts)
    units = {unit.code: unit for unit in (root, order, guard, desk)}
    await add_rules(session, [rule("accept", 1), rule("resolve", 5)])
    for code, photo in (("lampu", False), ("jalan", True)):
        await add_category(
            session,
            code=code,
            name=code.title(),
            unit=order,
            photo_required=photo,
            by="cli",
            now=NOW,
        )
    await add_number(session, number="113", name="Pemadam", kinds=["fire"], by="cli", now=NOW)
    for name, unit, role in STAFF.values():
        await _hire(session, town, name, units[unit], role)


async def _hire(session: AsyncSession, town: Town, name: str, unit: Unit, role: str) -> None:
    staff = await people.add_staff(session, unit, name, role, by="cli", now=NOW)
    token = await people.invite(session, staff, by="cli", now=NOW)
    await people.bind(session, await town.person(session, name), token, now=NOW)


def rule(stage: str, days: int) -> RuleRow:
    return RuleRow(
        stage=stage,
        amount=days,
        measure="working_days",
        source_title="Standar kantor",
        effective_from=date(2026, 1, 1),
        mark="office",
    )
