"""The outbox on its way to Telegram: order, copies, and what becomes of each answer."""

from typing import Any

import pytest

from core import postoffice
from core.db import Database
from core.i18n import Text
from tests.machine_room.room import INFO, Room, neighbour

LABEL = Text("common.plain", text="Terima")
LEASE = postoffice.LEASE.total_seconds()


async def test_messages_to_one_chat_leave_in_their_order_one_a_second(room: Room) -> None:
    siti = room.person("Siti")
    for number in range(4):
        await room.tells(siti, f"pesan {number}")
    for number in range(4):
        await room.send_all()
        assert siti.reads() == [f"pesan {n}" for n in range(number + 1)]
        room.clock.advance(1)


async def test_between_chats_answers_go_before_notices_and_those_before_bulk(room: Room) -> None:
    siti, budi, dewi = (room.person(name) for name in ("Siti", "Budi", "Dewi"))
    await room.tells(siti, "edaran", kind="bulk")
    await room.tells(budi, "kabar", kind="notice")
    await room.tells(dewi, "jawaban", kind="interactive")
    async with neighbour(room, pace=room.relay._pace.model_copy(update={"senders": 1})) as one:
        await one.send_all()
    assert room.texts() == ["jawaban", "kabar", "edaran"]


async def test_within_a_chat_an_answer_waits_for_the_bulk_before_it(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "edaran", kind="bulk")
    await room.tells(siti, "jawaban", kind="interactive")
    await room.rest()
    assert siti.reads() == ["edaran", "jawaban"]


async def test_what_was_sent_is_erased_and_its_number_kept(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "rahasia")
    (waiting,) = await room.outgoing()
    assert waiting.payload is not None
    assert b"rahasia" not in waiting.payload
    await room.send_all()
    (row,) = await room.outgoing()
    assert (row.state, row.payload, row.message_id) == ("sent", None, siti.last.id)
    assert row.settled_at == room.clock.now()


async def test_a_poll_and_an_album_leave_their_numbers(room: Room) -> None:
    siti = room.person("Siti")
    poll = {"question": "Berapa hari?", "options": ["3", "5"], "is_anonymous": False}
    await room.posts(siti, "send_poll", poll, kind="quiz")
    await room.rest()
    (row,) = await room.outgoing()
    assert row.poll_id == siti.last.data["poll"]["id"]


async def test_two_relays_send_everything_once(room: Room) -> None:
    people = [room.person(f"Warga {n}") for n in range(6)]
    for number in range(3):
        for person in people:
            await room.tells(person, f"pesan {number}")
    async with neighbour(room) as other:
        for _ in range(200):
            if not await room.relay.work() + await other.relay.work():
                room.clock.advance(1)
            if set(await room.states()) == {"sent"}:
                break
    assert all(person.reads() == ["pesan 0", "pesan 1", "pesan 2"] for person in people)


# --- What a killed or slow sender leaves ---------------------------------------------------------


async def kill_after_sending(room: Room) -> None:
    """Send what may go, and die before the results are written."""
    async with neighbour(room) as doomed:
        await doomed.relay.work()
        for task in list(doomed.relay._sending):
            await task
        doomed.relay._sending.clear()


async def test_a_notice_of_a_killed_sender_is_sent_again_after_its_lease(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "kabar")
    await kill_after_sending(room)
    await room.send_all()
    assert siti.reads() == ["kabar"]
    room.clock.advance(LEASE)
    await room.send_all()
    assert siti.reads() == ["kabar", "kabar"]


@pytest.mark.parametrize("kind", ["bulk", "quiz"])
async def test_bulk_and_quizzes_of_a_killed_sender_are_never_sent_twice(
    room: Room, kind: Any
) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "edaran", kind=kind)
    await room.tells(siti, "kabar")
    await kill_after_sending(room)
    room.clock.advance(LEASE)
    await room.rest()
    assert siti.reads() == ["edaran", "kabar"]
    assert await room.states() == ["unknown", "sent"]


async def test_a_killed_sender_s_bulk_is_not_repeated_after_a_restart_either(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "edaran", kind="bulk")
    await kill_after_sending(room)
    async with room.db.begin() as session:
        await postoffice.free_all(session)
    await room.rest()
    assert siti.reads() == ["edaran"]


