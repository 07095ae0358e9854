"""Edits, deletions and answers to buttons."""

import pytest

from simulator.clock import ManualClock
from simulator.people import Person, Tap
from tests.simulator.world import Says, Updates, refused

HOUR = 3_600
BUTTON = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ticket:accept:1"}]]}


async def test_an_edit_changes_what_is_read(siti: Person, call: Says) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="Status: baru", reply_markup=BUTTON)
    place = {"chat_id": siti.id, "message_id": sent["message_id"]}
    edited = await call("editMessageText", **place, text="Status: diterima")
    assert siti.reads() == ["Status: diterima"]
    assert siti.last.buttons == []
    assert edited["edit_date"] >= sent["date"]


async def test_an_edit_to_the_same_is_refused(siti: Person, call: Says) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="<b>a</b>", parse_mode="HTML")
    place = {"chat_id": siti.id, "message_id": sent["message_id"]}
    refusal = await refused(call, "editMessageText", **place, text="<b>a</b>", parse_mode="HTML")
    assert refusal.startswith("Bad Request: message is not modified")
    await call("editMessageText", **place, text="a")


async def test_only_the_keyboard_can_change(siti: Person, call: Says) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="a", reply_markup=BUTTON)
    place = {"chat_id": siti.id, "message_id": sent["message_id"]}
    same = await refused(call, "editMessageReplyMarkup", **place, reply_markup=BUTTON)
    assert "not modified" in same
    await call("editMessageReplyMarkup", **place)
    assert siti.last.buttons == []


async def test_what_cannot_be_edited(siti: Person, call: Says) -> None:
    own = siti.sends("Lampu mati")
    place = await call("sendLocation", chat_id=siti.id, latitude=0, longitude=0)
    numbers = {"edit not found": 999, "can't be edited": own.id, "no text": place["message_id"]}
    for reason, number in numbers.items():
        params = {"chat_id": siti.id, "message_id": number, "text": "x"}
        assert reason in await refused(call, "editMessageText", **params)


async def test_an_edit_has_no_time_limit(siti: Person, call: Says, clock: ManualClock) -> None:
    sent = await call("sendMessage", chat_id=siti.id, text="a")
    clock.advance(90 * 24 * HOUR)
    await call("editMessageText", chat_id=siti.id, message_id=sent["message_id"], text="b")


async def test_messages_can_be_deleted_for_48_hours(
    siti: Person, call: Says, clock: ManualClock
) -> None:
    first, second = siti.sends("satu"), await call("sendMessage", chat_id=siti.id, text="dua")
    clock.advance(47 * HOUR)
    assert await call("deleteMessage", chat_id=siti.id, message_id=first.id)
    clock.advance(HOUR)
    late = {"chat_id": siti.id, "message_id": second["message_id"]}
    assert "message can't be deleted" in await refused(call, "deleteMessage", **late)
    assert "message to delete not found" in await refused(
        call, "deleteMessage", chat_id=siti.id, message_id=first.id
    )


async def test_many_messages_are_deleted_at_once(siti: Person, call: Says) -> None:
    sent = [siti.sends(text).id for text in ("a", "b", "c")]
    await call("deleteMessages", chat_id=siti.id, message_ids=[*sent, 999])
    assert not set(sent) & siti.chat.messages.keys()


async def press(siti: Person, call: Says) -> Tap:
    await call("sendMessage", chat_id=siti.id, text="a", reply_markup=BUTTON)
    tap = siti.taps("Terima")
    assert isinstance(tap, Tap)
    return tap


async def test_a_button_is_answered_once(siti: Person, call: Says) -> None:
    tap = await press(siti, call)
    await call("answerCallbackQuery", callback_query_id=tap.id, text="Baik", show_alert=True)
    assert tap.answer == {"text": "Baik", "show_alert": True, "url": None}
    refusal = await refused(call, "answerCallbackQuery", callback_query_id=tap.id)
    assert refusal.startswith("Bad Request: query is too old and response timeout expired")


@pytest.mark.parametrize("wait", [31, 600])
async def test_a_late_answer_is_refused(
    siti: Person, call: Says, clock: ManualClock, wait: int
) -> None:
    tap = await press(siti, call)
    clock.advance(wait)
    assert "query is too old" in await refused(
        call, "answerCallbackQuery", callback_query_id=tap.id
    )


async def test_an_answer_has_at_most_200_characters(siti: Person, call: Says) -> None:
    tap = await press(siti, call)
    long = {"callback_query_id": tap.id, "text": "a" * 201}
    assert "MESSAGE_TOO_LONG" in await refused(call, "answerCallbackQuery", **long)


async def test_a_press_is_gone_after_150_seconds(
    siti: Person, call: Says, clock: ManualClock, updates: Updates
) -> None:
    await press(siti, call)
    clock.advance(149)
    assert len(updates("callback_query")) == 1
    clock.advance(1)
    waiting = await call("getUpdates")
    assert [update for update in waiting if "callback_query" in update] == []
