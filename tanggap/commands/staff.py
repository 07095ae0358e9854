"""`tanggap staff`: first people of the desk."""

import asyncio
from pathlib import Path

import click
from sqlalchemy import select

from core import marks
from core.config import Config
from core.errors import ConfigError, Refused
from core.people import services as people
from core.people.models import ROLES, Unit
from tanggap.commands.shared import (
    CLOCK,
    both,
    brief,
    config_option,
    read_config,
    say,
)
from tanggap.opening import transaction


@click.group(help=both("cli.staff.help"), short_help=brief("cli.staff.short"))
def staff() -> None:
    pass


@staff.command(help=both("cli.staff.invite"), short_help=brief("cli.staff.invite"))
@config_option
@click.option("--name", required=True, help=brief("cli.staff.name"))
@click.option("--unit", required=True, help=brief("cli.staff.unit"))
@click.option("--role", type=click.Choice(ROLES), default="officer", help=brief("cli.staff.role"))
def invite(config: Path | None, name: str, unit: str, role: str) -> None:
    link = asyncio.run(_invite(read_config(config), name, unit, role))
    say("cli.staff.invited", name=name, link=link)


async def _invite(config: Config, name: str, code: str, role: str) -> str:
    now = CLOCK.now()
    async with transaction(config) as session:
        username = await marks.named(session, "bot.username")
        if not username:
            raise Refused("cli.staff.no_bot")
        unit = (await session.scalars(select(Unit).where(Unit.code == code))).one_or_none()
        if unit is None:
            known = ", ".join(await session.scalars(select(Unit.code)))
            raise ConfigError(f"--unit: {code} is not one of {known}")
        added = await people.add_staff(session, unit, name, role, by="cli", now=now)
        token = await people.invite(session, added, by="cli", now=now)
    return f"https://t.me/{username}?start={token}"
