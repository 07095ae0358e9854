"""`tanggap features`: what the office uses, and switching it."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from core.config import Config
from core.errors import Refused
from core.features import services
from core.features.catalogue import FEATURES, NAMES
from core.features.presets import presets
from core.features.queries import load
from core.features.rules import Change, Features
from core.i18n import plain
from tanggap.commands.shared import CLOCK, both, brief, config_option, read_config, say
from tanggap.opening import transaction

WIDTH = max(len(name) for name in NAMES)
Wanted = Callable[[Features], Sequence[str]]


@click.group(help=both("cli.features.help"), short_help=brief("cli.features.short"))
def features() -> None:
    pass


@features.command("list", help=both("cli.features.list"), short_help=brief("cli.features.list"))
@config_option
def list_(config: Path | None) -> None:
    known = asyncio.run(_load(read_config(config)))
    for one in FEATURES:
        side = "on" if known.on(one.name) else "off"
        name, title = one.name.ljust(WIDTH), plain(f"features.{one.name}.title", "id")
        say(f"cli.features.line_{side}", name=name, title=title)


@features.command(help=both("cli.features.on"), short_help=brief("cli.features.on"))
@config_option
@click.argument("names", nargs=-1, required=True)
def on(config: Path | None, names: tuple[str, ...]) -> None:
    _switch(config, lambda now: [*now.names(), *names])


@features.command(help=both("cli.features.off"), short_help=brief("cli.features.off"))
@config_option
@click.argument("names", nargs=-1, required=True)
def off(config: Path | None, names: tuple[str, ...]) -> None:
    if not set(names) <= set(NAMES):
        raise Refused("features.refused.unknown", known=", ".join(NAMES))
    _switch(config, lambda now: [one for one in now.names() if one not in names])


@features.command(help=both("cli.features.preset"), short_help=brief("cli.features.preset"))
@config_option
@click.argument("name")
def preset(config: Path | None, name: str) -> None:
    if name not in presets():
        raise Refused("features.refused.preset", known=", ".join(presets()))
    _switch(config, lambda now: presets()[name])


def _switch(config: Path | None, wanted: Wanted) -> None:
    made = asyncio.run(_change(read_config(config), wanted))
    for one in made.goes:
        say("cli.features.goes", **_words(one.name))
    for one in made.comes:
        say("cli.features.comes", **_words(one.name))
    if made.nothing:
        say("cli.features.nothing")


def _words(name: str) -> dict[str, str]:
    return {part: plain(f"features.{name}.{part}", "id") for part in ("title", "about", "goes")}


async def _load(config: Config) -> Features:
    async with transaction(config) as session:
        return await load(session)


async def _change(config: Config, wanted: Wanted) -> Change:
    async with transaction(config) as session:
        now_on = wanted(await load(session))
        return await services.switch(session, now_on, by="cli", now=CLOCK.now())
