"""All parts of one process, wired together."""

import os
import socket
from typing import Any

from aiohttp import web
from telegram import Bot

from admin.app import add_panel
from bot.courtesy import Courtesy
from bot.handlers import call_first, elsewhere, make_router
from bot.hearing import works as hearing
from bot.inline import Inline
from bot.intake import Intake
from bot.media import works as media_works
from bot.polling import Poller
from bot.relay import Relay
from bot.transport import AiohttpRequest, Api, make_bot
from bot.webhook import PATH as WEBHOOK_PATH
from bot.webhook import Webhook
from bot.worker import Worker
from core.announcements import sending, sharing
from core.clock import Clock
from core.config import Config
from core.db import Database
from core.features.rules import Features
from core.forums import summing_up
from core.handover import work as handover
from core.privacy.files import works as erased_files
from core.routing import learning
from core.runner import Runner
from core.secrets import read_key_file
from core.storage import Storage
from core.ticker import Ticker
from core.tickets import printing
from core.transcripts import machine as transcriber
from tanggap.health import add_health
from tanggap.timetable import HANDLERS
from tanggap.warming import Warming


class Service:
    """What a process needs, whatever roles it plays; `open` before use, `close` after."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.keys = read_key_file(config.security.key_file)
        self.storage = Storage(config.storage.path)
        info = {"keys": self.keys, "service": config.service, "storage": self.storage}
        self.db = Database(config.database.url, info)
        self.request = AiohttpRequest(config.telegram.api_url)
        self.bot: Bot = make_bot(config.telegram.token, config.telegram.api_url, self.request)
        self.api = Api(self.bot, self.request)
        self.courtesy = Courtesy(self.api)
        self.inline = Inline(self.api, self.db)
        self.intake = Intake(
            self.db,
            self.keys,
            clock,
            config.telegram.bot_id,
            self.courtesy.received,
            self.inline.takes,
        )
        self.warming = Warming(self.db)
        self.webhook = Webhook(self.intake, config.telegram.webhook_secret)
        self.worker = Worker(
            self.db, self.keys, clock, self.bot, make_router().run, call_first, elsewhere
        )
        self.relay = Relay(self.db, self.keys, clock, self.api, config.limits, self.storage)
        self.ticker = Ticker(self.db, clock, HANDLERS)
        self.runner = Runner(self.db, clock, self._works())
        # The commands Telegram was last told of, and the features they were listed by.
        self.listed: tuple[Features, tuple[str, ...]] | None = None
        self.poller = Poller(self.api, self.intake, self.db, clock, self.name)

    async def open(self) -> None:
        await self.request.initialize()

    async def close(self) -> None:
        await self.courtesy.finish()
        await self.inline.finish()
        await self.request.shutdown()
        await self.db.close()

    def web(self) -> web.Application:
        """The webhook, health and the panel on one port."""
        app = web.Application(client_max_size=1024 * 1024)
        if self.config.telegram.mode == "webhook":
            app.router.add_post(WEBHOOK_PATH, self.webhook.post)
        add_health(app, self.db, self.warming)
        add_panel(app, self.db, self.config, self.clock)
        return app

    def _works(self) -> dict[str, Any]:
        media = media_works(self.bot, self.keys, self.storage, self.clock)
        own = {**printing.works(self.clock), **summing_up.works(self.clock)}
        own |= learning.works(self.clock) | handover.works(self.clock) | hearing(self.clock)
        own |= transcriber.works(self.config.transcriber, self.storage, self.clock)
        news = {**sending.works(self.clock), **sharing.works(self.clock)}
        return {**media, **own, **erased_files(self.storage), **news}
