"""A process from its start to its last message: what it finishes, and what it leaves to others."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from core import marks, outbox, updates
from core.clock import SystemClock
from core.config import Config
from core.db import Database
from core.errors import ConfigError
from core.outbox import Outgoing
from core.people import services as people
from core.secrets import write_key_file
from core.updates import Update
from simulator.app import make_app
from simulator.clock import OffsetClock
from simulator.telegram import Telegram
from tanggap import run as running
from tanggap.commands.run import _run as start_service
from tanggap.demo import demo
from tanggap.run import ROLES, Running
from tanggap.service import Service
from tests.databases import SQLiteDatabases

TOKEN = "7000000004:simulated-telegram-0004"


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram(OffsetClock())
    telegram.add_bot(TOKEN)
    telegram.set_limits(on=False)
    return telegram


@pytest.fixture
async def api(telegram: Telegram) -> AsyncIterator[str]:
    async with TestServer(make_app(telegram)) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
def config(api: str, database_url: str, tmp_path: Path) -> Config:
    write_key_file(tmp_path / "key")
    return config_for(api, database_url, tmp_path)


def config_for(api: str, url: str, folder: Path) -> Config:
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "api_url": api},
            "database": {"url": url},
            "security": {"key_file": folder / "key"},
            "storage": {"path": folder / "files"},
            "web": {"port": 0},
            "limits": {"on": False},
        }
    )


async def until(condition: Callable[[], Any]) -> None:
    """Let everything else run until this holds; the test's own timeout is the end of it."""
    while not condition():  # noqa: ASYNC110 - nobody announces it
        await asyncio.sleep(0.005)


async def rows(db: Database, table: type[Any]) -> list[Any]:
    async with db.read() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def test_a_message_is_answered_and_the_end_is_clean(
    config: Config, telegram: Telegram, database_url: str
) -> None:
    siti = telegram.person("Siti", language_code="id")
    async with Running(Service(config, SystemClock()), ROLES):
        siti.starts()
        await until(siti.reads)
    db = Database(database_url, {})
    assert {row.state for row in await rows(db, Update)} == {"done"}
    assert {row.state for row in await rows(db, Outgoing)} == {"sent"}
    await db.close()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


async def test_a_service_whose_port_is_taken_says_which(config: Config, taken: int) -> None:
    config = config.model_copy(update={"web": config.web.model_copy(update={"port": taken})})
    with pytest.raises(ConfigError, match=f"^web.port / --port: .*:{taken} "):
        async with Running(Service(config, SystemClock()), ROLES):
            pass


async def test_a_demo_whose_port_is_taken_says_which(taken: int) -> None:
    with pytest.raises(ConfigError, match=f"^web.port / --port: .*:{taken} "):
        async with demo(taken - 1):
            pass


async def test_stopping_finishes_what_is_under_way_and_gives_leases_back(
    config: Config, telegram: Telegram, database_url: str
) -> None:
    people_here = [telegram.person(f"Warga {n}", language_code="id") for n in range(20)]
    process = Running(Service(config, SystemClock()), ROLES)
    async with process:
        for person in people_here:
            person.starts()
        await until(lambda: any(person.reads() for person in people_here))
    db = Database(database_url, {})
    for table in (Update, Outgoing):
        left = [row for row in await rows(db, table) if row.state == "open"]
        assert [row.lease_until for row in left] == [None] * len(left)
    async with Running(Service(config, SystemClock()), ROLES):
        await until(lambda: all(person.reads() for person in people_here))
    async with db.read() as session:
        held = await session.get_one(marks.Mark, "poller")
    assert held.at <= SystemClock().now()
    await db.close()
    assert {len(person.reads()) for person in people_here} == {1}


async def test_a_killed_process_s_leases_end_at_the_next_start_on_sqlite(
    sqlite_databases: SQLiteDatabases, api: str, telegram: Telegram, tmp_path: Path
) -> None:
    write_key_file(tmp_path / "key")
    with sqlite_databases.copy() as url:
        config = config_for(api, url, tmp_path)
        siti = telegram.person("Siti", language_code="id")
        killed = Service(config, SystemClock())
        await killed.open()
        siti.starts()
        await killed.poller.poll(0)
        async with killed.db.begin() as session:
            await updates.claim(session, now=SystemClock().now(), limit=5)
        await killed.close()
        async with asyncio.timeout(15), Running(Service(config, SystemClock()), ROLES):
            await until(siti.reads)


