"""`tanggap bench`: what work costs."""

import asyncio
import json
from typing import Any

import click

from tanggap.bench import answers as answers_bench
from tanggap.bench import panel as panel_bench
from tanggap.bench import turn as turn_bench
from tanggap.commands.shared import both, brief, say


@click.group(help=both("cli.bench.help"), short_help=brief("cli.bench.short"))
def bench() -> None:
    pass


@bench.command(help=both("cli.bench.turn"), short_help=brief("cli.bench.turn"))
@click.option("--seconds", default=10.0, show_default=True, help=brief("cli.bench.seconds"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def turn(seconds: float, as_json: bool) -> None:
    figures = asyncio.run(turn_bench.measure(seconds))
    _show("cli.bench.turn_table", figures, as_json)


@bench.command(help=both("cli.bench.answers"), short_help=brief("cli.bench.answers"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def answers(as_json: bool) -> None:
    figures = asyncio.run(answers_bench.measure())
    if as_json:
        click.echo(json.dumps(figures))
        return
    for size in figures["sizes"]:
        say("cli.bench.answers_table", **size)


@bench.command(help=both("cli.bench.panel"), short_help=brief("cli.bench.panel"))
@click.option("--tickets", default=1_000_000, show_default=True, help=brief("cli.bench.tickets"))
@click.option("--database", default=None, help=brief("cli.bench.database"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def panel(tickets: int, database: str | None, as_json: bool) -> None:
    figures = asyncio.run(panel_bench.measure(tickets, database))
    _show("cli.bench.panel_table", figures, as_json)


def _show(table: str, figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
    else:
        say(table, **figures)
