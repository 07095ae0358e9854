"""`tanggap evaluate`: how good it is, on any data."""

import json
from functools import partial
from pathlib import Path

import click

from core.errors import Refused
from core.i18n import plain
from tanggap.commands.shared import both, brief, say
from tanggap.evaluate import routing as routing_quality

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(help=both("cli.evaluate.help"), short_help=brief("cli.evaluate.short"))
def evaluate() -> None:
    pass


@evaluate.command(
    help=both("cli.evaluate.routing.help"), short_help=brief("cli.evaluate.routing.short")
)
@click.option(
    "--train", "known", type=FILE, required=True, help=brief("cli.evaluate.routing.train")
)
@click.option("--test", "asked", type=FILE, help=brief("cli.evaluate.routing.test"))
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
