"""Webhooks: secret, order within a lane, retries on the clock, giving up."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from simulator.clock import ManualClock
from simulator.people import Person
from simulator.telegram import Telegram
from simulator.webhook import SECRET_HEADER
from tests.simulator.world import Says, refused

HOUR = 3_600
BUTTON = {"inline_keyboard": [[{"text": "Terima", "callback_data": "a"}]]}


class Service:
    """The other end: remembers what came, answers as told."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.headers: Mapping[str, str] = {}
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.down = False

    async def __call__(
        self, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        if self.down:
            raise ConnectionRefusedError
        self.headers = headers
        self.bodies.append(json.loads(body))
        await asyncio.sleep(0)
        return self.answers.pop(0) if self.answers else (200, {}, b"")

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies if "message" in body]


@pytest.fixture
async def service(telegram: Telegram, call: Says) -> Service:
    service = Service()
    telegram.post_webhook = service
    await call("setWebhook", url="http://127.0.0.1:1/telegram", secret_token="s3cret_-")
    return service


async def test_updates_arrive_with_the_secret_and_are_confirmed(
    siti: Person, telegram: Telegram, service: Service
) -> None:
    siti.sends("Lampu mati")
    await telegram.deliver_due()
    assert service.texts == ["/start", "Lampu mati"]
    assert service.headers[SECRET_HEADER] == "s3cret_-"
    assert [entry["how"] for entry in telegram.ledger.accepted] == ["webhook", "webhook"]
    assert not telegram.bot.queue.pending


async def test_a_failed_update_holds_its_chat_and_no_other(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock
) -> None:
    await telegram.deliver_due()
    siti.sends("satu")
    siti.sends("dua")
    service.answers = [(503, {}, b"")] * 2
    await telegram.deliver_due()
    telegram.person("Budi").starts()
    await telegram.deliver_due()
    assert service.texts == ["/start", "satu", "satu", "/start"]
    clock.advance(2)
    await telegram.deliver_due()
    assert service.texts[-2:] == ["satu", "dua"]


async def test_a_press_does_not_wait_for_messages(
    siti: Person, telegram: Telegram, service: Service, call: Says
) -> None:
    await telegram.deliver_due()
    await call("sendMessage", chat_id=siti.id, text="?", reply_markup=BUTTON)
    siti.sends("tertahan")
    telegram.faults.add("update", "delay", seconds=60)
    siti.sends("lagi")
    siti.taps("Terima")
    service.answers = []
    await telegram.deliver_due()
    assert any("callback_query" in body for body in service.bodies)
    assert "lagi" not in service.texts


async def test_retries_come_at_once_then_ever_later(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock
) -> None:
    service.down = True
    await telegram.deliver_due()
    (pending,) = telegram.bot.queue.pending.values()
    waits = []
    for _ in range(8):
        now = clock.now().timestamp()
        waits.append(round(pending.ready_at - now))
        clock.advance(pending.ready_at - now)
        await telegram.deliver_due()
    assert waits[:5] == [2, 4, 8, 16, 32]
    assert all(60 <= wait <= 120 for wait in waits[5:])


async def test_retry_after_is_obeyed_up_to_an_hour(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock
) -> None:
    service.answers = [(503, {"Retry-After": "90"}, b"")]
    await telegram.deliver_due()
    clock.advance(89)
    await telegram.deliver_due()
    assert len(service.bodies) == 1
    service.answers = [(503, {"Retry-After": "99999"}, b"")]
    clock.advance(1)
    await telegram.deliver_due()
    clock.advance(HOUR)
    await telegram.deliver_due()
    assert len(service.bodies) == 3


async def test_a_day_of_failures_ends_in_forgetting(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock, call: Says
) -> None:
    service.down = True
    await telegram.deliver_due()
    assert (await call("getWebhookInfo"))["last_error_message"] == "Connection failed"
    clock.advance(24 * HOUR)
    service.down = False
    await telegram.deliver_due()
    assert service.bodies == []
    assert (await call("getWebhookInfo"))["pending_update_count"] == 0


async def test_410_for_23_hours_closes_the_webhook(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock
) -> None:
    service.answers = [(410, {}, b"")] * 99
    for _ in range(24):
        await telegram.deliver_due()
        clock.advance(HOUR)
    tries = len(service.bodies)
    await telegram.deliver_due()
    assert len(service.bodies) == tries


async def test_duplicates_arrive_side_by_side(
    siti: Person, telegram: Telegram, service: Service
) -> None:
    telegram.faults.add("update", "duplicate")
    siti.sends("dua kali")
    await telegram.deliver_due()
    assert service.texts.count("dua kali") == 2


async def test_an_answer_may_carry_a_call(
    siti: Person, telegram: Telegram, service: Service
) -> None:
    reply = {"method": "sendMessage", "chat_id": siti.id, "text": "Halo"}
    service.answers = [(200, {}, json.dumps(reply).encode())]
    await telegram.deliver_due()
    assert siti.reads() == ["Halo"]


async def test_polling_and_webhook_exclude_each_other(
    siti: Person, telegram: Telegram, service: Service, call: Says
) -> None:
    assert "can't use getUpdates method while webhook is active" in await refused(
        call, "getUpdates"
    )
    await call("deleteWebhook")
    assert len(await call("getUpdates")) == 1
    await telegram.deliver_due()
    assert service.bodies == []


async def test_pending_updates_are_dropped_only_on_request(
    siti: Person, service: Service, call: Says
) -> None:
    await call("deleteWebhook", drop_pending_updates=True)
    assert await call("getUpdates") == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://a.id/telegram", "An HTTPS URL must be provided"),
        ("https://a.id:8080/telegram", "only on ports"),
        ("ftp://a.id", "An HTTPS URL must be provided"),
    ],
)
async def test_a_public_webhook_has_rules(
    telegram: Telegram, call: Says, url: str, reason: str
) -> None:
    telegram.set_limits(public_webhooks=True)
    assert reason in await refused(call, "setWebhook", url=url)


async def test_a_secret_has_an_alphabet(call: Says) -> None:
    refusal = await refused(call, "setWebhook", url="http://a.id", secret_token="a b")
    assert refusal == "Bad Request: secret token contains unallowed characters"


async def test_connections_are_limited(telegram: Telegram, service: Service, call: Says) -> None:
    await call("setWebhook", url="http://127.0.0.1:1/", max_connections=3)
    for number in range(10):
        telegram.person(f"Warga {number}").starts()
    assert telegram.bot.webhook
    assert len(telegram.bot.webhook.due()) == 3
    assert telegram.bot.webhook.due() == []


async def test_a_lost_confirmation_brings_the_update_again(
    siti: Person, telegram: Telegram, service: Service
) -> None:
    telegram.faults.add("update", "lost")
    siti.sends("Lampu mati")
    await telegram.deliver_due()
    assert service.texts.count("Lampu mati") == 2
    assert len(telegram.ledger.accepted) == 2


async def test_retries_can_be_scaled(
    siti: Person, telegram: Telegram, service: Service, clock: ManualClock, call: Says
) -> None:
    telegram.set_limits(retry_scale=0.01)
    await call("setWebhook", url="http://127.0.0.1:1/")
    service.down = True
    await telegram.deliver_due()
    (pending,) = telegram.bot.queue.pending.values()
    assert round(pending.ready_at - clock.now().timestamp(), 3) == 0.02
