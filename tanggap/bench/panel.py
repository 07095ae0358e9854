"""How long people wait who look at an office with a great many cases."""

import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from sqlalchemy import not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from admin.app import add_panel
from core.accounts import services as accounts
from core.clock import SystemClock
from core.config import Config
from core.db import Database
from core.people.models import Person, Staff
from core.people.queries import staff_by_id
from core.tickets import workload
from core.tickets.models import Ticket, is_open
from core.tickets.queries import mine
from core.tickets.similar import Wanted, similar
from tanggap.bench import addresses
from tanggap.bench.cold import cool
from tanggap.bench.office import fill, install, settle
from tanggap.opening import open_database

# How many are asked for of what there is one of for everybody, and how often each question is put.
SAMPLE = 60
WARM = 3
MOST = 1_000
NEAR_METRES = 250
WORDS = (
    "lampu mati",
    "jalan berlubang",
    "antrean loket",
    "gang kenanga",
    "air galon",
    "lampu",
    "tidakada",
)

Ask = Callable[[Any], Awaitable[object]]


@dataclass(frozen=True)
class Question:
    """`ask` is called with each of `about` in turn."""

    ask: Ask
    about: Sequence[Any]


async def measure(tickets: int, database: str | None) -> dict[str, Any]:
    """The figures of `tanggap bench panel`, on an empty database or a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="tanggap-bench-") as name:
        folder = Path(name)
        config = await install(folder, database or f"sqlite:///{folder}/tanggap.db")
        db = open_database(config)
        try:
            await fill(db, tickets, now=SystemClock().now())
            await settle(db, now=SystemClock().now())
            figures = await figures_of(db, config)
        finally:
            await db.close()
    return {"tickets": tickets, **figures}


async def figures_of(db: Database, config: Config) -> dict[str, Any]:
    """The same for a database that is filled."""
    found: dict[str, Any] = {"database": db.engine.dialect.name}
    async with _panel(db, config) as page:
        for name, question in (await _questions(db, page)).items():
            found |= await _measured(db, name, question)
    return found


async def _questions(db: Database, page: Ask) -> dict[str, Question]:
    every = select(Ticket.id)
    still = await _sample(db, every.where(is_open())) or await _sample(db, every)
    codes = await _sample(db, select(Ticket.code).where(not_(Ticket.confidential)))
    return {
        "front": Question(page, addresses.fronts()),
        "list": Question(page, await addresses.lists(db)),
        "search": Question(page, [f"/laporan?q={words}" for words in WORDS]),
        "ticket": Question(page, [f"/laporan/{code}" for code in codes]),
        "room": Question(page, addresses.rooms()),
        "laporan": Question(_within(db, _laporan), await _sample(db, select(Person.id))),
        "tugas": Question(_within(db, _tugas), await _sample(db, select(Staff.id))),
        "duplicate": Question(_within(db, _duplicates), still),
    }


async def _measured(db: Database, name: str, question: Question) -> dict[str, Any]:
    """What 95 of 100 answers take, warm and cold, and the slowest with what it was about."""
    cold, warm = [], []
    for about in question.about[:MOST]:
        await cool(db)
        cold.append((await _took(question.ask, about), about))
        took = [await _took(question.ask, about) for _ in range(WARM)]
        warm.append((sorted(took)[WARM // 2], about))
    return {
        f"{name}_p95_ms": _p95(warm),
        f"{name}_cold_p95_ms": _p95(cold),
        f"{name}_worst": [str(max(warm)[1]), max(warm)[0]],
        f"{name}_cold_worst": [str(max(cold)[1]), max(cold)[0]],
    }


async def _took(ask: Ask, about: object) -> float:
    start = time.perf_counter()
    await ask(about)
    return round((time.perf_counter() - start) * 1000, 1)


def _p95(measured: Sequence[tuple[float, object]]) -> float:
    return sorted(took for took, _ in measured)[int(len(measured) * 0.95) - 1]


async def _laporan(session: AsyncSession, person_id: int) -> None:
    await mine(session, await session.get_one(Person, person_id))


async def _tugas(session: AsyncSession, staff_id: int) -> None:
    staff = await staff_by_id(session, staff_id)
    assert staff is not None
    await workload.tasks(session, staff, now=SystemClock().now())


async def _duplicates(session: AsyncSession, ticket_id: int) -> None:
    """What is looked for when somebody reports just there, in like words, and sends no photo."""
    ticket = await session.get_one(Ticket, ticket_id)
    assert ticket.category_id is not None
    assert ticket.latitude is not None
    assert ticket.longitude is not None
    point = (ticket.latitude, ticket.longitude)
    wanted = Wanted(ticket.category_id, ticket.text, point, None, NEAR_METRES)
    await similar(session, wanted, now=SystemClock().now(), by=None)


def _within(db: Database, work: Callable[[AsyncSession, Any], Awaitable[None]]) -> Ask:
    async def ask(about: object) -> None:
        async with db.read() as session:
            await work(session, about)

    return ask


async def _sample(db: Database, statement: Any) -> list[Any]:
    """Some of what there is, from all over."""
    async with db.read() as session:
        found = list(await session.scalars(statement))
    return random.Random(1).sample(found, min(SAMPLE, len(found)))


@asynccontextmanager
async def _panel(db: Database, config: Config) -> AsyncIterator[Ask]:
    """The panel on a port of its own, asked by a browser that is signed in as admin."""
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
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession(headers={"Cookie": f"tanggap_session={token}"}) as browser:

            async def page(path: str) -> None:
                async with browser.get(f"{address}{path}", allow_redirects=False) as response:
                    assert response.status == 200, f"{path}: {response.status}"
                    await response.read()

            yield page
    finally:
        await runner.cleanup()
