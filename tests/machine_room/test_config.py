"""Configuration: what is wrong is said in one line that names the key, before anything starts."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.config import Config, load
from core.errors import ConfigError
from tanggap.cli import main

ROOT = Path(__file__).parents[2]
TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAA"
SECRET = "a1b2c3d4e5f6g7h8i9j0k1l2"


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | None, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as problem:
        load(path, environment or {})
    text = str(problem.value)
    assert "\n" not in text
    return text


def test_everything_has_a_default() -> None:
    config = load(None, {})
    assert config == Config()
    assert (config.telegram.mode, config.database.url) == ("polling", "sqlite:///data/tanggap.db")


def test_the_example_holds_every_key_with_its_default() -> None:
    path = ROOT / "config.example.toml"
    assert load(path, {}) == Config()
    shown = tomllib.loads(path.read_text(encoding="utf-8"))
    assert {section: set(keys) for section, keys in shown.items()} == {
        section: set(field.annotation.model_fields)
        for section, field in Config.model_fields.items()
        if field.annotation is not None
    }


BAD: dict[str, str] = {
    "[telegram]\ntoken = 'halo'": "telegram.token: is not a bot token; copy it from @BotFather",
    f"[telegram]\ntoken = '{TOKEN} '": "telegram.token: is not a bot token",
    "[telegram]\ntoken = 5": "telegram.token: Input should be a valid string",
    "[telegram]\nmode = 'push'": "telegram.mode: Input should be 'polling' or 'webhook'",
    "[telegram]\napi_url = 'api.telegram.org'": "telegram.api_url: must be an address",
    "[telegram]\ntokn = ''": "telegram.tokn: unknown key; see config.example.toml",
    "[telegramm]\ntoken = ''": "telegramm: unknown key; see config.example.toml",
    "telegram = 'x'": "telegram: must be a section, [telegram]",
    "[telegram]\nmode = 'webhook'": "telegram.webhook_url: must be an https address",
    "[telegram]\nmode = 'webhook'\nwebhook_url = 'http://a.id/telegram'": "telegram.webhook_url:",
    "[telegram]\nmode = 'webhook'\nwebhook_url = 'http://a.id/?http://127.0.0.1/'": (
        "telegram.webhook_url:"
    ),
    "[telegram]\nmode = 'webhook'\nwebhook_url = 'https://a.id/t'": "telegram.webhook_secret: must",
    "[telegram]\nmode = 'webhook'\nwebhook_url = 'https://a.id/t'\nwebhook_secret = 'kurang'": (
        "telegram.webhook_secret: must be 24 to 256"
    ),
    "[transcriber]\ncommand = ['whisper']": 'transcriber.command: must have an argument "{file}"',
    "[transcriber]\nseconds = 500": "transcriber.seconds: Input should be less",
    "[web]\nport = 70000": "web.port: Input should be less than or equal to 65535",
    "[web]\nport = 'delapan'": "web.port: Input should be a valid integer",
    "[web]\npublic_url = 'layanan.go.id'": "web.public_url: must be an address",
    "[web]\ntrusted_proxies = ['proxy']": "web.trusted_proxies: proxy is not an IP address",
    "[service]\ntimezone = 'WIB'": "service.timezone: is not a time zone such as Asia/Jakarta",
    "[service]\ntimezone = ''": "service.timezone: is not a time zone",
    "[service]\ntimezone = '../../etc/passwd'": "service.timezone: is not a time zone",
    "[service]\nlanguage = 'jv'": "service.language: Input should be 'id' or 'en'",
    "[limits]\nper_second = 0": "limits.per_second: Input should be greater than 0",
    "[limits]\nper_second = inf": "limits.per_second: Input should be a finite number",
    "[limits]\nper_chat_second = nan": "limits.per_chat_second: Input should be",
    "[limits]\nsenders = 0": "limits.senders: Input should be greater than or equal to 1",
    "[limits]\non = 'mungkin'": "limits.on: Input should be a valid boolean",
    "[limits": "--config:",
    "\x00": "--config:",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_key_is_named_in_one_line(tmp_path: Path, text: str) -> None:
    assert refusal(written(tmp_path, text)).startswith(BAD[text])


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("command", ["run", "doctor", "migrate", "verify"])
def test_every_command_ends_with_2_and_that_line(tmp_path: Path, text: str, command: str) -> None:
    path = written(tmp_path, text)
    ended = CliRunner().invoke(main, [command, "--config", str(path)])
    assert ended.exit_code == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"tanggap: {BAD[text]}")


def test_a_wrong_token_is_not_repeated(tmp_path: Path) -> None:
    text = refusal(written(tmp_path, "[telegram]\ntoken = '12345:geheim-und-kurz!'"))
    assert "geheim" not in text


@pytest.mark.parametrize("name", ["missing.toml", "", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name).startswith("--config: cannot read")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe[web]")
    assert "is not valid TOML" in refusal(tmp_path / "config.toml")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f"[telegram]\ntoken = '{TOKEN}'\n[web]\nport = 1")
    environment = {
        "TANGGAP_WEB_PORT": "9000",
        "TANGGAP_LIMITS_ON": "false",
        "TANGGAP_SERVICE_OFFICE": "Kantor Lain",
        "TANGGAP_STORAGE_PATH": "/srv/files",
        "TANGGAP_WEB_TRUSTED_PROXIES": "10.0.0.1, ::1",
        "HOME": "/root",
    }
    config = load(path, environment)
    assert (config.web.port, config.limits.on, config.service.office) == (
        9000,
        False,
        "Kantor Lain",
    )
    assert config.storage.path == Path("/srv/files")
    assert config.web.trusted_proxies == ["10.0.0.1", "::1"]
    assert config.telegram.token == TOKEN


def test_every_key_can_come_from_the_environment() -> None:
    values: dict[str, Any] = {
        "telegram": {"token": TOKEN, "mode": "webhook", "webhook_secret": SECRET},
        "service": {"timezone": "Asia/Makassar", "demo": "true", "language": "en"},
        "database": {"url": "postgresql://a@/b"},
    }
    values["telegram"] |= {"webhook_url": "https://a.id/telegram", "api_url": "http://127.0.0.1:1"}
    environment = {
        f"TANGGAP_{section}_{key}".upper(): value
        for section, keys in values.items()
        for key, value in keys.items()
    }
    assert load(None, environment) == Config.model_validate(values)


@pytest.mark.parametrize(
    "name", ["TANGGAP_TELEGRAM_TOKN", "TANGGAP_TOKEN", "TANGGAP_", "TANGGAP_TELEGRAM_TOKN_FILE"]
)
def test_an_unknown_name_in_the_environment_is_an_error(name: str) -> None:
    assert refusal(None, {name: "x"}) == f"{name}: unknown key; see config.example.toml"


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    config = load(None, {"TANGGAP_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})
    assert config.telegram.token == TOKEN


def test_a_secret_s_file_that_cannot_be_read_is_named_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for path in ("missing", "bytes", "."):
        text = refusal(None, {"TANGGAP_TELEGRAM_TOKEN_FILE": str(tmp_path / path)})
        assert text.startswith("telegram.token: TANGGAP_TELEGRAM_TOKEN_FILE: ")


def test_a_secret_is_not_given_twice(tmp_path: Path) -> None:
    environment = {"TANGGAP_TELEGRAM_TOKEN": TOKEN, "TANGGAP_TELEGRAM_TOKEN_FILE": "/x"}
    assert "leave one of them out" in refusal(None, environment)


def test_a_bad_value_from_the_environment_names_its_key() -> None:
    assert refusal(None, {"TANGGAP_WEB_PORT": "x"}).startswith("web.port: ")


def test_addresses_lose_the_stroke_at_their_end() -> None:
    config = load(None, {"TANGGAP_WEB_PUBLIC_URL": "https://layanan.go.id/"})
    assert config.web.public_url == "https://layanan.go.id"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("halo", "not a database URL"),
        ("mysql://a@b/c", "mysql is not supported; use sqlite or postgresql"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
    ],
)
def test_a_database_that_cannot_serve_is_refused(tmp_path: Path, url: str, words: str) -> None:
    path = written(tmp_path, f"[database]\nurl = '{url}'")
    ended = CliRunner().invoke(main, ["migrate", "--config", str(path)])
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"tanggap: database.url: {words}")