async def test_a_process_plays_only_its_roles(config: Config, telegram: Telegram) -> None:
    siti = telegram.person("Siti", language_code="id")
    listener = Service(config, SystemClock())
    async with Running(listener, ("poll",)):
        siti.starts()
        await until(lambda: telegram.ledger.accepted)
        assert [row.state for row in await rows(listener.db, Update)] == ["open"]
        async with Running(Service(config, SystemClock()), ("turn", "relay")):
            await until(siti.reads)


async def test_an_api_that_is_away_at_the_start_is_greeted_later(
    config: Config, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "GREET_AGAIN", 0.02)
    telegram.faults.add("getMe", "502", times=3)
    telegram.faults.add("setMyCommands", "500")
    async with Running(Service(config, SystemClock()), ("web", "poll")):
        assert not _said_commands(telegram)
        await until(lambda: _said_commands(telegram))


async def test_a_bad_webhook_address_is_tried_again_and_does_not_stop_the_panel(
    config: Config, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "GREET_AGAIN", 0.02)
    words = "Bad Request: bad webhook: Failed to resolve host"
    telegram.faults.add("setWebhook", "400", description=words, times=2)
    changes = {"mode": "webhook", "webhook_url": "http://127.0.0.1:9/telegram"}
    changes |= {"webhook_secret": "k3Zq9_TmW7xB-2vLr8YpD4sH"}
    section = config.telegram.model_copy(update=changes)
    mine = config.model_copy(update={"telegram": section})
    async with Running(Service(mine, SystemClock()), ("web",)):
        await until(lambda: telegram.bot.webhook)


async def test_a_wrong_token_ends_the_start_and_leaves_nothing_open(
    config: Config, telegram: Telegram
) -> None:
    telegram.bots.clear()
    with pytest.raises(ConfigError, match=r"telegram\.token: Telegram does not know this token"):
        await start_service(config, ROLES)


async def test_a_database_that_goes_away_does_not_keep_a_process_from_ending(
    config: Config, telegram: Telegram
) -> None:
    service = Service(config, SystemClock())
    process = Running(service, ROLES)
    async with asyncio.timeout(20), process:
        away = Database("sqlite:////nowhere/at/all.db", {})
        service.db._sessions.configure(bind=away.engine)
        service.db._reading.configure(bind=away.reader)
    assert service.request._session is None


async def test_a_full_desk_waits_for_the_next_process(config: Config, telegram: Telegram) -> None:
    siti = telegram.person("Siti", language_code="id")
    siti.starts()
    async with Running(Service(config, SystemClock()), ROLES):
        await until(siti.reads)
    service = Service(config, SystemClock())
    async with service.db.begin() as session:
        now = SystemClock().now()
        known = await people.meet(session, siti.account.id, {"first_name": "Siti"}, "id", now=now)
        outbox.tell(session, known, "common.demo", now=now, kind="notice")
    async with Running(service, ROLES):
        await until(lambda: len(siti.reads()) == 2)


async def test_sigterm_ends_it_with_0_within_fifteen_seconds(
    config: Config, telegram: Telegram, tmp_path: Path
) -> None:
    process, said = await _started(config, telegram, tmp_path)
    async with asyncio.timeout(15):
        process.send_signal(signal.SIGTERM)
        rest = (await process.communicate())[1].decode()
    assert process.returncode == 0, rest
    assert TOKEN not in said + rest
    assert "Traceback" not in said + rest


async def test_a_service_that_cannot_start_says_one_line(
    config: Config, telegram: Telegram, tmp_path: Path
) -> None:
    telegram.bots.clear()
    process = await _process(config, telegram, tmp_path)
    said = (await process.communicate())[1].decode()
    assert process.returncode == 2
    assert said == "tanggap: telegram.token: Telegram does not know this token\n"


def _said_commands(telegram: Telegram) -> bool:
    return any(one["method"].lower() == "setmycommands" for one in telegram.ledger.effects)


async def _started(
    config: Config, telegram: Telegram, folder: Path
) -> tuple[asyncio.subprocess.Process, str]:
    process = await _process(config, telegram, folder)
    assert process.stderr is not None
    said = ""
    while "service.running" not in said:
        line = await process.stderr.readline()
        assert line, said
        said += line.decode()
    return process, said


async def _process(config: Config, telegram: Telegram, folder: Path) -> asyncio.subprocess.Process:
    path = folder / "config.toml"
    path.write_text(
        f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{config.telegram.api_url}"\n'
        f'[database]\nurl = "{config.database.url}"\n[web]\nport = 0\n'
        f'[security]\nkey_file = "{config.security.key_file}"\n'
        f'[storage]\npath = "{config.storage.path}"\n'
    )
    command = (sys.executable, "-W", "error", "-m", "tanggap", "run", "--config", str(path))
    return await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE, env={**os.environ}
    )
