"""`POST /telegram`: who may post, what is taken, and when Telegram is asked to come again."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.webhook import PATH, SECRET_HEADER, Webhook
from core.db import Database
from tests.machine_room.room import INFO, KEYS, Room
from tests.machine_room.test_intake import message
from tests.simulator.world import until

SECRET = "w" * 12 + "_ebhook-Secret123"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def webhook(room: Room) -> Webhook:
    return Webhook(room.intake, SECRET)


@pytest.fixture
async def client(webhook: Webhook) -> AsyncIterator[Client]:
    app = web.Application(client_max_size=1024 * 1024)
    app.router.add_post(PATH, webhook.post)
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def post(client: Client, body: Any, **headers: str) -> int:
    told = {SECRET_HEADER: SECRET, "Content-Type": "application/json"} | headers
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(PATH, data=BytesIO(data), headers=told) as answer:
        assert len(await answer.read()) < 100
        return answer.status


async def test_an_update_is_answered_200_once_it_is_written(client: Client, room: Room) -> None:
    assert await post(client, message(1)) == 200
    assert [row.update_id for row in await room.updates()] == [1]


async def test_the_answer_has_no_body(client: Client) -> None:
    headers = {SECRET_HEADER: SECRET}
    async with client.post(PATH, json=message(1), headers=headers) as answer:
        assert await answer.read() == b""


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_a_wrong_secret_is_401_and_writes_nothing(
    client: Client, room: Room, secret: str
) -> None:
    assert await post(client, message(1), **{SECRET_HEADER: secret}) == 401
    assert await room.updates() == []


async def test_a_secret_of_strange_bytes_is_401(client: Client, room: Room) -> None:
    assert client.port is not None
    lines = [f"POST {PATH} HTTP/1.1", "Host: x", "Content-Length: 2", "Connection: close"]
    request = (
        "\r\n".join(lines).encode() + b"\r\n" + SECRET_HEADER.encode() + b": \xff\xfe\r\n\r\n{}"
    )
    assert b" 401 " in await _raw(client.port, request)


async def test_a_missing_secret_is_401(client: Client) -> None:
    async with client.post(PATH, json=message(1)) as answer:
        assert answer.status == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"halo", b"[]", b"null", b"7", b'{"update_id": "x"}', b"\xff\xfe\x00", b"{}"],
)
async def test_what_is_no_update_is_400(client: Client, room: Room, body: bytes) -> None:
    assert await post(client, body) == 400
    assert await room.updates() == []


async def test_a_bottomless_body_is_400(client: Client) -> None:
    assert await post(client, b'{"update_id":1,"message":' + b"[" * 200_000) == 400


async def test_a_strange_message_is_taken_all_the_same(client: Client, room: Room) -> None:
    # A 400 would make Telegram hold back everything else this chat says for a day.
    assert await post(client, {"update_id": 1, "message": {"chat": 5, "from": None}}) == 200
    assert len(await room.updates()) == 1


async def test_a_body_over_a_megabyte_is_413(client: Client, room: Room) -> None:
    assert await post(client, message(1, "x" * 1_100_000)) == 413
    assert await room.updates() == []


async def test_a_large_body_without_its_length_is_413(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
    async with client.post(PATH, data=pieces(), headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Encoding": "gzip"},
    ],
)
async def test_another_kind_of_body_is_415(client: Client, headers: dict[str, str]) -> None:
    assert await post(client, message(1), **headers) == 415


async def test_reading_the_address_is_405(client: Client) -> None:
    async with client.get(PATH) as answer:
        assert answer.status == 405


async def test_without_a_database_telegram_is_asked_to_come_again(
    client: Client, room: Room
) -> None:
    away = Database("sqlite:////nowhere/at/all.db", INFO)
    home, room.intake._db = room.intake._db, away
    headers = {SECRET_HEADER: SECRET}
    async with client.post(PATH, json=message(1), headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    room.intake._db = home
    await away.close()
    assert await post(client, message(1)) == 200
    assert len(await room.updates()) == 1


async def test_a_closing_process_takes_nothing_new(
    client: Client, room: Room, webhook: Webhook
) -> None:
    webhook.closing = True
    assert await post(client, message(1)) == 503
    assert await room.updates() == []


async def test_a_day_of_backlog_comes_over_forty_connections_in_order_of_each_chat(
    client: Client, room: Room
) -> None:
    address = str(client.make_url(PATH))
    await room.api.call("setWebhook", {"url": address, "secret_token": SECRET}, patience=5)
    people = [room.person(f"Warga {n}") for n in range(20)]
    for number in range(5):
        for person in people:
            person.sends(f"{person.name} {number}")
    await until(lambda: not room.telegram.bot.queue.pending)
    assert len(await room.updates()) == 100
    while await room.worker.work():
        pass
    for person in people:
        assert await _heard(room, person.account.id) == [f"{person.name} {n}" for n in range(5)]


async def test_a_lost_confirmation_and_a_repeated_update_count_once(
    client: Client, room: Room
) -> None:
    address = str(client.make_url(PATH))
    await room.api.call("setWebhook", {"url": address, "secret_token": SECRET}, patience=5)
    room.telegram.faults.add("update", "lost", times=3)
    room.telegram.faults.add("update", "duplicate", times=3)
    siti = room.person("Siti")
    for number in range(6):
        siti.sends(f"pesan {number}")
    await until(lambda: _passed(room))
    assert len(await room.updates()) == 6


def _passed(room: Room) -> bool:
    room.clock.advance(0.1)
    return not room.telegram.bot.queue.pending


async def _heard(room: Room, chat_id: int) -> list[str]:
    return [
        KEYS.open_json(row.payload)["text"]
        for row in await room.outgoing()
        if row.payload and row.lane == KEYS.index("chat", chat_id)
    ]


async def _raw(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
