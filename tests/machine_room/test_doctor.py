"""`tanggap doctor`: each thing that can be wrong is found, and said with its remedy."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from click.testing import CliRunner
from sqlalchemy import text

from core.clock import SystemClock
from core.config import Config
from core.db import Database
from core.i18n import Text, plain_text
from core.secrets import write_key_file
from simulator.app import make_app
from simulator.telegram import Telegram
from tanggap.cli import main
from tanggap.doctor import examine
from tanggap.opening import bring_up, open_database, refuse_what_does_not_fit

TOKEN = "7000000001:simulated-telegram-0001"
STRONG = "k3Zq9_TmW7xB-2vLr8YpD4sH"


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, str]]:
    telegram = Telegram()
    telegram.add_bot(TOKEN)
    async with TestServer(make_app(telegram)) as server:
        yield telegram, str(server.make_url("")).rstrip("/")


@pytest.fixture
def config(telegram: tuple[Telegram, str], database_url: str, tmp_path: Path) -> Config:
    """An installation with nothing wrong."""
    write_key_file(tmp_path / "key")
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).chmod(0o600)
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "api_url": telegram[1]},
            "database": {"url": database_url},
            "security": {"key_file": tmp_path / "key"},
            "storage": {"path": tmp_path / "files"},
        }
    )


def changed(config: Config, section: str, **values: Any) -> Config:
    part = getattr(config, section).model_copy(update=values)
    return config.model_copy(update={section: part})


async def found(config: Config, shift: float = 0) -> dict[str, str]:
    """What is wrong, by check; every finding has its words in both languages."""

    class Shifted(SystemClock):
        def now(self) -> Any:
            return super().now() + timedelta(seconds=shift)

    findings = await examine(config, Shifted())
    for one in findings:
        for language in ("id", "en"):
            assert plain_text(Text(one.key, **one.params), language)
    return {one.check: one.key.rpartition(".")[2] for one in findings if one.state != "good"}


async def test_nothing_is_wrong_with_a_good_installation(config: Config) -> None:
    assert await found(config) == {}


async def test_a_missing_token(config: Config) -> None:
    wrong = await found(changed(config, "telegram", token=""))
    assert wrong["token"] == "missing"


async def test_a_transcriber_that_is_not_there_and_nothing_where_none_is_wanted(
    config: Config,
) -> None:
    wrong = await found(changed(config, "transcriber", command=["no-such-program", "{file}"]))
    assert wrong == {"transcriber": "missing"}
    there = changed(config, "transcriber", command=["sh", "{file}"])
    checks = [one.check for one in await examine(there, SystemClock())]
    assert "transcriber" in checks
    assert "transcriber" not in [one.check for one in await examine(config, SystemClock())]


async def test_a_wrong_token(config: Config) -> None:
    wrong = await found(changed(config, "telegram", token="7000000009:simulated-telegram-0009"))
    assert wrong["token"] == "wrong"


async def test_an_unreachable_api(config: Config) -> None:
    wrong = await found(changed(config, "telegram", api_url="http://127.0.0.1:9"))
    assert wrong == {"token": "unreachable", "webhook": "unknown", "clock": "unknown"}


async def test_a_webhook_set_while_polling(config: Config, telegram: tuple[Telegram, str]) -> None:
    await _set_webhook(telegram[1], "https://lain.example.id/telegram")
    assert await found(config) == {"webhook": "set_while_polling"}


async def test_a_webhook_that_leads_elsewhere_or_nowhere(
    config: Config, telegram: tuple[Telegram, str]
) -> None:
    here = "https://layanan.example.id/telegram"
    mine = changed(config, "telegram", mode="webhook", webhook_url=here, webhook_secret=STRONG)
    assert await found(mine) == {"webhook": "other"}
    await _set_webhook(telegram[1], "https://lain.example.id/telegram")
    assert await found(mine) == {"webhook": "other"}
    await _set_webhook(telegram[1], here)
    assert await found(mine) == {}


@pytest.mark.parametrize(
    "secret", ["a" * 30, "tanggap-rahasia-kantor-kita", "abcabcabcabcabcabcabcabc"]
)
async def test_a_weak_secret(config: Config, secret: str) -> None:
    here = "https://layanan.example.id/telegram"
    mine = changed(config, "telegram", mode="webhook", webhook_url=here, webhook_secret=secret)
    assert (await found(mine))["secret"] == "weak"


@pytest.mark.parametrize("shift", [-86_400, -90, 90, 3_600])
async def test_a_wrong_clock(config: Config, shift: float) -> None:
    assert await found(config, shift) == {"clock": "wrong"}


async def test_a_folder_that_cannot_be_written(config: Config, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    wrong = await found(changed(config, "storage", path=tmp_path / "a file" / "files"))
    assert wrong == {"folder": "bad"}


async def test_a_read_only_folder(config: Config) -> None:
    assert await found(changed(config, "storage", path=Path("/proc/files"))) == {"folder": "bad"}


async def test_data_that_others_can_read_is_a_warning_until_it_is_closed(
    config: Config, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    mine = changed(config, "storage", path=folder / "files")
    mine = changed(mine, "database", url=f"sqlite:///{folder}/tanggap.db")
    await bring_up(mine)
    assert await found(mine) == {}
    folder.chmod(0o755)
    assert await found(mine) == {}  # what is in it is closed
    (folder / "tanggap.db").chmod(0o644)
    assert await found(mine) == {"folder": "open"}
    assert {one.state for one in await examine(mine, SystemClock())} == {"good", "warning"}
    folder.chmod(0o700)
    assert await found(mine) == {}


async def test_a_database_that_cannot_be_opened_comes_with_its_remedy(config: Config) -> None:
    away = changed(config, "database", url="postgresql://ani:rahasia@127.0.0.1:9/b")
    (one,) = [one for one in await examine(away, SystemClock()) if one.check == "database"]
    words = plain_text(Text(one.key, **one.params), "id")
    assert "127.0.0.1:9" in words
    assert "rahasia" not in words
    assert "database.url" in words


async def test_a_schema_behind_or_ahead(config: Config) -> None:
    db = open_database(config)
    for revision, word in (("", "behind"), ("from the future", "newer")):
        async with db.begin() as session:
            await session.execute(text("DELETE FROM alembic_version"))
            if revision:
                await session.execute(
                    text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision}
                )
        assert await found(config) == {"database": word}
    await db.close()


async def test_a_database_that_is_not_there_is_not_made(config: Config, tmp_path: Path) -> None:
    path = tmp_path / "typing error.db"
    wrong = await found(changed(config, "database", url=f"sqlite:///{path}"))
    assert wrong == {"database": "bad"}
    assert not path.exists()


async def test_a_database_server_that_is_away(config: Config) -> None:
    wrong = await found(changed(config, "database", url="postgresql://a@127.0.0.1:9/b"))
    assert wrong == {"database": "bad"}


async def test_a_key_file_that_is_missing_damaged_or_open_to_others(
    config: Config, tmp_path: Path
) -> None:
    key = config.security.key_file
    key.chmod(0o644)
    assert await found(config) == {"key_file": "open"}
    key.write_text("halo")
    assert await found(config) == {"key_file": "bad"}
    assert await found(changed(config, "security", key_file=tmp_path / "none")) == {
        "key_file": "bad"
    }


async def test_the_key_of_another_database(config: Config, tmp_path: Path) -> None:
    db = open_database(config)
    await refuse_what_does_not_fit(db)
    await db.close()
    assert await found(config) == {}
    write_key_file(config.security.key_file)
    assert await found(config) == {}  # a rotated one still fits
    write_key_file(tmp_path / "other")
    mine = changed(config, "security", key_file=tmp_path / "other")
    assert await found(mine) == {"database": "other_key"}


async def test_looking_changes_nothing(config: Config, database_url: str) -> None:
    db = Database(database_url, {})
    before = await _marks(db)
    await found(config)
    assert await _marks(db) == before
    await db.close()


def test_the_command_ends_with_1_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[telegram]\napi_url = 'http://127.0.0.1:9'\n")
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(main, ["doctor", "--config", str(path), "--json"])
    said = CliRunner().invoke(main, ["doctor", "--config", str(path)])
    assert ended.exit_code == said.exit_code == 1
    findings = {one["check"]: one["state"] for one in json.loads(ended.stdout)}
    assert findings["token"] == findings["key_file"] == findings["database"] == "bad"
    assert "✗ telegram.token belum diisi" in said.stdout
    assert len(said.stdout.splitlines()) == len(findings)


async def test_bringing_up_makes_what_the_doctor_misses(config: Config, tmp_path: Path) -> None:
    fresh = changed(config, "database", url=f"sqlite:///{tmp_path}/data #1 50%/tanggap.db")
    await bring_up(fresh)
    assert await found(fresh) == {}


async def _set_webhook(api: str, url: str) -> None:
    address = f"{api}/bot{TOKEN}/setWebhook"
    async with aiohttp.ClientSession() as session, session.post(address, json={"url": url}) as it:
        assert it.status == 200


async def _marks(db: Database) -> list[Any]:
    async with db.read() as session:
        return list(await session.execute(text("SELECT name, holder FROM marks ORDER BY name")))
