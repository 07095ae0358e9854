"""A province's worth of made-up people, areas and cases."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.areas.models import Area
from core.db import Database
from core.people.models import Person, Staff, Unit
from core.secrets import Keyring
from core.tickets import rules
from core.tickets.models import Category, Event, Ticket
from tanggap.bench.case import ACROSS, Office, case, timeline

BATCH = 2_000
REPORTS_EACH = 5
PERIOD = timedelta(days=3 * 365)
KELURAHAN, RW_EACH = 6, 5
SHAPE = '{"type": "Polygon", "coordinates": []}'


async def people(db: Database, keys: Keyring, count: int, *, now: datetime) -> None:
    """So many citizens, each with a chat that nobody has."""
    profile = keys.seal_json({"first_name": "Warga", "last_name": "", "username": ""})
    for start in range(0, count, BATCH):
        rows = [
            {
                "lane": keys.index("chat", -10_000_000 - number),
                "profile": profile,
                "created_at": now,
                "last_seen_at": now,
            }
            for number in range(start, min(count, start + BATCH))
        ]
        async with db.begin() as session:
            await session.execute(insert(Person), rows)


async def areas(session: AsyncSession, now: datetime) -> None:
    """A kecamatan with its kelurahan and their RW. They have no borders: nothing is located."""
    top = _area("1", "kecamatan", None, now)
    session.add(top)
    await session.flush()
    for number in range(1, KELURAHAN + 1):
        within = _area(f"1.{number}", "kelurahan", top.id, now)
        session.add(within)
        await session.flush()
        session.add_all(_area(f"1.{number}.{rw}", "rw", within.id, now) for rw in range(RW_EACH))
    await session.flush()


def _area(code: str, kind: str, parent_id: int | None, now: datetime) -> Area:
    box = {"west": 107.0, "south": -7.0, "east": 107.0 + ACROSS, "north": -7.0 + ACROSS}
    names = {"code": code, "name": code, "full_name": f"{kind} {code}"}
    return Area(kind=kind, parent_id=parent_id, shape=SHAPE, changed_at=now, **names, **box)


async def office(session: AsyncSession) -> Office:
    """Everybody there is; every unit with a category has staff."""
    staff: dict[int, list[int]] = {}
    for one in await session.scalars(select(Staff)):
        staff.setdefault(one.unit_id, []).append(one.id)
    pairs = (await session.execute(select(Category.id, Category.unit_id))).all()
    units = list(await session.scalars(select(Unit.id)))
    busy = [(pair.id, unit) for pair in pairs for unit in (pair.unit_id, *units) if unit in staff]
    known = list(await session.scalars(select(Person.id)))
    smallest = list(await session.scalars(select(Area.id).where(Area.kind == "rw")))
    return Office(known, busy, staff, smallest)


async def tickets(db: Database, office: Office, count: int, *, now: datetime, seed: int = 1) -> int:
    """Write so many cases with their timelines, the oldest first; how many steps there are."""
    dice, steps, codes, apart = random.Random(seed), 0, _codes(), PERIOD / count
    for start in range(0, count, BATCH):
        made: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for number in range(start, min(count, start + BATCH)):
            opened = now - PERIOD + apart * (number + dice.random())
            made.append(case(office, dice, next(codes), opened, now))
            events += timeline(made[-1], dice, now)
        steps += len(events)
        async with db.begin() as session:
            connection = await session.connection()
            await connection.execute(insert(Ticket), made)
            await connection.execute(insert(Event), events)
    return steps


def _codes() -> Iterator[str]:
    """Numbers without end, none of them twice: of a million, two are alike by chance.

    When it happens to the service, the update is worked again, and draws another number.
    """
    known: set[str] = set()
    while True:
        code = rules.new_code()
        if code not in known:
            known.add(code)
            yield code
