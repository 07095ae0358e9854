"""`tanggap bench`: what work costs."""

import asyncio
import json

import click

from tanggap.bench.turn import measure
from tanggap.commands.shared import both, brief, say


@click.group(help=both("cli.bench.help"), short_help=brief("cli.bench.short"))
def bench() -> None:
    pass


@bench.command(help=both("cli.bench.turn"), short_help=brief("cli.bench.turn"))
@click.option("--seconds", default=10.0, show_default=True, help=brief("cli.bench.seconds"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def turn(seconds: float, as_json: bool) -> None:
    figures = asyncio.run(measure(seconds))
    if as_json:
        click.echo(json.dumps(figures))
    else:
        say("cli.bench.turn_table", **figures)
