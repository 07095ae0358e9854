"""`tanggap migrate`: bring the schema up."""

import asyncio
from pathlib import Path

import click

from core import schema
from tanggap.commands.shared import both, brief, config_option, read_config, say
from tanggap.opening import bring_up


@click.command(help=both("cli.migrate.help"), short_help=brief("cli.migrate.short"))
@config_option
def migrate(config: Path | None) -> None:
    asyncio.run(bring_up(read_config(config)))
    say("cli.migrate.done", revision=schema.newest())
