"""`tanggap evaluate`: how good answers and routing are on data of one's own."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import click

from core.errors import Refused
from core.i18n import plain
from tanggap.commands.shared import both, brief, say
from tanggap.evaluate import answers as answers_quality
from tanggap.evaluate import routing as routing_quality

CSV = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(help=both("cli.evaluate.help"), short_help=brief("cli.evaluate.short"))
def evaluate() -> None:
    pass


@evaluate.command(help=both("cli.evaluate.answers"), short_help=brief("cli.evaluate.answers"))
@click.option("--kb", required=True, type=CSV, help=brief("cli.evaluate.kb"))
@click.option("--queries", required=True, type=CSV, help=brief("cli.evaluate.queries"))
@click.option("--oos", type=CSV, default=None, help=brief("cli.evaluate.oos"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def answers(kb: Path, queries: Path, oos: Path | None, as_json: bool) -> None:
    figures, confused = answers_quality.measure(kb, queries, oos)
    if as_json:
        click.echo(json.dumps(figures))
        return
    say("cli.evaluate.answers_table", **_readable(figures))
    if confused:
        say("cli.evaluate.confused")
    for one in confused:
        click.echo(f"{one.times:4}  {one.wanted} → {one.got}  “{_short(one.example)}”")


def _readable(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: "-" if value is None else value for name, value in figures.items()}


def _short(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


@evaluate.command(
    help=both("cli.evaluate.routing.help"), short_help=brief("cli.evaluate.routing.short")
)
@click.option("--train", "known", type=CSV, required=True, help=brief("cli.evaluate.routing.train"))
@click.option("--test", "asked", type=CSV, help=brief("cli.evaluate.routing.test"))
@click.option("--folds", type=click.IntRange(min=2), help=brief("cli.evaluate.routing.folds"))
@click.option(
    "--shared",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help=brief("cli.evaluate.routing.shared"),
)
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def routing(known: Path, asked: Path | None, folds: int | None, shared: int, as_json: bool) -> None:
    if (asked is None) == (folds is None):
        raise Refused("cli.evaluate.routing.refused.test_or_folds")
    if asked is not None:
        outcome = routing_quality.measure_test(known, asked, shared)
    else:
        progress = partial(_progress, "cli.evaluate.routing.fold")
        outcome = routing_quality.measure_folds(known, folds or 0, shared, progress)
    if as_json:
        click.echo(json.dumps(outcome.figures()))
        return
    say("cli.evaluate.routing.table", **outcome.figures())
    for label, instead, times in outcome.confusions():
        say("cli.evaluate.routing.confusion", label=label, instead=instead, times=times)


def _progress(key: str, number: int, count: int) -> None:
    click.echo(plain(key, "id", number=number, count=count), err=True)
