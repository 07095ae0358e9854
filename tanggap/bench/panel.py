"""How long people wait who look at an office with a great many cases."""

import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from admin.app import add_panel
from bot.knowledge.loader import load as load_library
from core.accounts import services as accounts
from core.clock import SystemClock
from core.config import Config, load
from core.db import Database
from core.errors import ConfigError
from core.people import services as people
from core.people.models import Person, Staff, Unit
from core.people.queries import staff_by_id
from core.secrets import keys_of, write_key_file
from core.tickets import workload
from core.tickets.models import Ticket, is_open
from core.tickets.panel_queries import SHOWS, SORTS
from core.tickets.queries import mine
from core.tickets.similar import Wanted, similar
from tanggap.bench import crowd
from tanggap.office import found
from tanggap.opening import bring_up, open_database

# Asked so often each; the first of each kind is cold and counts like the others.
TIMES = 40
STAFF_EACH = 3
NEAR_METRES = 250
SEARCHES = ("lampu mati", "jalan berlubang", "antrean loket", "gang kenanga", "air galon")

CONFIG = """
[telegram]
token = "7000000000:simulated-telegram"
[database]
url = "{database}"
[security]
key_file = "{folder}/tanggap.key"
[storage]
path = "{folder}/files"
[web]
public_url = "http://127.0.0.1"
"""

Ask = Callable[[], Awaitable[object]]


async def measure(tickets: int, database: str | None) -> dict[str, Any]:
    """The figures of `tanggap bench panel`, on an empty database or a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="tanggap-bench-") as name:
        folder = Path(name)
        config = await install(folder, database or f"sqlite:///{folder}/tanggap.db")
        db = open_database(config)
        try:
            await fill(db, tickets)
            async with _panel(db, config) as (browser, address):
                return await _figures(db, browser, address, tickets)
        finally:
            await db.close()


async def _figures(
    db: Database, browser: ClientSession, address: str, tickets: int
) -> dict[str, Any]:
    dice = random.Random(1)
    codes = await _sample(db, select(Ticket.code))
    citizens = await _sample(db, select(Person.id))
    staff = await _sample(db, select(Staff.id))
    every = select(Ticket.id)
    still = await _sample(db, every.where(is_open())) or await _sample(db, every)

    async def page(path: str) -> None:
        async with browser.get(f"{address}{path}", allow_redirects=False) as response:
            assert response.status == 200, path
            await response.read()

    lists = list(_lists())
    return {
        "database": db.engine.dialect.name,
        "tickets": tickets,
        "front_p95_ms": await _p95(lambda: page("/")),
        "list_p95_ms": await _p95(lambda: page(dice.choice(lists)), len(lists)),
        "search_p95_ms": await _p95(lambda: page(f"/laporan?q={dice.choice(SEARCHES)}")),
        "ticket_p95_ms": await _p95(lambda: page(f"/laporan/{dice.choice(codes)}")),
        "laporan_p95_ms": await _p95(lambda: _laporan(db, dice.choice(citizens))),
        "tugas_p95_ms": await _p95(lambda: _tugas(db, dice.choice(staff))),
        "duplicate_p95_ms": await _p95(lambda: _duplicates(db, dice.choice(still))),
    }


def _lists() -> Iterable[str]:
    """Every filter in every order, on the first page and on the last."""
    for show in SHOWS:
        for sort in SORTS:
            for page in (1, 1_000_000):
                yield f"/laporan?show={show}&sort={sort}&page={page}"
    for unit in range(1, 5):
        yield f"/laporan?show=&unit={unit}"
    for category in range(1, 5):
        yield f"/laporan?show=&category={category}"
    for days in ("7", "30", "365"):
        yield f"/laporan?show=&days={days}"


async def _p95(ask: Ask, times: int = TIMES) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        await ask()
        took.append((time.perf_counter() - start) * 1000)
    return round(sorted(took)[int(len(took) * 0.95) - 1], 1)


async def _laporan(db: Database, person_id: int) -> None:
    async with db.read() as session:
        await mine(session, await session.get_one(Person, person_id))


async def _tugas(db: Database, staff_id: int) -> None:
    async with db.read() as session:
        staff = await staff_by_id(session, staff_id)
        assert staff is not None
        await workload.tasks(session, staff, now=SystemClock().now())


async def _duplicates(db: Database, ticket_id: int) -> None:
    """What is looked for when somebody reports just there, in like words, and sends no photo."""
    async with db.read() as session:
        ticket = await session.get_one(Ticket, ticket_id)
        assert ticket.category_id is not None
        assert ticket.latitude is not None
        assert ticket.longitude is not None
        point = (ticket.latitude, ticket.longitude)
        wanted = Wanted(ticket.category_id, ticket.text, point, None, NEAR_METRES)
        await similar(session, wanted, now=SystemClock().now(), by=None)


async def _sample(db: Database, statement: Any, size: int = 200) -> list[Any]:
    async with db.read() as session:
        return list(await session.scalars(statement.limit(size)))


async def install(folder: Path, database: str) -> Config:
    """A database brought up to date, and a configuration that names it."""
    path = folder / "config.toml"
    path.write_text(CONFIG.format(database=database, folder=folder))
    write_key_file(folder / "tanggap.key")
    config = load(path, {})
    await bring_up(config)
    return config


async def fill(db: Database, tickets: int) -> None:
    """An office by the shipped preset, staff in every unit, citizens and their cases."""
    now = SystemClock().now()
    library = load_library()
    preset = library.presets["kecamatan-kecil"]
    async with db.begin() as session:
        if (await session.scalars(select(Unit.id).limit(1))).first() is not None:
            raise ConfigError("--database: holds an office already; name an empty one")
        keys = keys_of(session)
        units = await found(session, library, preset, preset.timezone, now=now)
        await _hire(session, list(units.values()), now)
    await crowd.people(db, keys, max(10, tickets // crowd.REPORTS_EACH), now=now)
    async with db.read() as session:
        office = await crowd.office(session)
    await crowd.tickets(db, office, tickets, now=now)
    async with db.engine.connect() as connection:
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()


async def _hire(session: AsyncSession, units: list[Unit], now: datetime) -> None:
    for unit in units:
        for number in range(STAFF_EACH):
            name = f"Petugas {number} {unit.code}"
            role = "head" if number == 0 else "officer"
            await people.add_staff(session, unit, name, role, by="bench", now=now)
    await people.add_staff(session, units[0], "Koordinator", "coordinator", by="bench", now=now)


@asynccontextmanager
async def _panel(db: Database, config: Config) -> AsyncIterator[tuple[ClientSession, str]]:
    """The panel on a port of its own, and a browser that is signed in as admin."""
    clock = SystemClock()
    async with db.begin() as session:
        admin = await accounts.create_account(
            session, "bench", "Bench", "admin", by="bench", now=clock.now()
        )
        token = await accounts.open_session(session, admin, now=clock.now())
    app = web.Application()
    add_panel(app, db, config, clock)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        cookie = {"Cookie": f"tanggap_session={token}"}
        async with ClientSession(headers=cookie) as browser:
            yield browser, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
