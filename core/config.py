"""Configuration: one TOML file, any key also from the environment.

`telegram.token` in the file is `TANGGAP_TELEGRAM_TOKEN` in the environment; a secret may also be
read from the file that `TANGGAP_TELEGRAM_TOKEN_FILE` names. An unknown key is an error.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from core.errors import ConfigError

PREFIX = "TANGGAP_"
# In the environment these are one line, parted by commas.
LISTS = ("trusted_proxies", "remind_at", "urgent_classes", "command")


class Section(BaseModel):
    # Defaults are checked too: an empty webhook_url is only wrong when mode is webhook.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]\S*", value):
        raise ValueError("must be an address such as https://example.go.id")
    return value.rstrip("/")


class TelegramConfig(Section):
    token: str = ""
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: str = ""

    @field_validator("token")
    @classmethod
    def _token_shape(cls, value: str) -> str:
        if value and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{10,}", value):
            raise ValueError("is not a bot token; copy it from @BotFather")
        return value

    @field_validator("api_url")
    @classmethod
    def _api_address(cls, value: str) -> str:
        return _address(value)

    @field_validator("webhook_url")
    @classmethod
    def _webhook_address(cls, value: str, told: ValidationInfo) -> str:
        # Telegram delivers to https only; a local one is for the simulator.
        if told.data.get("mode") == "webhook" and not re.match(
            r"https://\S|http://(127\.0\.0\.1|localhost)[:/]", value
        ):
            raise ValueError("must be an https address when telegram.mode is webhook")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_shape(cls, value: str, told: ValidationInfo) -> str:
        if told.data.get("mode") == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{24,256}", value):
            raise ValueError("must be 24 to 256 letters, digits, _ or -; try openssl rand -hex 32")
        return value

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0] or 0)


class DatabaseConfig(Section):
    url: str = "sqlite:///data/tanggap.db"


class WebConfig(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = "http://127.0.0.1:8080"
    trusted_proxies: list[str] = []

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str) -> str:
        return _address(value)

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, values: list[str]) -> list[str]:
        for value in values:
            try:
                ip_address(value)
            except ValueError:
                raise ValueError(f"{value} is not an IP address") from None
        return values


class SecurityConfig(Section):
    key_file: Path = Path("data/tanggap.key")


class StorageConfig(Section):
    path: Path = Path("data/files")


class ServiceConfig(Section):
    """The office. The limits are what one person may newly send in any hour and day; 0 is none.

    They never keep back an emergency, an answer to an officer, or more on a case that is there.
    """

    timezone: str = "Asia/Jakarta"
    office: str = "Kantor Kecamatan"
    language: Literal["id", "en"] = "id"
    demo: bool = False
    near_metres: int = Field(default=250, ge=0, le=5000)
    most_returns: int = Field(default=2, ge=1, le=20)
    cases_per_hour: int = Field(default=10, ge=0)
    cases_per_day: int = Field(default=30, ge=0)
    messages_per_hour: int = Field(default=60, ge=0)
    messages_per_day: int = Field(default=240, ge=0)
    remind_at: list[int] = [50, 80]
    urgent_classes: list[str] = []
    announce_alone: int = Field(default=200, ge=0)

    @field_validator("remind_at")
    @classmethod
    def _parts_of_the_time(cls, values: list[int]) -> list[int]:
        if not all(0 < value < 100 for value in values):
            raise ValueError("must be numbers from 1 to 99, in percent of the working time")
        return sorted(set(values))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception:
            raise ValueError("is not a time zone such as Asia/Jakarta") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class LimitsConfig(Section):
    """How fast messages go out; Telegram's limits are 30/s, 1/s per chat, 20/min per group.

    `senders` is how many messages may be under way at once, and so how many a kill can repeat.
    """

    on: bool = True
    per_second: float = Field(default=25, gt=0, allow_inf_nan=False)
    per_chat_second: float = Field(default=1, gt=0, allow_inf_nan=False)
    per_group_minute: float = Field(default=20, gt=0, allow_inf_nan=False)
    senders: int = Field(default=16, ge=1, le=64)


class TranscriberConfig(Section):
    """A program that writes down what a voice message says; without a command there is none.

    One argument is `{file}`, where the recording lies; what it prints is what was heard. It gets
    `seconds` for one recording, less than a job is leased for.
    """

    command: list[str] = []
    seconds: int = Field(default=120, ge=1, le=240)

    @field_validator("command")
    @classmethod
    def _names_the_file(cls, value: list[str]) -> list[str]:
        if value and not any("{file}" in part for part in value[1:]):
            raise ValueError('must have an argument "{file}", where the recording lies')
        return value


class Config(Section):
    telegram: TelegramConfig = TelegramConfig()
    database: DatabaseConfig = DatabaseConfig()
    web: WebConfig = WebConfig()
    security: SecurityConfig = SecurityConfig()
    storage: StorageConfig = StorageConfig()
    service: ServiceConfig = ServiceConfig()
    limits: LimitsConfig = LimitsConfig()
    transcriber: TranscriberConfig = TranscriberConfig()


def load(path: Path | None, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration; raises ConfigError with one line that names the key."""
    values = _read_file(path) if path else {}
    for name, (section, key) in _named_keys(environment).items():
        named = values.setdefault(section, {})
        if isinstance(named, dict):
            named[key] = _from_environment(environment, name, section, key)
    try:
        return Config.model_validate(values)
    except ValidationError as problem:
        raise ConfigError(_one_line(problem)) from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ConfigError(f"--config: cannot read {path}: {problem.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(f"--config: {path} is not valid TOML: {problem}") from None


def _named_keys(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Every key the environment names; raises ConfigError for one that does not exist."""
    known = {f"{PREFIX}{section}_{key}".upper(): (section, key) for section, key in _known_keys()}
    named = {}
    for name in sorted(environment):
        if name.startswith(PREFIX):
            plain = name.removesuffix("_FILE") if name not in known else name
            if plain not in known:
                raise ConfigError(f"{name}: unknown key; see config.example.toml")
            if plain in named:
                raise ConfigError(f"{name}: {plain} is given as well; leave one of them out")
            named[plain] = known[plain]
    return named


def _known_keys() -> list[tuple[str, str]]:
    sections = Config.model_fields.items()
    return [
        (section, key)
        for section, field in sections
        if field.annotation is not None
        for key in field.annotation.model_fields
    ]


def _from_environment(environment: Mapping[str, str], name: str, section: str, key: str) -> Any:
    value = environment.get(name)
    if value is None:
        value = _content(environment[f"{name}_FILE"], f"{section}.{key}: {name}_FILE")
    if key in LISTS:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _content(path: str, named: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise ConfigError(f"{named}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{named}: is not a text file") from None


def _one_line(problem: ValidationError) -> str:
    first = problem.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{key}: unknown key; see config.example.toml"
    if first["type"] == "model_type":
        return f"{key}: must be a section, [{key}]"
    return f"{key}: {first['msg'].removeprefix('Value error, ')}"
