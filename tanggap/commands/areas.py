"""`tanggap areas`: the areas the office is responsible for."""

import asyncio
from pathlib import Path

import click

from core.areas import geojson, services
from core.areas.services import Imported
from core.config import Config
from tanggap.commands.shared import (
    CLOCK,
    both,
    brief,
    config_option,
    read_config,
    say,
)
from tanggap.opening import transaction


@click.group(help=both("cli.areas.help"), short_help=brief("cli.areas.short"))
def areas() -> None:
    pass


@areas.command("import", help=both("cli.areas.import"), short_help=brief("cli.areas.import"))
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(config: Path | None, file: Path) -> None:
    settings = read_config(config)
    with file.open("rb") as opened:
        rows = geojson.read(opened.read(geojson.LARGEST + 1))
    done = asyncio.run(_import(settings, rows))
    say("cli.areas.imported", added=done.added, changed=done.changed, same=done.same)


async def _import(config: Config, rows: list[geojson.Row]) -> Imported:
    async with transaction(config) as session:
        return await services.import_areas(session, rows, by="cli", now=CLOCK.now())
