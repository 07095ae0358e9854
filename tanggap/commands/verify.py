"""`tanggap verify`: is every case's chain of events as it was written?"""

import asyncio
import sys
from pathlib import Path

import click

from core.config import Config
from core.tickets.chain import verify as verify_chains
from tanggap.commands.shared import both, brief, config_option, read_config, say
from tanggap.opening import open_database, refuse_what_does_not_fit


@click.command(help=both("cli.verify.help"), short_help=brief("cli.verify.short"))
@config_option
def verify(config: Path | None) -> None:
    breaks = asyncio.run(_breaks(read_config(config)))
    for place in breaks:
        say("cli.verify.broken", place=place)
    if not breaks:
        say("cli.verify.whole")
    sys.exit(1 if breaks else 0)


async def _breaks(config: Config) -> list[str]:
    db = open_database(config)
    try:
        await refuse_what_does_not_fit(db)
        async with db.read() as session:
            return [str(place) async for place in verify_chains(session)]
    finally:
        await db.close()
