"""`tanggap`: every command by name; each lives in its own module under tanggap/."""

import sys
from datetime import UTC
from pathlib import Path

import click

from core.errors import ConfigError, Refused
from core.i18n import plain
from tanggap.commands import COMMANDS
from tanggap.commands.shared import both

CONFIG = click.Path(path_type=Path, dir_okay=False)


class Front(click.Group):
    """Shows commands in the order they are listed, and one line for what is wrong."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigError as problem:
            click.echo(f"tanggap: {problem}", err=True)
        except Refused as refusal:
            click.echo(f"tanggap: {plain(refusal.key, 'id', UTC, **refusal.params)}", err=True)
        sys.exit(2)


@click.group(cls=Front, help=both("cli.about"))
@click.version_option(package_name="tanggap")
def main() -> None:
    pass


for command in COMMANDS:
    main.add_command(command)