async def test_a_late_result_does_not_undo_what_another_sender_did(room: Room) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "kabar")
    async with room.db.begin() as session:
        (late,) = await postoffice.take(
            session, now=room.clock.now(), limit=1, pace=room.relay._pace
        )
    room.clock.advance(LEASE)
    await room.send_all()
    async with room.db.begin() as session:
        dead = {"key": late.id, "held": late.attempt, "state": "dead", "problem": "late"}
        await postoffice.settle(session, [dead])
    (row,) = await room.outgoing()
    assert (row.state, row.problem) == ("sent", None)


async def test_results_wait_for_a_database_that_is_away(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    await room.tells(siti, "kabar")
    await room.tells(budi, "edaran", kind="bulk")
    await room.relay.work()
    away = Database("sqlite:////nowhere/at/all.db", INFO)
    home, room.relay._db = room.relay._db, away
    for _ in range(3):
        with pytest.raises(Exception, match=r"unable|Errno"):
            await room.relay.work()
    room.relay._db = home
    await away.close()
    await room.send_all()
    assert await room.states() == ["sent", "sent"]
    assert (siti.reads(), budi.reads()) == (["kabar"], ["edaran"])


async def test_finishing_waits_for_what_is_under_way_and_takes_nothing_new(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    await room.tells(siti, "pertama")
    await room.relay.work()
    await room.tells(budi, "kedua")
    await room.relay.finish()
    assert await room.states() == ["sent", "open"]
    assert (siti.reads(), budi.reads()) == (["pertama"], [])


# --- What Telegram may answer --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["reset", "500", "502", "garbage"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_notice_without_an_answer_is_sent_at_least_once(
    room: Room, kind: str, when: str
) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", kind, when=when)
    await room.tells(siti, "kabar")
    await room.rest()
    assert siti.reads() == ["kabar"] * (2 if when == "after" else 1)
    assert await room.states() == ["sent"]


@pytest.mark.parametrize("kind", ["reset", "500", "502", "garbage"])
@pytest.mark.parametrize("message", ["bulk", "quiz"])
async def test_bulk_and_quizzes_without_an_answer_are_not_repeated(
    room: Room, kind: str, message: Any
) -> None:
    siti = room.person("Siti")
    room.telegram.faults.add("sendMessage", kind, when="after")
    await room.tells(siti, "edaran", kind=message)
    await room.tells(siti, "kabar")
    await room.rest()
    assert siti.reads() == ["edaran", "kabar"]
    assert await room.states() == ["unknown", "sent"]


async def test_an_edit_without_an_answer_repeats_without_a_copy(room: Room) -> None:
    siti = room.person("Siti")
    card = await room.tells(siti, "kartu", kind="card")
    await room.rest()
    room.telegram.faults.add("editMessageText", "reset", when="after")
    await room.tells(siti, "kartu baru", kind="card", edits=card.ref)
    await room.rest()
    assert siti.reads() == ["kartu baru"]
    assert await room.states() == ["sent", "sent"]


@pytest.mark.parametrize("kind", ["notice", "bulk", "quiz"])
async def test_what_never_left_is_sent_once_the_way_is_open(room: Room, kind: Any) -> None:
    siti = room.person("Siti")
    await room.tells(siti, "kabar", kind=kind)
    there = room.relay._api._base
    room.relay._api._base = "http://127.0.0.1:9/botnowhere"
    for _ in range(5):
        await room.send_all()
        room.clock.advance(60)
    room.relay._api._base = there
    await room.send_all()
    assert siti.reads() == ["kabar"]
    assert await room.states() == ["sent"]


async def test_a_chat_that_is_slowed_waits_and_the_others_do_not(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    room.telegram.faults.add("sendMessage", "429", chat_id=siti.account.id, retry_after=35)
    await room.tells(siti, "kabar")
    await room.tells(siti, "lagi")
    await room.tells(budi, "kabar")
    await room.send_all()
    room.clock.advance(34)
    await room.send_all()
    assert (siti.reads(), budi.reads()) == ([], ["kabar"])
    (row, *_) = await room.outgoing()
    assert (row.state, row.attempt) == ("open", 0)
    room.clock.advance(1)
    await room.send_all()
    room.clock.advance(1)
    await room.send_all()
    assert siti.reads() == ["kabar", "lagi"]
