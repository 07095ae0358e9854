"""`tanggap setup`: the wizard, in Indonesian."""

import asyncio
import shlex
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC
from pathlib import Path

import click

from bot.knowledge.loader import load as load_library
from bot.knowledge.preset_schema import Preset
from core.accounts.rules import account_name, full_name
from core.config import TelegramConfig, load
from core.errors import ConfigError, Refused
from core.features.presets import presets
from core.i18n import plain
from tanggap.commands.shared import CLOCK, DEFAULT_CONFIG, both, brief, config_option, say
from tanggap.setup import Answers, bot_name, install, write_config, zone

PRESET = "kecamatan-kecil"
YES = ("ya", "y", "iya", "yes")
NO = ("tidak", "t", "tdk", "no", "n")


@click.command(help=both("cli.setup.help"), short_help=brief("cli.setup.short"))
@config_option
@click.option("--api-url", default=TelegramConfig().api_url, hidden=True)
def setup(config: Path | None, api_url: str) -> None:
    path = config or DEFAULT_CONFIG
    if path.exists():
        raise Refused("cli.setup.exists", config=str(path))
    say("cli.setup.welcome")
    token, username = _token(api_url)
    answers = _answers(token, api_url)
    write_config(path, answers)
    try:
        ready = asyncio.run(install(load(path), answers, username, now=CLOCK.now()))
    except BaseException:
        path.unlink()
        raise
    say("cli.setup.done", config=str(path), run=_run_command(path), **asdict(ready))


def _token(api_url: str) -> tuple[str, str]:
    """Ask until Telegram knows the token; a mistyped one is no reason to start over."""
    while True:
        token = _ask("token", hide_input=True)
        try:
            username = asyncio.run(bot_name(token, api_url))
        except Refused as refusal:
            say(refusal.key, **refusal.params)
        else:
            say("cli.setup.token_right", name=f"@{username}")
            return token, username


def _answers(token: str, api_url: str) -> Answers:
    preset = load_library().presets[PRESET]
    return Answers(
        token=token,
        api_url=api_url,
        office=_ask("office"),
        timezone=_zone(),
        preset=PRESET,
        features=_features(),
        units=_units(preset),
        admin=_checked("admin", account_name, default="admin"),
        admin_name=_checked("admin_name", full_name),
    )


def _zone() -> str:
    while True:
        try:
            return zone(_ask("zone", default="WIB"))
        except ConfigError:
            say("cli.setup.zone_wrong")


def _features() -> str:
    """What the office begins with, by its size."""
    while (answer := _ask("preset", default=next(iter(presets()))).casefold()) not in presets():
        say("cli.setup.preset_wrong")
    return answer


def _units(preset: Preset) -> tuple[str, ...]:
    """The root always exists; each other unit is asked for."""
    say("cli.setup.units", root=preset.unit[0].name)
    kept = [one.code for one in preset.unit[1:] if _yes(one.name)]
    return (preset.unit[0].code, *kept)


def _yes(unit: str) -> bool:
    """Whether the office has this unit, asked until the answer is one; Enter means yes."""
    while True:
        answer = _ask("unit", default="ya", unit=unit).casefold()
        if answer in YES + NO:
            return answer in YES
        say("cli.setup.yes_or_no")


def _run_command(config: Path) -> str:
    """A command line that works here as this one did: `tanggap` need not be on the PATH."""
    called = sys.argv[0]
    front = [sys.executable, "-m", "tanggap"] if called.endswith(".py") else [called]
    return shlex.join([*front, "run", "--config", str(config)])


def _checked(question: str, rule: Callable[[str], str], default: str | None = None) -> str:
    """Ask until the rule accepts the answer."""
    while True:
        try:
            return rule(_ask(question, default))
        except Refused as refusal:
            say(refusal.key, **refusal.params)


def _ask(
    question: str, default: str | None = None, hide_input: bool = False, **params: object
) -> str:
    words = plain(f"cli.setup.ask.{question}", "id", UTC, **params)
    answer: str = click.prompt(words, default=default, hide_input=hide_input)
    return answer.strip()
