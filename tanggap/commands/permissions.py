"""`tanggap permissions`: who may do what to a report, as a page."""

from pathlib import Path

import click

from tanggap.commands.shared import both, brief
from tanggap.permissions import page


@click.command(help=both("cli.permissions.help"), short_help=brief("cli.permissions.short"))
@click.option(
    "--write", type=click.Path(path_type=Path, dir_okay=False), help=brief("cli.permissions.write")
)
def permissions(write: Path | None) -> None:
    if write is None:
        click.echo(page())
    else:
        write.write_text(f"{page()}\n", encoding="utf-8")
