"""Everything in one process, with a Telegram of our own and an invented office."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.knowledge.loader import Library
from bot.knowledge.loader import load as load_library
from bot.knowledge.planting import plant
from bot.knowledge.sample_schema import World
from core.accounts import services as accounts
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, next_working_day_start
from core.config import Config
from core.i18n import plain
from core.people.queries import root_unit
from core.secrets import write_key_file
from simulator.app import make_app
from simulator.clock import OffsetClock
from simulator.telegram import Telegram
from tanggap.listening import listen
from tanggap.opening import bring_up
from tanggap.replay import Replay, moments
from tanggap.run import ROLES, Running
from tanggap.sample import Founding
from tanggap.sample_news import announce
from tanggap.sample_today import Today
from tanggap.service import Service
from tanggap.voices import Voices

TOKEN = "7000000000:simulated-telegram"  # noqa: S105 - opens nothing
SAMPLE = "kecamatan-fiktif"
SIGN_IN_LASTS = timedelta(days=7)
MARGIN = timedelta(days=1)


@dataclass(frozen=True)
class Addresses:
    """What a newcomer opens; `panel` signs in with one click."""

    chat: str
    panel: str
    notice: str


@asynccontextmanager
async def demo(port: int) -> AsyncIterator[Addresses]:
    """Run everything until the block ends; the panel on `port`, the chat page on the next."""
    with tempfile.TemporaryDirectory(prefix="tanggap-demo-") as folder:
        library = load_library()
        world = library.samples[SAMPLE]
        config = _config(Path(folder), port, world)
        telegram = Telegram(OffsetClock())
        telegram.add_bot(TOKEN, username="tanggap_demo_bot", name=world.office.nama_kantor)
        write_key_file(config.security.key_file)
        await bring_up(config)
        service = Service(config, telegram.clock)
        async with _chat_page(telegram, service, world, port + 1):
            await _live(service, telegram, library, world)
            sign_in = await _sign_in(service)
            async with Running(service, ROLES):
                base = f"http://127.0.0.1:{port}"
                chat = f"http://127.0.0.1:{port + 1}/"
                yield Addresses(chat, f"{base}/masuk/{sign_in}", world.notice)


def _config(folder: Path, port: int, world: World) -> Config:
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "api_url": f"http://127.0.0.1:{port + 1}"},
            "database": {"url": f"sqlite:///{folder / 'tanggap.db'}"},
            "security": {"key_file": folder / "tanggap.key"},
            "storage": {"path": folder / "files"},
            "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
            "service": {"office": world.office.nama_kantor, "demo": True},
        }
    )


@asynccontextmanager
async def _chat_page(
    telegram: Telegram, service: Service, world: World, port: int
) -> AsyncIterator[None]:
    async def jump() -> None:
        calendar = await _calendar(service)
        now = telegram.clock.now()
        telegram.clock.advance((next_working_day_start(calendar, now) - now).total_seconds())

    about = {"title": world.office.nama_kantor, "notice": world.notice}
    runner = web.AppRunner(make_app(telegram, jump=jump, about=about), access_log=None)
    try:
        await listen(runner, "127.0.0.1", port)
        yield
    finally:
        await runner.cleanup()


async def _live(service: Service, telegram: Telegram, library: Library, world: World) -> None:
    """Found the office before its first case, and live through all of them up to now."""
    now = datetime.now(UTC)
    telegram.set_limits(on=False)
    oldest = max(case.opened for case in world.case)
    telegram.clock.advance(-timedelta(days=2 * oldest + 30).total_seconds())
    async with service.db.begin() as session:
        cast = await Founding(session, telegram, service.clock.now()).found(library, world)
    calendar = await _calendar(service)
    first = moments(world.case, calendar, now)[0].at - MARGIN
    telegram.clock.advance((first - telegram.clock.now()).total_seconds())
    await service.open()
    replay = Replay(service, telegram, cast, calendar)
    await replay.run(world.case, now, lambda: _settle(service))
    async with service.db.begin() as session:
        await plant(session, library, now=service.clock.now())
        await Voices(session, cast, replay.ticket_ids(), service.clock.now()).speak(world)
    async with service.db.begin() as session:
        today = Today(session, cast, replay.ticket_ids())
        await today.write(world, now=service.clock.now())
    await announce(service, cast, world)
    await _settle(service)
    telegram.set_limits(on=True)


async def _settle(service: Service) -> None:
    """Send what is waiting, without keeping to the pace: the years pass in seconds."""
    while await service.relay.work():
        pass


async def _calendar(service: Service) -> WorkingCalendar:
    async with service.db.read() as session:
        root = await root_unit(session)
        assert root is not None
        return await calendar_rules(session, root.calendar_id)


async def _sign_in(service: Service) -> str:
    now = service.clock.now()
    async with service.db.begin() as session:
        account = await accounts.create_account(
            session, "admin", plain("cli.demo.admin", "id"), "admin", by="sample", now=now
        )
        return await accounts.make_link(session, account, now=now, lasts=SIGN_IN_LASTS)
