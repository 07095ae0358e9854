"""`tanggap setup`: from nothing to an installation in which everything works."""

import asyncio
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.knowledge.loader import load as load_library
from core.clock import SystemClock
from core.config import load
from core.people.models import Staff, Unit
from simulator.app import make_app
from simulator.clock import ManualClock
from simulator.telegram import Telegram
from tanggap.cli import main
from tanggap.commands.setup import PRESET
from tanggap.doctor import examine
from tests.admin.panel import Browser
from tests.machine import Machine

TOKEN = "7000000002:simulated-telegram-0002"
# Token, office, zone, features, then one answer per unit beside the root, admin's name, full name.
ANSWERS = (TOKEN, "Kantor Kecamatan Sukamaju", "WITA", "kecil")
ADMIN = ("siti", "Siti Aminah")


@contextmanager
def served(telegram: Telegram) -> Iterator[str]:
    """The Bot API in a thread of its own, for a command that brings its own loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(10)  # type: ignore[arg-type]

    async def start() -> None:
        await server.start_server()

    server = TestServer(make_app(telegram))
    run(start())
    yield str(server.make_url("")).rstrip("/")
    run(server.close())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram(ManualClock(SystemClock().now()))
    telegram.add_bot(TOKEN, "sukamaju_bot")
    return telegram


@pytest.fixture
def api(telegram: Telegram) -> Iterator[str]:
    with served(telegram) as url:
        yield url


def answered(folder: Path, api: str, *lines: str) -> Result:
    command = ["setup", "--config", str(folder / "config.toml"), "--api-url", api]
    return CliRunner().invoke(main, command, input="\n".join(lines) + "\n")


def installed(folder: Path, api: str) -> Result:
    """The wizard with plain answers; units take as many lines as the preset has."""
    units = len(_asked_units(folder, api))
    ended = answered(folder, api, *ANSWERS, *["y"] * units, *ADMIN)
    assert ended.exit_code == 0, ended.output
    return ended


def _asked_units(folder: Path, api: str) -> list[str]:
    """The questions about units; the wizard ends when its answers do, and leaves nothing."""
    probe = answered(folder, api, *ANSWERS)
    assert probe.exit_code == 1
    assert not (folder / "config.toml").exists()
    return [one.name for one in load_library().presets[PRESET].unit[1:]]


def test_from_nothing_to_a_service_in_which_nothing_is_wrong(tmp_path: Path, api: str) -> None:
    ended = installed(tmp_path, api)
    assert "@sukamaju_bot" in ended.output
    path = tmp_path / "config.toml"
    assert f" run --config {path}" in ended.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert TOKEN not in ended.output
    data = tmp_path / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "tanggap.db").stat().st_mode) == 0o600
    config = load(path, {})
    assert (config.service.office, config.service.timezone) == (ANSWERS[1], "Asia/Makassar")
    findings = asyncio.run(examine(config, SystemClock()))
    assert [one for one in findings if one.state != "good"] == []


def test_the_invite_makes_the_first_coordinator(
    tmp_path: Path, api: str, telegram: Telegram
) -> None:
    ended = installed(tmp_path, api)
    found = re.search(r"https://t\.me/sukamaju_bot\?start=(\S+)", ended.output)
    assert found is not None
    siti = telegram.person("Siti", language_code="id")
    siti.starts(found[1])

    async def work() -> Staff:
        machine = Machine(load(tmp_path / "config.toml", {}), SystemClock())
        await machine.open()
        for _ in range(5):
            await machine.work()
        async with machine.db.read() as session:
            staff = (await session.scalars(select(Staff))).one()
        await machine.close()
        return staff

    staff = asyncio.run(work())
    assert staff.person_id is not None
    assert (staff.role, staff.name) == ("coordinator", "Siti Aminah")
    assert "Siti Aminah" in siti.reads()[-1]


def test_the_sign_in_opens_the_panel_once(tmp_path: Path, api: str) -> None:
    ended = installed(tmp_path, api)
    found = re.search(r"http://127\.0\.0\.1:8080(/masuk/\S+)", ended.output)
    assert found is not None

    async def visit() -> list[int]:
        machine = Machine(load(tmp_path / "config.toml", {}), SystemClock())
        await machine.open()
        server = TestServer(machine.service.web())
        async with server:
            browsers = [Browser(server) for _ in range(2)]
            statuses = [(await one.post(found[1])).status for one in browsers]
            for one in browsers:
                await one.session.close()
        await machine.close()
        return statuses

    assert asyncio.run(visit()) == [303, 422]


def test_only_the_units_that_exist_are_made(tmp_path: Path, api: str) -> None:
    names = _asked_units(tmp_path, api)
    answers = ["tidak", *["ya", "Y", ""] * len(names)][: len(names)]
    assert answered(tmp_path, api, *ANSWERS, *answers, *ADMIN).exit_code == 0

    async def made() -> set[str]:
        machine = Machine(load(tmp_path / "config.toml", {}), SystemClock())
        async with machine.db.read() as session:
            found = set(await session.scalars(select(Unit.name)))
        await machine.service.close()
        return found

    units = asyncio.run(made())
    assert names[0] not in units
    assert set(names[1:]) < units


def test_wrong_answers_are_asked_again_with_the_reason(tmp_path: Path, api: str) -> None:
    units = ["mungkin", "t", *["ya"] * (len(_asked_units(tmp_path, api)) - 1)]
    lines = ["halo", "7000000009:simulated-telegram-0009", *ANSWERS[:2], "Mars", "WIB"]
    lines += ["raksasa", "Sedang", *units]
    ended = answered(tmp_path, api, *lines, "A", "siti", "x" * 200, "Siti Aminah")
    assert ended.exit_code == 0, ended.output
    assert ended.output.count("Token itu belum benar") == 2
    assert ended.output.count("Jawab dengan WIB") == 1
    assert ended.output.count("Jawab dengan kecil") == 1
    assert ended.output.count("Jawab dengan ya atau tidak") == 1
    assert "Error" not in ended.output
    assert "[Y/n]" not in ended.output
    assert load(tmp_path / "config.toml", {}).service.timezone == "Asia/Jakarta"


def test_an_api_that_cannot_be_reached_is_not_blamed_on_the_token(tmp_path: Path) -> None:
    ended = answered(tmp_path, "http://127.0.0.1:9", TOKEN)
    assert ended.exit_code == 1
    assert "tidak terjangkau" in ended.output
    assert "belum benar" not in ended.output
    assert list(tmp_path.iterdir()) == []


def test_an_existing_configuration_is_left_alone(tmp_path: Path, api: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    ended = answered(tmp_path, api, *ANSWERS)
    assert ended.exit_code == 2
    assert "sudah ada. Pindahkan dulu" in ended.stderr
    assert path.read_text() == "# mine\n"


def test_an_existing_office_is_left_alone(tmp_path: Path, api: str) -> None:
    installed(tmp_path, api)
    (tmp_path / "config.toml").rename(tmp_path / "old.toml")
    units = ["y"] * len(_asked_units(tmp_path, api))
    ended = answered(tmp_path, api, *ANSWERS, *units, *ADMIN)
    assert ended.exit_code == 2
    assert "sudah berisi kantor" in ended.stderr
    assert not (tmp_path / "config.toml").exists()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, api: str) -> None:
    (tmp_path / "a file").touch()
    units = ["y"] * len(_asked_units(tmp_path, api))
    ended = answered(tmp_path / "a file" / "x", api, *ANSWERS, *units, *ADMIN)
    assert ended.exit_code == 2
    assert "tidak bisa ditulis" in ended.stderr


def test_a_folder_of_any_name_will_do(tmp_path: Path, api: str) -> None:
    folder = tmp_path / 'Kantor "Kec. #1" 50% & lain'
    installed(folder, api)
    findings = asyncio.run(examine(load(folder / "config.toml", {}), SystemClock()))
    assert [one for one in findings if one.state != "good"] == []
