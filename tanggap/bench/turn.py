"""What one update costs the service, from received to sent, beside bots that only echo.

Load and measured program are two processes; the load is Telegram and its people. Every program
polls the same server with the same number of chats, in turns and several times in one run, so that
a slow machine is slow for all of them. Processor time is what the kernel counted for the process.
"""

import importlib.util
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.loader import load as load_library
from core.clock import SystemClock
from core.config import load
from core.people import services as people
from core.people.models import Unit
from core.secrets import write_key_file
from simulator.app import make_app
from simulator.clock import OffsetClock
from simulator.telegram import Telegram
from tanggap.bench.load import Script, drive, echo, filing, first_answer
from tanggap.bench.process import cpu_seconds, program
from tanggap.office import found
from tanggap.opening import bring_up, open_database

TOKEN = "7000000000:simulated-telegram"  # noqa: S105 - opens nothing
PORT = 18743
API = f"http://127.0.0.1:{PORT}"
CHATS = 20
START_UP = 60.0
WARM_UP = 3.0
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """`cpu_ms` of processor time per update, `per_s` updates per second."""

    cpu_ms: float
    per_s: float


async def measure(seconds: float) -> dict[str, float | None]:
    """The figures of `tanggap bench turn`: of each program the round in the middle."""
    rounds = [await _round(seconds / ROUNDS) for _ in range(ROUNDS)]
    many, ptb, aiogram = (_middle(costs) for costs in zip(*rounds, strict=True))
    single = await _service(1, seconds)
    assert many is not None
    assert ptb is not None
    return {
        "turn_cpu_ms": round(many.cpu_ms, 3),
        "turn_cpu_ms_single": round(single.cpu_ms, 3),
        "turns_per_s": round(many.per_s, 1),
        "ptb_echo_cpu_ms": round(ptb.cpu_ms, 3),
        "aiogram_echo_cpu_ms": round(aiogram.cpu_ms, 3) if aiogram else None,
    }


async def _round(seconds: float) -> tuple[Cost, Cost, Cost | None]:
    """All three programs, one right after the other: a slow minute is slow for all of them."""
    many = await _service(CHATS, seconds)
    ptb = await _program("tanggap.bench.echo_ptb", echo, CHATS, seconds)
    if importlib.util.find_spec("aiogram") is None:
        return many, ptb, None
    return many, ptb, await _program("tanggap.bench.echo_aiogram", echo, CHATS, seconds)


def _middle(costs: Sequence[Cost | None]) -> Cost | None:
    found = sorted((cost for cost in costs if cost is not None), key=lambda cost: cost.cpu_ms)
    return found[len(found) // 2] if found else None


async def _program(module: str, script: Script, chats: int, seconds: float) -> Cost:
    async with _telegram() as telegram, program(module, TOKEN, API) as pid:
        return await _watch(telegram, pid, script, chats, seconds)


async def _service(chats: int, seconds: float) -> Cost:
    """The real service on SQLite with synchronous=FULL, an officer in each unit."""
    with tempfile.TemporaryDirectory(prefix="tanggap-bench-") as folder:
        path = await _install(Path(folder))
        async with _telegram() as telegram:
            await _officers(path, telegram)
            async with program("tanggap", "run", "--config", str(path)) as pid:
                return await _watch(telegram, pid, filing, chats, seconds)


async def _watch(telegram: Telegram, pid: int, script: Script, chats: int, seconds: float) -> Cost:
    await first_answer(telegram, script, START_UP)
    await drive(telegram, script, chats, WARM_UP, name="Pemanasan")
    before = cpu_seconds(pid)
    updates, took = await drive(telegram, script, chats, seconds, name="Warga")
    spent = cpu_seconds(pid) - before
    return Cost(spent / updates * 1000, updates / took)


@asynccontextmanager
async def _telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram(OffsetClock())
    telegram.add_bot(TOKEN)
    telegram.set_limits(on=False)
    runner = web.AppRunner(make_app(telegram), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", PORT).start()
        yield telegram
    finally:
        await runner.cleanup()


CONFIG = """
[telegram]
token = "{token}"
api_url = "{api}"
[database]
url = "sqlite:///{folder}/tanggap.db"
[security]
key_file = "{folder}/tanggap.key"
[storage]
path = "{folder}/files"
[web]
port = 0
[limits]
on = false
"""


async def _install(folder: Path) -> Path:
    path = folder / "config.toml"
    path.write_text(CONFIG.format(token=TOKEN, api=API, folder=folder))
    write_key_file(folder / "tanggap.key")
    await bring_up(load(path, {}))
    return path


async def _officers(path: Path, telegram: Telegram) -> None:
    """Found the office, with one member of staff on duty in each unit."""
    now = SystemClock().now()
    library = load_library()
    preset = library.presets["kecamatan-kecil"]
    db = open_database(load(path, {}))
    async with db.begin() as session:
        units = await found(session, library, preset, preset.timezone, now=now)
        for unit in units.values():
            await _hire(session, telegram, unit, now)
    await db.close()


async def _hire(session: AsyncSession, telegram: Telegram, unit: Unit, now: datetime) -> None:
    someone = telegram.person(f"Petugas {unit.code}")
    someone.chat.started = True
    person = await people.meet(session, someone.id, {"first_name": someone.name}, "id", now=now)
    staff = await people.add_staff(session, unit, someone.name, "officer", by="bench", now=now)
    token = await people.invite(session, staff, by="bench", now=now)
    await people.bind(session, person, token, now=now)
