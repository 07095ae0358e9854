"""From nothing to a service that can run: what the wizard's answers become."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from telegram.error import InvalidToken, TelegramError

from bot.knowledge.loader import load as load_library
from bot.knowledge.planting import plant
from bot.transport import AiohttpRequest, make_bot
from core import marks
from core.accounts import services as accounts
from core.config import Config, TelegramConfig
from core.errors import ConfigError, Refused
from core.features.presets import presets
from core.features.services import switch
from core.people import services as people
from core.people.models import Unit
from core.secrets import write_key_file
from tanggap.office import found
from tanggap.opening import bring_up, open_database, refuse_what_does_not_fit

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


@dataclass(frozen=True)
class Answers:
    """What the wizard asked for; `units` are the codes of the preset's units that exist here,
    `features` names a set of `core.features.presets`.
    """

    token: str
    api_url: str
    office: str
    timezone: str
    preset: str
    features: str
    units: tuple[str, ...]
    admin: str
    admin_name: str


@dataclass(frozen=True)
class Ready:
    """What the first admin needs: a sign-in for the panel and an invite for Telegram."""

    sign_in: str
    invite: str


async def bot_name(token: str, api_url: str) -> str:
    """The bot's username; refused when the token does not work or nobody can say."""
    try:
        token = TelegramConfig(token=token).token
    except ValueError:
        raise Refused("cli.setup.token_wrong") from None
    request = AiohttpRequest(api_url)
    await request.initialize()
    try:
        me = await make_bot(token, api_url, request).get_me()
    except InvalidToken:
        raise Refused("cli.setup.token_wrong") from None
    except TelegramError:
        raise Refused("cli.setup.unreachable", url=api_url) from None
    finally:
        await request.shutdown()
    return me.username or ""


def write_config(path: Path, answers: Answers) -> None:
    """The configuration file, readable by its owner only, since it holds the token."""
    folder = path.parent.resolve() / "data"
    sections = {
        "telegram": {"token": answers.token, "api_url": answers.api_url, "mode": "polling"},
        "database": {"url": f"sqlite:///{folder / 'tanggap.db'}"},
        "security": {"key_file": str(folder / "tanggap.key")},
        "storage": {"path": str(folder / "files")},
        "service": {"timezone": answers.timezone, "office": answers.office},
    }
    text = "\n\n".join(_section(*item) for item in sections.items()) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Refused("cli.setup.unwritable", config=str(path), problem=reason) from None


async def install(config: Config, answers: Answers, username: str, *, now: datetime) -> Ready:
    """Key file, schema, office, content and the first admin; nothing is left half."""
    if not config.security.key_file.exists():
        write_key_file(config.security.key_file)
    await bring_up(config)
    library = load_library()
    preset = library.presets[answers.preset].keep(answers.units)
    db = open_database(config)
    try:
        await refuse_what_does_not_fit(db)
        async with db.begin() as session:
            if await session.scalar(select(Unit.id).limit(1)) is not None:
                raise Refused("cli.setup.office_exists")
            units = await found(session, library, preset, answers.timezone, now=now)
            await plant(session, library, now=now)
            await switch(session, presets()[answers.features], by="cli", now=now)
            await marks.name(session, "bot.username", username, now=now)
            account = await accounts.create_account(
                session, answers.admin, answers.admin_name, "admin", by="cli", now=now
            )
            sign_in = await accounts.make_link(session, account, now=now)
            root = units[preset.unit[0].code]
            staff = await people.add_staff(
                session, root, answers.admin_name, "coordinator", by="cli", now=now
            )
            token = await people.invite(session, staff, by="cli", now=now)
    finally:
        await db.close()
    panel = f"{config.web.public_url}/masuk/{sign_in}"
    return Ready(panel, f"https://t.me/{username}?start={token}")


def zone(name: str) -> str:
    """An IANA zone for WIB, WITA, WIT or a zone's own name."""
    found_zone = ZONES.get(name.strip().upper(), name.strip())
    try:
        ZoneInfo(found_zone)
    except (KeyError, ValueError, OSError):
        raise ConfigError(f"service.timezone: {name} is not WIB, WITA or WIT") from None
    return found_zone


def _section(name: str, values: dict[str, str]) -> str:
    # JSON strings are TOML strings, escapes included.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines])
