"""`tanggap admin`: who may enter the panel."""

import asyncio
from pathlib import Path

import click

from core.accounts import queries as account_queries
from core.accounts import services as accounts
from core.config import Config
from core.errors import Refused
from tanggap.commands.shared import (
    CLOCK,
    both,
    brief,
    config_option,
    read_config,
    say,
)
from tanggap.opening import transaction


@click.group(help=both("cli.admin.help"), short_help=brief("cli.admin.short"))
def admin() -> None:
    pass


@admin.command(help=both("cli.admin.create"), short_help=brief("cli.admin.create"))
@config_option
@click.option("--name", required=True, help=brief("cli.admin.name"))
@click.option("--full-name", required=True, help=brief("cli.admin.full_name"))
def create(config: Path | None, name: str, full_name: str) -> None:
    link = asyncio.run(_create(read_config(config), name, full_name))
    say("cli.admin.created", name=name, link=link)


@admin.command(help=both("cli.admin.link"), short_help=brief("cli.admin.link"))
@config_option
@click.option("--name", required=True, help=brief("cli.admin.name"))
def link(config: Path | None, name: str) -> None:
    found = asyncio.run(_link(read_config(config), name))
    if found is None:
        raise Refused("cli.admin.unknown", name=name)
    say("cli.admin.linked", name=name, link=found)


async def _create(config: Config, name: str, full_name: str) -> str:
    now = CLOCK.now()
    async with transaction(config) as session:
        account = await accounts.create_account(
            session, name, full_name, "admin", by="cli", now=now
        )
        return _address(config, await accounts.make_link(session, account, now=now))


async def _link(config: Config, name: str) -> str | None:
    async with transaction(config) as session:
        account = await account_queries.account_named(session, name)
        if account is None:
            return None
        return _address(config, await accounts.make_link(session, account, now=CLOCK.now()))


def _address(config: Config, token: str) -> str:
    return f"{config.web.public_url}/masuk/{token}"
