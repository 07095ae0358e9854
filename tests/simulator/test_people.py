"""What people do, and what of it the bot gets to know."""

import pytest

from simulator.errors import Json, NotPossible
from simulator.people import Person, Tap
from simulator.telegram import Telegram
from tests.simulator.world import Says, Updates, picture


def test_what_a_person_writes_waits_for_the_bot(siti: Person, updates: Updates) -> None:
    siti.sends("Lampu jalan mati di RT 3")
    assert [message["text"] for message in updates("message")] == [
        "/start",
        "Lampu jalan mati di RT 3",
    ]


def test_a_deep_link_brings_its_payload(telegram: Telegram, updates: Updates) -> None:
    telegram.person("Budi").starts("lapor-jalan")
    assert updates("message")[0]["text"] == "/start lapor-jalan"
    assert updates("message")[0]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_a_name_means_one_person(telegram: Telegram) -> None:
    assert telegram.person("Budi").id == telegram.person("Budi").id
    assert telegram.person("Budi").id != telegram.person("Wati").id
    assert set(telegram.people) == {"Budi", "Wati"}


def test_ids_do_not_fit_into_32_bits(siti: Person, telegram: Telegram) -> None:
    assert siti.id > 2**32
    assert telegram.add_group("Petugas", siti).id < -(2**31)


def test_a_text_over_4096_units_goes_out_in_parts(siti: Person, updates: Updates) -> None:
    siti.sends("😀" * 3000)
    parts = [message["text"] for message in updates("message")[1:]]
    assert [len(part) for part in parts] == [2048, 952]


def test_control_characters_become_spaces(siti: Person) -> None:
    assert siti.sends("a\x00b\u202ec\nd").text == "a bc\nd"


def test_an_empty_text_cannot_be_sent(siti: Person) -> None:
    with pytest.raises(NotPossible):
        siti.sends(" \n")


async def test_a_person_reads_what_the_bot_says(siti: Person, call: Says) -> None:
    await call("sendMessage", chat_id=siti.id, text="Terima kasih")
    assert siti.reads() == ["Terima kasih"]
    assert siti.last.text == "Terima kasih"


async def test_a_button_is_found_by_its_words(siti: Person, call: Says, updates: Updates) -> None:
    keyboard = {"inline_keyboard": [[{"text": "✅ Kirim", "callback_data": "draft:send:1"}]]}
    await call("sendMessage", chat_id=siti.id, text="Kirim laporan?", reply_markup=keyboard)
    tap = siti.taps("kirim")
    assert isinstance(tap, Tap)
    query = updates("callback_query")[0]
    assert query["data"] == "draft:send:1"
    assert query["message"]["text"] == "Kirim laporan?"
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Terkirim")
    assert tap.answer == {"text": "Terkirim", "show_alert": False, "url": None}


async def test_words_on_no_button_are_refused_with_the_words_there_are(
    siti: Person, call: Says
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Kirim", "callback_data": "a"}]]}
    await call("sendMessage", chat_id=siti.id, text="?", reply_markup=keyboard)
    with pytest.raises(NotPossible, match="Kirim"):
        siti.taps("Batal")


async def test_a_forged_button_of_a_deleted_message_arrives_inaccessible(
    siti: Person, updates: Updates
) -> None:
    siti.taps_data("ticket:close:99", on=4711)
    query = updates("callback_query")[0]
    assert (query["data"], query["message"]["date"]) == ("ticket:close:99", 0)


async def test_keys_of_a_reply_keyboard_send_text_contact_and_location(
    siti: Person, call: Says, updates: Updates
) -> None:
    rows = [
        ["Menu"],
        [{"text": "Nomor saya", "request_contact": True}],
        [{"text": "Lokasi saya", "request_location": True}],
    ]
    await call("sendMessage", chat_id=siti.id, text="Pilih", reply_markup={"keyboard": rows})
    assert siti.keyboard == [["Menu"], ["Nomor saya"], ["Lokasi saya"]]
    for key in ("Menu", "Nomor saya", "Lokasi saya"):
        siti.taps(key)
    said, contact, place = updates("message")[1:]
    assert said["text"] == "Menu"
    assert contact["contact"]["user_id"] == siti.id
    assert "latitude" in place["location"]
    await call("sendMessage", chat_id=siti.id, text="Sudah", reply_markup={"remove_keyboard": True})
    assert siti.keyboard == []


def test_an_edit_is_its_own_update(siti: Person, updates: Updates) -> None:
    message = siti.sends("Lampu mti")
    siti.edits(message, "Lampu mati")
    edited = updates("edited_message")[0]
    assert (edited["message_id"], edited["text"]) == (message.id, "Lampu mati")
    assert updates("message")[-1]["text"] == "Lampu mti"


def test_a_deletion_by_a_person_is_not_told(siti: Person, telegram: Telegram) -> None:
    message, before = siti.sends("salah kirim"), len(telegram.bot.queue.pending)
    siti.deletes(message)
    assert message.id not in siti.chat.messages
    assert len(telegram.bot.queue.pending) == before


def test_a_reply_carries_the_message_it_answers(siti: Person, updates: Updates) -> None:
    first = siti.sends("Lampu mati")
    siti.sends("masih mati", reply_to=first)
    assert updates("message")[-1]["reply_to_message"]["text"] == "Lampu mati"


def test_an_album_is_one_message_per_item_with_a_common_id(siti: Person, updates: Updates) -> None:
    siti.sends_album([picture(), picture(), picture()], caption="Jalan rusak")
    items = updates("message")[1:]
    assert len({item["media_group_id"] for item in items}) == 1
    assert [item.get("caption") for item in items] == ["Jalan rusak", None, None]
    assert len({item["message_id"] for item in items}) == 3


def test_blocking_and_unblocking_is_told(siti: Person, updates: Updates) -> None:
    siti.blocks()
    with pytest.raises(NotPossible):
        siti.sends("halo")
    siti.unblocks()
    statuses = [change["new_chat_member"]["status"] for change in updates("my_chat_member")]
    assert statuses == ["kicked", "member"]


async def test_a_reaction_is_told_only_to_a_bot_that_asked(
    siti: Person, call: Says, updates: Updates
) -> None:
    message = await call("sendMessage", chat_id=siti.id, text="Selesai")
    siti.reacts("👍")
    assert updates("message_reaction") == []
    await call("getUpdates", allowed_updates=["message", "message_reaction"])
    siti.reacts(None)
    reaction = updates("message_reaction")[0]
    assert reaction["message_id"] == message["message_id"]
    assert (len(reaction["old_reaction"]), reaction["new_reaction"]) == (1, [])


async def test_an_inline_query_gets_its_results(siti: Person, call: Says, updates: Updates) -> None:
    question = siti.asks_inline("jam layanan")
    content = {"message_text": "08.00-15.00"}
    result = {"type": "article", "id": "1", "title": "Jam", "input_message_content": content}
    query = updates("inline_query")[0]
    await call("answerInlineQuery", inline_query_id=query["id"], results=[result])
    assert question.results == [result]


def test_a_second_bot_has_its_own_chat(telegram: Telegram, siti: Person) -> None:
    other = telegram.add_bot("200:other", "lain_bot", "Lain")
    siti.with_bot(other).starts()
    assert len(other.queue.pending) == 1
    assert [update["message"]["text"] for update in _bodies(telegram)] == ["/start"]


def _bodies(telegram: Telegram) -> list[Json]:
    return [pending.body for pending in telegram.bot.queue.pending.values()]
