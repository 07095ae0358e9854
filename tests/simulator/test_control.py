"""The control API: building a world and acting in it over HTTP."""

import asyncio
import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from simulator.app import make_app
from simulator.clock import ManualClock
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram
from tests.simulator.world import Client, Says, Updates, picture

BUTTONS = {"inline_keyboard": [[{"text": "Kirim", "callback_data": "a"}]]}


async def post(client: Client, path: str, **body: Any) -> Any:
    answer = await client.post(f"/control{path}", json=body)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def get(client: Client, path: str) -> Any:
    answer = await client.get(f"/control{path}")
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_people_are_made_and_listed(client: Client) -> None:
    details = {"label": "Warga", "group": "Warga Desa", "language_code": "id"}
    made = await post(client, "/people", first_name="Budi", **details)
    assert made["label"] == "Warga"
    assert await get(client, "/people") == [made]


async def test_a_bot_is_registered_before_its_token_works(client: Client) -> None:
    assert (await client.get("/bot9:new/getMe")).status == 401
    await post(client, "/bots", token="9:new", username="baru_bot", name="Baru")
    assert (await client.get("/bot9:new/getMe")).status == 200


async def test_a_group_with_a_bot(
    client: Client, telegram: Telegram, siti: Person, updates: Updates
) -> None:
    members = [siti.id, telegram.bot.id]
    group = await post(client, "/groups", title="Petugas", members=members)
    assert updates("my_chat_member")[0]["chat"]["id"] == group["id"]
    agus = telegram.person("Agus")
    await post(client, f"/groups/{group['id']}/members", add=[agus.id], promote=[telegram.bot.id])
    await post(client, f"/groups/{group['id']}/members", remove=[telegram.bot.id])
    statuses = [change["new_chat_member"]["status"] for change in updates("my_chat_member")]
    assert statuses == ["member", "administrator", "kicked"]
    new = await post(client, f"/groups/{group['id']}/migrate")
    assert new["type"] == "supergroup"
    chats = await get(client, f"/people/{siti.id}/chats")
    assert [chat["type"] for chat in chats] == ["private", "supergroup"]


async def test_a_chat_is_read_and_marked(client: Client, siti: Person, call: Says) -> None:
    await call("setMyCommands", commands=[{"command": "laporan", "description": "Laporan"}])
    markup = {"keyboard": [["Menu"]], "resize_keyboard": True}
    await call("sendMessage", chat_id=siti.id, text="<b>Halo</b>", parse_mode="HTML",
               reply_markup=markup)  # fmt: skip
    (chat,) = await get(client, f"/people/{siti.id}/chats")
    assert (chat["title"], chat["unread"], chat["last"]["text"]) == ("Tanggap", 1, "Halo")
    path = f"/people/{siti.id}/chats/{chat['chat_id']}/messages"
    page = await get(client, f"{path}?after=0&read=1")
    start, hello = page["messages"]
    assert (start["out"], hello["out"], hello["html"]) == (True, False, "<b>Halo</b>")
    assert page["keyboard"]["keyboard"] == [[{"text": "Menu"}]]
    assert page["commands"] == [{"command": "laporan", "description": "Laporan"}]
    assert (await get(client, f"/people/{siti.id}/chats"))[0]["unread"] == 0
    assert (await get(client, f"{path}?after={hello['message_id']}"))["messages"] == []


def encoded(data: bytes, name: str) -> dict[str, str]:
    return {"data": b64encode(data).decode(), "name": name}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "Lampu mati"}, "text"),
        ({"photo": encoded(picture(), "a.png"), "caption": "ini"}, "photo"),
        ({"document": encoded(b"isi", "a.pdf")}, "document"),
        ({"voice": encoded(b"OggS", "a.ogg")}, "voice"),
        ({"video": encoded(b"mp4", "a.mp4")}, "video"),
        ({"location": {"latitude": -6.2, "longitude": 106.8, "live_period": 60}}, "location"),
        ({"contact": True}, "contact"),
        ({"sticker": {"emoji": "👍"}}, "sticker"),
    ],
)
async def test_everything_can_be_sent(
    client: Client,
    telegram: Telegram,
    siti: Person,
    updates: Updates,
    body: dict[str, Any],
    field: str,
) -> None:
    sent = await post(client, f"/people/{siti.id}/chats/{telegram.bot.id}/send", **body)
    assert field in sent
    assert field in updates("message")[-1]


async def test_an_album_is_sent_at_once(
    client: Client, telegram: Telegram, siti: Person, updates: Updates
) -> None:
    items = [{"photo": encoded(picture(), "a.png"), "caption": "satu"}]
    items += [{"video": encoded(b"mp4", "b.mp4")}]
    await post(client, f"/people/{siti.id}/chats/{telegram.bot.id}/send", album=items)
    album = updates("message")[1:]
    assert len({item["media_group_id"] for item in album}) == 1
    file = album[0]["photo"][-1]["file_id"]
    answer = await client.get(f"/control/files/{file}")
    assert answer.content_type == "image/jpeg"


async def test_buttons_polls_edits_and_reactions(
    client: Client, telegram: Telegram, siti: Person, call: Says, updates: Updates
) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="?", reply_markup=BUTTONS)
    place = {"chat_id": telegram.bot.id, "message_id": sent["message_id"]}
    pressed = await post(client, f"/people/{siti.id}/tap", **place, row=0, column=0)
    assert updates("callback_query")[0]["id"] == pressed["callback_id"]
    await post(client, f"/people/{siti.id}/tap", **place, data="forged")
    assert updates("callback_query")[1]["data"] == "forged"
    poll = await call("sendPoll", chat_id=siti.id, question="?", options=["a", "b"])
    place["message_id"] = poll["message_id"]
    await post(client, f"/people/{siti.id}/vote", **place, options=[1])
    assert updates("poll")[0]["total_voter_count"] == 1
    place["message_id"] = siti.sends("salah").id
    edited = await post(client, f"/people/{siti.id}/edit", **place, text="betul")
    assert (edited["text"], updates("edited_message")[0]["text"]) == ("betul", "betul")
    await post(client, f"/people/{siti.id}/react", **place, emoji="👍")


