"""`tanggap evaluate`: how good answers and routing are on data of one's own."""

import json
from pathlib import Path
from typing import Any

import click

from tanggap.commands.shared import both, brief, say
from tanggap.evaluate import answers as answers_evaluation

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
    figures, confused = answers_evaluation.measure(kb, queries, oos)
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
