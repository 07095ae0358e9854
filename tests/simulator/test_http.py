"""The Bot API over real connections: encodings, faults, live delivery, clean stop."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulator.clock import ManualClock
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram
from tests.simulator.world import Client, Says, picture, until

SEND = f"/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize("how", ["params", "data", "json"])
async def test_parameters_come_by_query_form_or_json(
    siti: Person, client: Client, how: str
) -> None:
    arguments: dict[str, Any] = {how: {"chat_id": siti.id, "text": "Halo"}}
    answer = await (await client.post(SEND, **arguments)).json()
    assert answer["ok"]
    assert siti.reads() == ["Halo"]


async def test_files_come_by_multipart(siti: Person, client: Client) -> None:
    form = aiohttp.FormData({"chat_id": str(siti.id), "caption": "peta"})
    form.add_field("photo", picture(), filename="peta.png", content_type="image/png")
    answer = await (await client.post(f"/bot{TOKEN}/sendPhoto", data=form)).json()
    assert answer["result"]["photo"][-1]["width"] == 400


async def test_a_refusal_has_its_code(siti: Person, client: Client) -> None:
    siti.blocks()
    answer = await client.post(SEND, json={"chat_id": siti.id, "text": "Halo"})
    body = await answer.json()
    assert (answer.status, body["ok"], body["error_code"]) == (403, False, 403)


@pytest.mark.parametrize("body", ["{", "[]", "\xff"])
async def test_a_broken_body_is_400(client: Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post(SEND, data=body.encode("latin-1"), headers=headers)
    assert (answer.status, (await answer.json())["ok"]) == (400, False)


async def test_a_token_nobody_has_is_401(client: Client) -> None:
    assert (await client.get("/bot1:no/getMe")).status == 401


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("kind", "status"), [("429", 429), ("500", 500), ("502", 502)])
async def test_faults_that_answer(
    siti: Person, telegram: Telegram, client: Client, kind: str, status: int, when: str
) -> None:
    telegram.faults.add("sendMessage", kind, when=when, retry_after=7)
    answer = await client.post(SEND, json={"chat_id": siti.id, "text": "Halo"})
    assert answer.status == status
    assert siti.reads() == (["Halo"] if when == "after" else [])
    if kind == "429":
        assert (await answer.json())["parameters"] == {"retry_after": 7}
    assert (await client.post(SEND, json={"chat_id": siti.id, "text": "lagi"})).status == 200


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_connection_is_cut_before_or_after_the_effect(
    siti: Person, telegram: Telegram, client: Client, when: str
) -> None:
    telegram.faults.add("sendMessage", "reset", when=when)
    with pytest.raises(aiohttp.ClientError):
        await client.get(SEND, params={"chat_id": siti.id, "text": "Halo"}, **NO_RETRY)
    assert siti.reads() == (["Halo"] if when == "after" else [])


async def test_a_silent_server_is_left_after_the_effect(
    siti: Person, telegram: Telegram, client: Client
) -> None:
    telegram.faults.add("sendMessage", "timeout", when="after")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await client.post(SEND, json={"chat_id": siti.id, "text": "Halo"})
    assert siti.reads() == ["Halo"]


async def test_a_delay_ends_with_the_clock(
    siti: Person, telegram: Telegram, client: Client, clock: ManualClock
) -> None:
    telegram.faults.add("sendMessage", "delay", seconds=30)
    sending = asyncio.create_task(client.post(SEND, json={"chat_id": siti.id, "text": "Halo"}))
    await until(lambda: not telegram.faults.waiting)
    clock.advance(30)
    assert (await sending).status == 200


async def test_garbage_is_no_json(siti: Person, telegram: Telegram, client: Client) -> None:
    telegram.faults.add("sendMessage", "garbage", when="after")
    answer = await client.post(SEND, json={"chat_id": siti.id, "text": "Halo"})
    with pytest.raises(ValueError, match="Expecting"):
        await answer.json()


async def test_a_fault_meets_only_its_chat(
    siti: Person, telegram: Telegram, client: Client
) -> None:
    telegram.faults.add("*", "400", chat_id=1, times=5)
    assert (await client.post(SEND, json={"chat_id": siti.id, "text": "a"})).status == 200
    assert (await client.post(SEND, json={"chat_id": 1, "text": "a"})).status == 400


def test_an_unknown_fault_is_refused(telegram: Telegram) -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        telegram.faults.add("sendMessage", "flood")


async def test_webhooks_are_served_while_the_server_runs(
    siti: Person, client: Client, call: Says
) -> None:
    received: asyncio.Queue[Any] = asyncio.Queue()

    async def receive(request: web.Request) -> web.Response:
        received.put_nowait(await request.json())
        return web.Response()

    service = web.Application()
    service.router.add_post("/telegram", receive)
    async with TestServer(service) as server:
        await call("setWebhook", url=str(server.make_url("/telegram")))
        assert (await received.get())["message"]["text"] == "/start"
        siti.sends("Lampu mati")
        assert (await received.get())["message"]["text"] == "Lampu mati"


async def test_stopping_waits_for_no_long_poll(telegram: Telegram, client: Client) -> None:
    address = client.make_url(f"/bot{TOKEN}/getUpdates?timeout=50")
    async with aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.get(address))
        await until(lambda: telegram.bot.queue.poller is not None)
        await client.server.close()
        with pytest.raises(aiohttp.ClientError):
            await poll


async def test_the_chat_page_is_served(client: Client) -> None:
    page, script = await client.get("/"), await client.get("/js/main.js")
    assert page.content_type == "text/html"
    assert script.content_type.endswith("/javascript")


NO_RETRY: dict[str, Any] = {"headers": {"Connection": "close"}}


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("garbage", 200)])
async def test_a_download_can_fail(
    siti: Person, telegram: Telegram, client: Client, call: Says, kind: str, status: int
) -> None:
    sent = siti.sends_document(b"isi")
    file = await call("getFile", file_id=sent.data["document"]["file_id"])
    address = f"/file/bot{TOKEN}/{file['file_path']}"
    telegram.faults.add("file", kind)
    answer = await client.get(address)
    assert (answer.status, await answer.read() == b"isi") == (status, False)
    assert await (await client.get(address)).read() == b"isi"
