"""A world of one bot and a few people, held to aiogram's and PTB's reading of the Bot API."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from simulator import api
from simulator.app import make_app
from simulator.call import Upload
from simulator.clock import ManualClock
from simulator.limits import Limits
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram
from tests.simulator.readings import check_effect, check_update
from tests.simulator.world import Client, Says, Updates

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
def telegram(clock: ManualClock) -> Iterator[Telegram]:
    """No limits of speed; every update and every accepted call is checked when the test ends."""
    world = Telegram(clock, limits=Limits(on=False))
    world.add_bot()
    yield world
    for bot in world.bots.values():
        for pending in bot.queue.pending.values():
            check_update(pending.body)
    for entry in world.ledger.accepted:
        check_update(entry["update"])
    for effect in world.ledger.effects:
        check_effect(effect["method"], effect["params"], effect["result"])


@pytest.fixture
def siti(telegram: Telegram) -> Person:
    """A citizen who has pressed Start."""
    person = telegram.person("Siti", last_name="Aminah", username="siti", language_code="id")
    person.starts()
    return person


@pytest.fixture
def call(telegram: Telegram) -> Says:
    """The bot calls a method: the result, or ApiError."""

    async def perform(method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        return await api.perform(telegram, TOKEN, method, params, files or {})

    return perform


@pytest.fixture
def updates(telegram: Telegram) -> Updates:
    """What waits for the bot, of one kind."""

    def of(kind: str) -> list[Any]:
        pending = telegram.bot.queue.pending.values()
        return [update.body[kind] for update in pending if kind in update.body]

    return of


@pytest.fixture
async def client(telegram: Telegram) -> AsyncIterator[Client]:
    async with TestClient(TestServer(make_app(telegram))) as client:
        yield client
