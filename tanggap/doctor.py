"""What can be wrong with an installation, each found and said in one line with its remedy."""

import re
import shlex
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

import aiohttp
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.transport import AiohttpRequest, make_bot
from core import marks, schema
from core.clock import Clock
from core.config import Config
from core.engines import make_engine
from core.errors import ConfigError
from core.secrets import read_key_file
from tanggap.opening import KEY, check_of

CLOCK_MAY_DIFFER = 60
ASK_SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """`state` is good, bad or warning; `key` names the text, `params` fill it."""

    check: str
    state: Literal["good", "bad", "warning"]
    key: str
    params: dict[str, object]


def good(check: str, **params: object) -> Finding:
    return Finding(check, "good", f"cli.doctor.{check}.good", params)


def warning(check: str, how: str, **params: object) -> Finding:
    """Nothing that keeps the service from running, but something to see to."""
    return Finding(check, "warning", f"cli.doctor.{check}.{how}", params)


def bad(check: str, how: str, **params: object) -> Finding:
    return Finding(check, "bad", f"cli.doctor.{check}.{how}", params)


async def examine(config: Config, clock: Clock) -> list[Finding]:
    """Every check in order; one that fails does not keep the others from running."""
    findings = [key_file(config), data_folder(config), secrets(config), *transcriber(config)]
    findings.append(await database(config))
    request = AiohttpRequest(config.telegram.api_url)
    await request.initialize()
    bot = make_bot(config.telegram.token or "0:none", config.telegram.api_url, request)
    try:
        checks: tuple[Callable[[Config, Bot], Awaitable[Finding]], ...] = (token, webhook)
        findings += [await check(config, bot) for check in checks]
        findings.append(await wall_clock(config, clock))
    finally:
        await request.shutdown()
    return findings


def key_file(config: Config) -> Finding:
    path = config.security.key_file
    try:
        read_key_file(path)
    except ConfigError:
        return bad("key_file", "bad", path=str(path))
    if path.stat().st_mode & 0o077:
        return bad("key_file", "open", path=str(path))
    return good("key_file", path=str(path))


def data_folder(config: Config) -> Finding:
    """Whether files and the SQLite database can be written, and by nobody else be read."""
    files = config.storage.path
    kept = {files: files}
    if config.database.url.startswith("sqlite"):
        path = Path(config.database.url.split("///", 1)[-1])
        kept[path.parent] = path
    for folder in sorted(kept):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b"tanggap")
        except OSError:
            return bad("folder", "bad", path=str(folder))
    for path in sorted(kept.values()):
        if _open_to_others(path):
            return warning("folder", "open", path=shlex.quote(str(path)))
    return good("folder")


def _open_to_others(path: Path) -> bool:
    """Whether anybody on this machine can read it; a closed folder around it is enough."""
    return path.exists() and all(one.stat().st_mode & 0o007 for one in (path, path.parent))


def secrets(config: Config) -> Finding:
    """The webhook's secret: long and mixed enough that nobody guesses it."""
    secret = config.telegram.webhook_secret
    if config.telegram.mode != "webhook" and not secret:
        return good("secret")
    weak = len(set(secret)) < 12 or re.search(
        r"secret|rahasia|password|12345|tanggap", secret, re.I
    )
    return bad("secret", "weak") if weak else good("secret")


def transcriber(config: Config) -> list[Finding]:
    """Whether the program that listens to voices is there; nothing is said where none is wanted."""
    if not config.transcriber.command:
        return []
    program = config.transcriber.command[0]
    if shutil.which(program) is None:
        return [bad("transcriber", "missing", program=program)]
    return [good("transcriber", program=program)]


async def database(config: Config) -> Finding:
    try:
        # Reading only: looking for a database must not make an empty one.
        engine = make_engine(config.database.url, read_only=True)
    except ConfigError as problem:
        return bad("database", "unusable", problem=str(problem))
    try:
        revision = await schema.current(engine)
        if not schema.is_known(revision):
            return bad("database", "newer")
        if revision != schema.newest():
            return bad("database", "behind")
        if await _has_other_key(config, engine):
            return bad("database", "other_key")
    except Exception as problem:
        where = make_url(config.database.url).render_as_string(hide_password=True)
        return bad("database", "bad", where=where, problem=type(problem).__name__)
    finally:
        await engine.dispose()
    return good("database")


async def _has_other_key(config: Config, engine: AsyncEngine) -> bool:
    try:
        ours = read_key_file(config.security.key_file)
    except ConfigError:
        return False  # told by its own finding
    async with AsyncSession(engine) as session:
        known = await marks.named(session, KEY)
    return known not in ("", check_of(ours))


async def token(config: Config, bot: Bot) -> Finding:
    if not config.telegram.token:
        return bad("token", "missing")
    try:
        me = await bot.get_me()
    except InvalidToken:
        return bad("token", "wrong")
    except TelegramError:
        return bad("token", "unreachable", url=config.telegram.api_url)
    return good("token", name=f"@{me.username}")


async def webhook(config: Config, bot: Bot) -> Finding:
    """Telegram refuses getUpdates while a webhook is set, and delivers nothing without one."""
    try:
        info = await bot.get_webhook_info()
    except TelegramError:
        return warning("webhook", "unknown")
    if config.telegram.mode == "polling":
        return bad("webhook", "set_while_polling") if info.url else good("webhook")
    if info.url != config.telegram.webhook_url:
        return bad("webhook", "other", url=info.url or "-")
    return good("webhook")


async def wall_clock(config: Config, clock: Clock) -> Finding:
    """Our time against the Date header of the Bot API: a wrong clock moves every deadline."""
    limits = aiohttp.ClientTimeout(total=ASK_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=limits, trust_env=True) as session,
            session.get(config.telegram.api_url, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return warning("clock", "unknown")
    return _compare(clock.now(), theirs)


def _compare(ours: datetime, theirs: datetime) -> Finding:
    seconds = round(abs((ours - theirs).total_seconds()))
    if seconds > CLOCK_MAY_DIFFER:
        return bad("clock", "wrong", seconds=seconds)
    return good("clock")