async def test_starting_again_unblocks(client: Client, siti: Person, updates: Updates) -> None:
    await post(client, f"/people/{siti.id}/block", blocked=True)
    assert (await get(client, f"/people/{siti.id}/chats"))[0]["blocked"]
    await post(client, f"/people/{siti.id}/start", payload="lapor")
    assert updates("message")[-1]["text"] == "/start lapor"
    assert len(updates("my_chat_member")) == 2


async def test_an_inline_query_is_asked_and_read(client: Client, siti: Person, call: Says) -> None:
    asked = await post(client, f"/people/{siti.id}/inline", query="jam")
    path = f"/people/{siti.id}/inline/{asked['query_id']}"
    assert await get(client, path) == {"results": None}
    content = {"message_text": "08.00"}
    result = {"type": "article", "id": "1", "title": "Jam", "input_message_content": content}
    await call("answerInlineQuery", inline_query_id=asked["query_id"], results=[result])
    assert await get(client, path) == {"results": [result]}


async def test_time_moves_on_request(client: Client, clock: ManualClock) -> None:
    before = clock.now()
    await post(client, "/clock", advance=3600)
    assert (clock.now() - before).total_seconds() == 3600
    clock.advance(4 * 86_400)
    assert clock.now().strftime("%A") == "Friday"
    answer = await post(client, "/clock/next-working-day")
    assert clock.now().strftime("%A") == "Monday"
    assert answer == await get(client, "/clock")


async def test_the_office_says_which_working_day_is_next(
    telegram: Telegram, clock: ManualClock
) -> None:
    async def jump() -> None:
        await asyncio.sleep(0)
        clock.advance(3 * 86_400)

    before = clock.now()
    async with TestClient(TestServer(make_app(telegram, jump=jump))) as client:
        answer = await post(client, "/clock/next-working-day")
    assert clock.now() == before + timedelta(days=3)
    assert answer == {"now": clock.now().isoformat()}


async def test_faults_limits_and_ledger(client: Client, telegram: Telegram, siti: Person) -> None:
    await post(client, "/faults", method="sendMessage", kind="500", times=2)
    address, body = f"/bot{TOKEN}/sendMessage", {"chat_id": siti.id, "text": "a"}
    assert (await client.post(address, json=body)).status == 500
    await client.delete("/control/faults")
    await post(client, "/limits", on=True, per_chat_burst=1)
    statuses = [(await client.post(address, json=body)).status for _ in range(2)]
    assert statuses == [200, 429]
    ledger = await get(client, "/ledger")
    assert [effect["method"] for effect in ledger["effects"]] == ["sendMessage"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/people/1/start", {}, 404),
        ("/people", {}, 400),
        ("/groups/1/migrate", {}, 404),
        ("/faults", {"method": "a", "kind": "b"}, 400),
        ("/limits", {"per_planet": 1}, 400),
        ("/clock", {"advance": -1}, 400),
        ("/nothing", {}, 404),
    ],
)
async def test_what_is_wrong_is_said(
    client: Client, path: str, body: dict[str, Any], status: int
) -> None:
    answer = await client.post(f"/control{path}", json=body)
    assert answer.status == status
    assert (await answer.json())["error"]


@pytest.mark.parametrize("body", ["{", "[]", '{"text": ""}', '{"photo": {"data": "?"}}', "{}"])
async def test_a_wrong_sending_changes_nothing(
    client: Client, telegram: Telegram, siti: Person, body: str
) -> None:
    before = len(siti.chat.messages)
    path = f"/control/people/{siti.id}/chats/{telegram.bot.id}/send"
    answer = await client.post(path, data=body)
    assert answer.status in (400, 409)
    assert len(siti.chat.messages) == before


async def test_open_pages_hear_everything(
    client: Client, telegram: Telegram, siti: Person, call: Says, updates: Updates
) -> None:
    async with client.get("/control/events") as stream:
        await stream.content.readuntil(b"\n\n")
        sent = await call("sendMessage", chat_id=siti.id, text="?", reply_markup=BUTTONS)
        place = {"chat_id": siti.id, "message_id": sent["message_id"]}
        siti.taps("Kirim")
        await call("answerCallbackQuery", callback_query_id=updates("callback_query")[0]["id"])
        await call("editMessageText", **place, text="!")
        await call("sendChatAction", chat_id=siti.id, action="typing")
        await call("deleteMessage", **place)
        await call("sendPoll", chat_id=siti.id, question="?", options=["a", "b"])
        siti.votes("a")
        siti.reacts("👍")
        names, events = [], []
        for _ in range(8):
            name, data = (await stream.content.readuntil(b"\n\n")).decode().strip().split("\n")
            names.append(name.removeprefix("event: "))
            events.append(json.loads(data.removeprefix("data: ")))
    assert names == [
        "message", "answer", "edit", "typing", "delete", "message", "poll", "reaction",
    ]  # fmt: skip
    assert {event["person"] for event in events} == {siti.id}
    assert {event["chat_id"] for event in events} == {telegram.bot.id}
    assert events[1]["message_id"] == place["message_id"]


async def test_stopping_waits_for_no_open_page(client: Client) -> None:
    async with client.get("/control/events") as stream:
        await stream.content.readuntil(b"\n\n")
        async with asyncio.timeout(5):
            await client.server.close()
