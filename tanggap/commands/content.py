"""`tanggap content check`: lint and count the content files."""

import json
import sys
from dataclasses import asdict

import click

from bot.knowledge.loader import check as check_content
from tanggap.commands.shared import both, brief, say


@click.group(help=both("cli.content.help"), short_help=brief("cli.content.short"))
def content() -> None:
    pass


@content.command(help=both("cli.content.check"), short_help=brief("cli.content.check"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def check(as_json: bool) -> None:
    report = check_content()
    for problem in report.problems:
        click.echo(problem, err=True)
    counts = asdict(report) | {"problems": len(report.problems)}
    if as_json:
        click.echo(json.dumps(counts))
    else:
        say("cli.content.counts", **counts)
    sys.exit(1 if report.problems else 0)
