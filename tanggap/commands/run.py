"""`tanggap run`: the service."""

import asyncio
from pathlib import Path

import click

from core.config import Config
from core.errors import ConfigError
from tanggap import interpreter, logs
from tanggap.commands.shared import (
    CLOCK,
    both,
    brief,
    config_option,
    read_config,
)
from tanggap.opening import refuse_what_does_not_fit
from tanggap.run import ROLES, Running
from tanggap.service import Service


@click.command(help=both("cli.run.help"), short_help=brief("cli.run.short"))
@config_option
@click.option("--roles", default=",".join(ROLES), help=brief("cli.run.roles"))
def run(config: Path | None, roles: str) -> None:
    wanted = tuple(dict.fromkeys(role.strip() for role in roles.split(",")))
    for role in wanted:
        if role not in ROLES:
            raise ConfigError(f"--roles: {role} is not one of {', '.join(ROLES)}")
    settings = read_config(config)
    if not settings.telegram.token:
        raise ConfigError("telegram.token: missing; run tanggap setup, or see config.example.toml")
    logs.set_up()
    interpreter.settle()
    asyncio.run(_run(settings, wanted))


async def _run(config: Config, roles: tuple[str, ...]) -> None:
    asyncio.get_running_loop().set_exception_handler(logs.unhandled)
    service = Service(config, CLOCK)
    try:
        await refuse_what_does_not_fit(service.db)
        await Running(service, roles).run()
    finally:
        await service.db.close()
