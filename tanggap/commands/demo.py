"""`tanggap demo`: the whole service with sample data, no Telegram needed."""

import asyncio
import json
import signal
from dataclasses import asdict

import click

from tanggap import logs
from tanggap.commands.shared import both, brief, say
from tanggap.demo import demo as run_demo


@click.command(help=both("cli.demo.help"), short_help=brief("cli.demo.short"))
@click.option("--port", default=8080, show_default=True, help=brief("cli.demo.port"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def demo(port: int, as_json: bool) -> None:
    logs.set_up("WARNING")
    asyncio.run(_demo(port, as_json))


async def _demo(port: int, as_json: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with run_demo(port) as addresses:
        if as_json:
            click.echo(json.dumps(asdict(addresses)))
        else:
            say("cli.demo.ready", **asdict(addresses))
        await stop.wait()
