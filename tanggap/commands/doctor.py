"""`tanggap doctor`: what is wrong with this installation?"""

import asyncio
import json
import sys
from pathlib import Path

import click

from core.i18n import Text, plain_text
from tanggap.commands.shared import CLOCK, both, brief, config_option, read_config
from tanggap.doctor import examine

SIGNS = {"good": "✓", "bad": "✗", "warning": "!"}


@click.command(help=both("cli.doctor.help"), short_help=brief("cli.doctor.short"))
@config_option
@click.option("--json", "as_json", is_flag=True, help=brief("cli.option.json"))
def doctor(config: Path | None, as_json: bool) -> None:
    findings = asyncio.run(examine(read_config(config), CLOCK))
    if as_json:
        click.echo(
            json.dumps([{"check": f.check, "state": f.state, "key": f.key} for f in findings])
        )
    else:
        for found in findings:
            words = plain_text(Text(found.key, **found.params), "id")
            click.echo(f"{SIGNS[found.state]} {words}")
    sys.exit(1 if any(found.state == "bad" for found in findings) else 0)
