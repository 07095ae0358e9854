"""`tanggap migrate`: bring the schema up, and the content that this release ships."""

import asyncio
from pathlib import Path

import click

from core import schema
from tanggap.commands.shared import both, brief, config_option, read_config, say
from tanggap.opening import bring_content, bring_up


@click.command(help=both("cli.migrate.help"), short_help=brief("cli.migrate.short"))
@config_option
def migrate(config: Path | None) -> None:
    read = read_config(config)
    asyncio.run(bring_up(read))
    say("cli.migrate.done", revision=schema.newest())
    if (touched := asyncio.run(bring_content(read))) is not None:
        say("cli.migrate.content", n=touched)
