"""The outbox on its way to Telegram: order, copies, and what becomes of each answer."""

import pytest
from sqlalchemy import select

from core import outbox, postoffice
from core.i18n import Text
from core.outbox import Button, Outgoing
from core.people.models import Person
from simulator import groups
from tests.machine_room.room import KEYS, Room, neighbour

LABEL = Text("common.plain", text="Terima")
LEASE = postoffice.LEASE.total_seconds()


async def test_an_hour_of_waiting_survives_a_restart(room: Room) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", "429", retry_after=3600)
    await room.tells(siti, "kabar")
    await room.send_all()
    async with room.db.begin() as session:
        await postoffice.free_all(session)
    async with neighbour(room) as other:
        room.clock.advance(3599)
        await other.send_all()
        assert siti.reads() == []
        room.clock.advance(1)
        await other.send_all()
    assert siti.reads() == ["kabar"]


@pytest.mark.parametrize("senders", [1, 4])
async def test_when_many_chats_are_slowed_everything_waits(room: Room, senders: int) -> None:
    people = [room.person(f"Warga {n}") for n in range(5)]
    for person in people:
        await room.tells(person, "kabar")
    room.telegram.faults.add("sendMessage", "429", retry_after=30, times=2)
    pace = room.relay._pace.model_copy(update={"senders": senders})
    async with neighbour(room, pace=pace) as other:
        await other.send_all()
        early = len(room.texts())
        late = room.person("Terlambat")
        await room.tells(late, "jawaban", kind="interactive")
        room.clock.advance(29)
        await other.send_all()
        assert len(room.texts()) == early <= senders
        room.clock.advance(1)
        for _ in range(10):
            await other.send_all()
            room.clock.advance(1)
    assert sorted(room.texts()) == ["jawaban"] + ["kabar"] * 5


async def test_a_long_pause_is_not_cut_short_by_a_shorter_one(room: Room) -> None:
    now = room.clock.now()
    async with room.db.begin() as session:
        await postoffice.pause_all(session, now + postoffice.LEASE * 10)
        await postoffice.pause_all(session, now + postoffice.LEASE)
    siti = room.person("Siti")
    await room.tells(siti, "kabar")
    room.clock.advance(LEASE * 9)
    await room.send_all()
    assert siti.reads() == []


async def test_who_blocks_the_bot_gets_everything_once_when_they_return(room: Room) -> None:
    siti = room.person("Siti")
    siti.chat.blocked = True
    await room.tells(siti, "satu")
    await room.tells(siti, "dua")
    await room.rest()
    assert await room.states() == ["dead", "open"]
    assert (await room.chat(siti)).gone_at == room.clock.now()
    async with room.db.read() as session:
        assert (await session.scalars(select(Person.unreachable_at))).one() is not None
    await room.tells(siti, "tiga")
    room.clock.advance(86_400)
    await room.rest()
    siti.chat.blocked = False
    async with room.db.begin() as session:
        await postoffice.reachable(session, (await room.chat(siti)).lane)
    await room.rest()
    assert siti.reads() == ["satu", "dua", "tiga"]


@pytest.mark.parametrize("words", ["chat not found", "PEER_ID_INVALID", "user is deactivated"])
async def test_a_chat_that_is_not_there_is_not_tried_again(room: Room, words: str) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", "400", description=f"Bad Request: {words}", times=9)
    await room.tells(siti, "satu")
    await room.tells(siti, "dua")
    await room.rest()
    assert await room.states() == ["dead", "open"]
    assert len(room.telegram.faults.waiting) == 1


async def test_a_group_that_moved_is_written_to_at_its_new_address(room: Room) -> None:
    group, lane = await room.group("Petugas", room.person("Siti"))
    for number in range(3):
        await _to_group(room, lane, f"kabar {number}")
    await room.send_all()
    moved = groups.migrate(room.telegram, group)
    for _ in range(4):
        room.clock.advance(3)
        await room.send_all()
    assert [m.data.get("text") for m in moved.messages.values() if "text" in m.data] == [
        "kabar 1",
        "kabar 2",
    ]
    assert await room.states() == ["sent"] * 3


async def _to_group(room: Room, lane: str, text: str) -> None:
    async with room.db.begin() as session:
        letter = outbox.Letter("send_message", {"text": text})
        outbox.post(session, lane, letter, now=room.clock.now(), kind="notice")


async def test_the_same_words_again_count_as_sent(room: Room) -> None:
    siti = room.person("Siti")
    card = await room.tells(siti, "kartu", kind="card")
    await room.tells(siti, "kartu", kind="card", edits=card.ref)
    await room.rest()
    assert await room.states() == ["sent", "sent"]
    assert [row.message_id for row in await room.outgoing()] == [siti.last.id] * 2


async def test_buttons_of_a_message_that_is_gone_are_gone_too(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "pertanyaan")
    await room.rest()
    question = siti.last
    siti.deletes(question)
    await room.posts(siti, "edit_message_reply_markup", {"message_id": question.id}, kind="card")
    await room.rest()
    assert await room.states() == ["sent", "sent"]
    assert siti.reads() == []


