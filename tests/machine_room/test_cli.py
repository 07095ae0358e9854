"""The command line: help in both languages, one line for what is wrong, 2 for bad usage."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from core import marks
from core.clock import SystemClock
from core.config import load
from core.features.catalogue import NAMES
from core.features.presets import presets
from core.knowledge.components import COMPONENTS
from core.secrets import write_key_file
from tanggap.cli import main
from tanggap.opening import open_database
from tests import areas

STABLE = (
    "demo",
    "setup",
    "run",
    "migrate",
    "doctor",
    "staff",
    "admin",
    "areas",
    "content",
    "evaluate",
    "bench",
)


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> list[str]:
    """An installation with an empty office, as the option that names it."""
    write_key_file(tmp_path / "key")
    path = tmp_path / "config.toml"
    path.write_text(
        f'[database]\nurl = "{database_url}"\n[security]\nkey_file = "{tmp_path / "key"}"\n'
        f'[storage]\npath = "{tmp_path / "files"}"\n'
    )
    return ["--config", str(path)]


def test_every_promised_command_is_there() -> None:
    assert set(STABLE) <= set(main.commands)


def test_the_report_of_the_content_says_what_each_service_does_not_tell() -> None:
    missing = json.loads(invoked("content", "report", "--json").output)
    assert set(missing["ktp-el"]) < set(COMPONENTS) - {"syarat"}
    told = len(COMPONENTS) - len(missing["ktp-el"])
    assert f"ktp-el  {told}/14  -  " in invoked("content", "report").output


@pytest.mark.parametrize("path", [(), *commands(main)])
def test_help_is_in_both_languages(path: tuple[str, ...]) -> None:
    ended = invoked(*path, "--help")
    assert ended.exit_code == 0
    paragraphs = [one.strip() for one in ended.output.split("\n\n")]
    told = paragraphs[1:3]
    assert len(told) == 2
    assert told[0] != told[1]
    assert "Options:" not in told[1]
    assert "cli." not in ended.output


def test_every_option_says_what_it_is_for() -> None:
    silent = [
        " ".join((*path, option.opts[-1]))
        for path in commands(main)
        for option in _command(path).params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["run", "--nothing"],
        ["run", "more"],
        ["staff", "invite"],
        ["staff", "invite", "--name", "A", "--unit", "b", "--role", "king"],
        ["admin", "create", "--name", "a"],
        ["areas", "import"],
        ["areas", "import", "/no/such/file"],
        ["bench", "turn", "--seconds", "many"],
        ["doctor", "--config", "/"],
        ["demo", "--port", "x"],
    ],
)
def test_bad_usage_ends_with_2(arguments: list[str]) -> None:
    ended = invoked(*arguments)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr


@pytest.mark.parametrize("roles", ["king", "", "web,,poll", "web poll"])
def test_unknown_roles_are_named(config: list[str], roles: str) -> None:
    ended = invoked("run", "--roles", roles, *config)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("tanggap: --roles: ")


def test_a_service_without_a_token_does_not_start(config: list[str]) -> None:
    ended = invoked("run", *config)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("tanggap: telegram.token: missing; run tanggap setup")


def test_migrating_says_where_the_schema_is(config: list[str]) -> None:
    ended = invoked("migrate", *config)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "mutakhir" in ended.stdout


def test_an_admin_is_created_once_and_gets_new_links(config: list[str]) -> None:
    create = ("admin", "create", "--name", "siti", "--full-name", "Siti Aminah", *config)
    first, second = invoked(*create), invoked(*create)
    assert first.exit_code == 0
    assert "/masuk/" in first.stdout
    assert (second.exit_code, second.stdout) == (2, "")
    (line,) = second.stderr.splitlines()
    assert "siti" in line
    again = invoked("admin", "link", "--name", "siti", *config)
    assert again.exit_code == 0
    assert again.stdout != first.stdout


def test_who_has_no_account_gets_no_link(config: list[str]) -> None:
    invoked("migrate", *config)
    ended = invoked("admin", "link", "--name", "nobody", *config)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Tidak ada pengguna panel bernama nobody" in ended.stderr


@pytest.mark.parametrize(("name", "full"), [("A", "Siti"), ("siti aminah", "Siti"), ("siti", " ")])
def test_a_name_that_cannot_be_is_refused_in_words(config: list[str], name: str, full: str) -> None:
    ended = invoked("admin", "create", "--name", name, "--full-name", full, *config)
    assert (ended.exit_code, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("tanggap: ")
    assert "refused" not in line


def test_nobody_is_invited_before_the_name_of_the_bot_is_known(config: list[str]) -> None:
    invoked("migrate", *config)
    ended = invoked("staff", "invite", "--name", "Budi", "--unit", "none", *config)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Nama bot belum diketahui" in ended.stderr


def test_staff_are_invited_to_a_unit_that_exists(config: list[str]) -> None:
    asyncio.run(_the_bot_is_known(config))
    ended = invoked("staff", "invite", "--name", "Budi", "--unit", "none", *config)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("tanggap: --unit: none is not one of")


def test_areas_are_imported_once_and_then_known(config: list[str], tmp_path: Path) -> None:
    file = tmp_path / "wilayah.geojson"
    file.write_bytes(areas.the_file())
    first, second = (invoked("areas", "import", str(file), *config) for _ in range(2))
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "15 wilayah baru, 0 diperbarui, 0 tetap.\n"
    assert second.stdout == "0 wilayah baru, 0 diperbarui, 15 tetap.\n"


def test_a_bad_file_of_areas_is_refused_in_words(config: list[str], tmp_path: Path) -> None:
    file = tmp_path / "wilayah.geojson"
    for data, words in ((b"{", "bukan GeoJSON"), (b" " * 11_000_000, "paling besar 10 MB")):
        file.write_bytes(data)
        ended = invoked("areas", "import", str(file), *config)
        assert (ended.exit_code, ended.stdout) == (2, "")
        assert ended.stderr.startswith("tanggap: ")
        assert words in ended.stderr


def test_whole_chains_are_said_to_be_whole(config: list[str]) -> None:
    ended = invoked("verify", *config)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "utuh" in ended.stdout


def test_it_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "tanggap", "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "doctor" in ended.stdout
    assert ended.stderr == ""


def test_a_refused_command_writes_nothing_else(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "sqlite:///{tmp_path}/none.db"\n[web]\nprt = 1\n')
    command = [sys.executable, "-W", "error", "-m", "tanggap", "run", "--config", str(config)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "tanggap: web.prt: unknown key; see config.example.toml\n"
    assert list(tmp_path.iterdir()) == [config]


async def _the_bot_is_known(config: list[str]) -> None:
    db = open_database(load(Path(config[1]), {}))
    async with db.begin() as session:
        await marks.name(session, "bot.username", "sukamaju_bot", now=SystemClock().now())
    await db.close()


def _command(path: tuple[str, ...]) -> click.Command:
    found: click.Command = main
    for name in path:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    return found


def test_features_are_listed_switched_and_set_by_a_preset(config: list[str]) -> None:
    assert invoked("migrate", *config).exit_code == 0
    assert invoked("features", "list", *config).output.count("✓") == len(NAMES)
    gone = invoked("features", "off", *config, "forum", "survey")
    assert (gone.exit_code, gone.output.count("–")) == (0, 2)
    assert invoked("features", "on", *config, "forum").output.startswith("✓")
    assert invoked("features", "preset", *config, "kecil").exit_code == 0
    left = invoked("features", "list", *config).output
    assert left.count("✓") == len(presets()["kecil"])
    for wrong in (("off", *config, "complaint"), ("on", *config, "x"), ("preset", *config, "x")):
        refused = invoked("features", *wrong)
        assert (refused.exit_code, refused.output.count("\n")) == (2, 1)


def test_the_page_of_permissions_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    assert invoked("permissions", "--write", str(tmp_path / "hak.md")).exit_code == 0
    assert (tmp_path / "hak.md").read_text() == invoked("permissions").output
