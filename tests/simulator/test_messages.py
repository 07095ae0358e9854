"""sendMessage and its rules."""

from datetime import timedelta

import pytest

from simulator import api
from simulator.clock import ManualClock
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Says, refused


async def test_a_message_comes_back_as_it_stands(siti: Person, call: Says) -> None:
    message = await call("sendMessage", chat_id=str(siti.id), text="Halo")
    assert message["chat"] == {
        "id": siti.id, "type": "private", "first_name": "Siti", "last_name": "Aminah",
        "username": "siti",
    }  # fmt: skip
    assert message["from"]["is_bot"]
    assert message["text"] == "Halo"


async def test_4096_units_pass_and_one_more_does_not(siti: Person, call: Says) -> None:
    await call("sendMessage", chat_id=siti.id, text="😀" * 2048)
    assert await refused(call, "sendMessage", chat_id=siti.id, text="😀" * 2048 + "a") == (
        "Bad Request: message is too long"
    )


async def test_the_limit_counts_after_parsing(siti: Person, call: Says) -> None:
    await call("sendMessage", chat_id=siti.id, text="<b>" + "a" * 4096 + "</b>", parse_mode="HTML")


@pytest.mark.parametrize("text", ["", "   ", "<b> </b>"])
async def test_an_empty_message_is_refused(siti: Person, call: Says, text: str) -> None:
    refusal = await refused(call, "sendMessage", chat_id=siti.id, text=text, parse_mode="HTML")
    assert refusal == "Bad Request: message text is empty"


@pytest.mark.parametrize("chat_id", [1, -5, "@kanal", "abc"])
async def test_an_unknown_chat_is_refused(call: Says, chat_id: object) -> None:
    refusal = await refused(call, "sendMessage", chat_id=chat_id, text="Halo")
    assert refusal == "Bad Request: chat not found"


async def test_a_bot_cannot_write_first(telegram: Telegram, call: Says) -> None:
    budi = telegram.person("Budi")
    unknown = await refused(call, "sendMessage", chat_id=budi.id, text="Halo")
    group = telegram.add_group("Warga", budi)
    group.bots[telegram.bot.id] = telegram.bot
    known = await refused(call, "sendMessage", chat_id=budi.id, text="Halo")
    assert unknown == "Bad Request: chat not found"
    assert known == "Forbidden: bot can't initiate conversation with a user"


async def test_a_blocked_bot_gets_403(siti: Person, call: Says) -> None:
    siti.blocks()
    refusal = await refused(call, "sendMessage", chat_id=siti.id, text="Halo")
    assert refusal == "Forbidden: bot was blocked by the user"


async def test_a_deactivated_account_gets_403(siti: Person, call: Says) -> None:
    siti.account.deactivated = True
    refusal = await refused(call, "sendMessage", chat_id=siti.id, text="Halo")
    assert refusal == "Forbidden: user is deactivated"


async def test_nothing_is_sent_when_anything_is_wrong(siti: Person, call: Says) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}
    await refused(call, "sendMessage", chat_id=siti.id, text="Halo", reply_markup=keyboard)
    await refused(call, "sendMessage", chat_id=siti.id, text="Halo", reply_to_message_id=999)
    assert siti.reads() == []


@pytest.mark.parametrize(
    ("keyboard", "reason"),
    [
        ([[{"text": "a", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a"}]], "text buttons are unallowed in the inline keyboard"),
        ([[{"text": "a", "url": "x y"}]], "Wrong HTTP URL"),
        ([[{"text": "a", "url": "https://a.id", "callback_data": "x"}]], "BUTTON_TYPE_INVALID"),
        ([[{"text": "a", "callback_data": "x"}]] * 101, "REPLY_MARKUP_TOO_LONG"),
        ([[{"text": "a", "callback_data": "x"}] * 9], "REPLY_MARKUP_TOO_LONG"),
        ("no rows", "must be of type Array"),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    siti: Person, call: Says, keyboard: object, reason: str
) -> None:
    markup = {"inline_keyboard": keyboard}
    assert reason in await refused(
        call, "sendMessage", chat_id=siti.id, text="?", reply_markup=markup
    )


async def test_64_bytes_of_button_data_pass(siti: Person, call: Says) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 32}]]}
    await call("sendMessage", chat_id=siti.id, text="?", reply_markup=keyboard)
    assert siti.last.buttons == [["a"]]


async def test_a_reply_to_a_lost_message_passes_only_when_allowed(siti: Person, call: Says) -> None:
    lost = {"message_id": 999}
    assert "message to be replied not found" in await refused(
        call, "sendMessage", chat_id=siti.id, text="a", reply_parameters=lost
    )
    allowed = {**lost, "allow_sending_without_reply": True}
    await call("sendMessage", chat_id=siti.id, text="a", reply_parameters=allowed)


async def test_a_copy_has_no_origin_and_a_forward_has(siti: Person, call: Says) -> None:
    original = siti.sends("Lampu mati")
    place = {"chat_id": siti.id, "from_chat_id": siti.id, "message_id": original.id}
    await call("copyMessage", **place)
    assert "forward_origin" not in siti.last.data
    await call("forwardMessage", **place)
    assert siti.last.data["forward_origin"]["sender_user"]["id"] == siti.id
    assert siti.reads() == ["Lampu mati", "Lampu mati"]


async def test_a_protected_message_cannot_be_copied(siti: Person, call: Says) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="rahasia", protect_content=True)
    place = {"chat_id": siti.id, "from_chat_id": siti.id, "message_id": sent["message_id"]}
    assert await refused(call, "copyMessage", **place) == "Bad Request: message can't be copied"


async def test_typing_shows_for_five_seconds(siti: Person, call: Says, clock: ManualClock) -> None:
    await call("sendChatAction", chat_id=siti.id, action="typing")
    assert siti.chat.typing_until == clock.now() + timedelta(seconds=5)
    assert "wrong parameter action" in await refused(
        call, "sendChatAction", chat_id=siti.id, action="sleeping"
    )


async def test_places_and_contacts_are_sent(siti: Person, call: Says) -> None:
    await call("sendLocation", chat_id=siti.id, latitude="-6.2", longitude="106.8")
    assert siti.last.data["location"] == {"latitude": -6.2, "longitude": 106.8}
    place = {"latitude": -6.2, "longitude": 106.8, "title": "Kantor", "address": "Jl. Melati 1"}
    await call("sendVenue", chat_id=siti.id, **place)
    assert siti.last.data["venue"]["title"] == "Kantor"
    await call("sendContact", chat_id=siti.id, phone_number="+6221", first_name="Kantor")
    assert siti.last.data["contact"]["phone_number"] == "+6221"
    assert "wrong location" in await refused(
        call, "sendLocation", chat_id=siti.id, latitude=91, longitude=0
    )


async def test_an_unknown_token_and_an_unknown_method_are_refused(telegram: Telegram) -> None:
    unknown = await api.answer(telegram, "1:wrong", "getMe", {})
    missing = await api.answer(telegram, telegram.bot.token, "sendEverything", {})
    assert (unknown.code, missing.code) == (401, 404)


async def test_method_names_are_matched_without_case(siti: Person, call: Says) -> None:
    assert (await call("SENDMESSAGE", chat_id=siti.id, text="a"))["text"] == "a"