async def test_a_card_that_is_gone_is_sent_anew_and_later_edits_find_it(room: Room) -> None:
    siti = room.person("Siti")
    card = await room.tells(siti, "kartu", kind="card")
    await room.rest()
    siti.deletes(siti.last)
    for words in ("kartu 2", "kartu 3", "kartu 4"):
        await room.tells(siti, words, kind="card", edits=card.ref)
        await room.rest()
    assert siti.reads() == ["kartu 4"]
    assert len(room.sent("sendMessage")) == 2


async def test_an_edit_waits_for_the_card_it_changes(room: Room) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", "reset", when="after")
    card = await room.tells(siti, "kartu", kind="card")
    await room.tells(siti, "kartu baru", kind="card", edits=card.ref)
    await room.rest()
    assert siti.reads() == ["kartu", "kartu baru"]
    assert len(room.sent("editMessageText")) == 1


async def test_an_edit_of_a_card_that_never_arrived_is_sent_as_a_message(room: Room) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", "400", description="Bad Request: BUTTON_DATA_INVALID")
    card = await room.tells(siti, "kartu", kind="card")
    for words in ("kartu 2", "kartu 3"):
        await room.tells(siti, words, kind="card", edits=card.ref)
    await room.rest()
    assert siti.reads() == ["kartu 3"]
    assert await room.states() == ["dead", "sent", "sent"]


async def test_words_survive_a_broken_template(room: Room) -> None:
    siti = room.person("Siti")
    await room.posts(siti, "send_message", {"text": "<b>Halo <i>5 &lt; 6</b>"})
    await room.rest()
    assert siti.reads() == ["Halo 5 < 6"]
    assert await room.states() == ["sent"]


async def test_a_text_that_is_too_long_comes_in_parts_with_its_buttons_last(room: Room) -> None:
    siti = room.person("Siti")
    words = "".join(f"Baris {n}: lampu jalan & got <mampet> 🧕🏽.\n" for n in range(250))
    buttons = [[Button("ticket.accept", 1, 1, LABEL)]]
    await room.tells(siti, words, buttons=buttons)
    await room.tells(siti, "sesudahnya")
    await room.rest()
    *parts, after = siti.reads()
    assert len(parts) > 2
    assert "\n".join(part.strip() for part in parts) == words.strip()
    assert after == "sesudahnya"
    shown = [message.inline_keyboard for message in siti.messages]
    assert [bool(one) for one in shown] == [False] * (len(parts) - 1) + [True, False]


async def test_an_edit_that_is_too_long_becomes_messages(room: Room) -> None:
    siti = room.person("Siti")
    card = await room.tells(siti, "kartu", kind="card")
    await room.tells(siti, "panjang sekali " * 400, kind="card", edits=card.ref)
    await room.tells(siti, "kartu akhir", kind="card", edits=card.ref)
    await room.rest()
    assert siti.reads()[0] == "kartu"
    assert siti.reads()[-1] == "kartu akhir"
    assert await room.states() == ["sent"] * 3


async def test_what_telegram_will_never_take_is_given_up_at_once_and_kept(room: Room) -> None:
    siti = room.person("Siti")
    words = "Bad Request: BUTTON_DATA_INVALID"
    room.telegram.faults.add("sendMessage", "400", description=words)
    await room.tells(siti, "satu")
    await room.tells(siti, "dua")
    await room.rest()
    first, _ = await room.outgoing()
    assert (first.state, first.problem) == ("dead", "button_data_invalid")
    assert first.payload is not None
    assert siti.reads() == ["dua"]


async def test_a_method_that_is_not_listed_never_leaves(room: Room) -> None:
    siti = room.person("Siti")
    await room.posts(siti, "ban_chat_member", {"user_id": 1})
    await room.rest()
    assert await room.states() == ["dead"]


async def test_a_refused_token_stops_all_sending_and_loses_nothing(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    bot = room.telegram.bots.pop("100:simulated")
    await room.tells(siti, "kabar")
    await room.send_all()
    await room.tells(budi, "jawaban", kind="interactive")
    room.clock.advance(29)
    await room.send_all()
    assert await room.states() == ["open", "open"]
    room.telegram.bots["100:simulated"] = bot
    room.clock.advance(1)
    await room.send_all()
    assert (siti.reads(), budi.reads()) == (["kabar"], ["jawaban"])


async def test_a_payload_nobody_can_open_does_not_stop_the_others(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    row = await room.tells(siti, "rusak")
    async with room.db.begin() as session:
        damaged = await session.get_one(Outgoing, row.id)
        damaged.payload = KEYS.seal(b"x")[:-1] + b"?"
    await room.tells(budi, "kabar")
    await room.rest()
    assert await room.states() == ["dead", "sent"]


async def test_a_silent_server_is_given_up_and_asked_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.relay.PATIENCE", 0.1)
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", "timeout")
    await room.tells(siti, "kabar")
    await room.rest()
    assert siti.reads() == ["kabar"]
