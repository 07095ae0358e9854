"""`tanggap content`: lint and count the content files, and what services do not tell yet."""

import json
import sys
from dataclasses import asdict

import click

from bot.knowledge.loader import check as check_content
from bot.library import library
from core.i18n import plain
from core.knowledge.components import COMPONENTS, untold
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


@content.command(help=both("cli.content.report"), short_help=brief("cli.content.report"))
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def report(as_json: bool) -> None:
    told = {
        one.service: {article.facet for article in one.article if not article.draft}
        for one in library().services
    }
    missing = {service: untold(facets) for service, facets in told.items()}
    if as_json:
        click.echo(json.dumps(missing))
        return
    for service, gaps in missing.items():
        names = ", ".join(plain(f"facet.{one}", "id") for one in gaps)
        click.echo(f"{service}  {len(COMPONENTS) - len(gaps)}/{len(COMPONENTS)}  -  {names}")
