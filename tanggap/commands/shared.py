"""What commands have in common: the config option, both languages in the help, the clock."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import click

from core.clock import SystemClock
from core.config import Config, load
from core.i18n import plain

DEFAULT_CONFIG = Path("config.toml")


def both(key: str) -> str:
    """A help text in Indonesian and English."""
    return f"{plain(key, 'id')}\n\n{plain(key, 'en')}"


def brief(key: str) -> str:
    return f"{plain(key, 'id')} · {plain(key, 'en')}"


def say(key: str, **params: object) -> None:
    """A line to the person at the keyboard, in Indonesian."""
    click.echo(plain(key, "id", UTC, **params))


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=brief("cli.option.config"),
    )
    return option(command)


def read_config(path: Path | None) -> Config:
    """The named file, else config.toml here, else the environment alone."""
    if path is None and DEFAULT_CONFIG.exists():
        path = DEFAULT_CONFIG
    return load(path)


CLOCK = SystemClock()
