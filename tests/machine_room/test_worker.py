"""Updates become turns: in order, once, together where they can be."""

from typing import Any

import pytest
from sqlalchemy import select

from bot import worker as turns
from bot.turn import Turn
from bot.worker import Worker
from core import updates
from core.updates import MAX_ATTEMPTS, Update
from tests.machine_room.room import KEYS, Broken, Room, attempts


async def said(room: Room) -> list[str]:
    """What waits in the outbox, oldest first."""
    return [KEYS.open_json(row.payload)["text"] for row in await room.outgoing() if row.payload]


async def fetch(room: Room) -> None:
    await room.poller.poll(0)
    await room.courtesy.finish()


async def test_a_lane_keeps_its_order_and_lanes_go_side_by_side(room: Room) -> None:
    siti, budi = room.person("Siti"), room.person("Budi")
    for number in range(3):
        siti.sends(f"siti {number}")
        budi.sends(f"budi {number}")
    await fetch(room)
    assert [await room.worker.work() for _ in range(4)] == [2, 2, 2, 0]
    words = await said(room)
    assert [one for one in words if "siti" in one] == ["siti 0", "siti 1", "siti 2"]
    assert [one for one in words if "budi" in one] == ["budi 0", "budi 1", "budi 2"]


async def test_turns_that_come_together_share_one_transaction(room: Room) -> None:
    sessions = set()

    async def note(turn: Turn) -> None:
        sessions.add(id(turn.session))

    worker = Worker(room.db, KEYS, room.clock, room.bot, note)
    for number in range(5):
        room.person(f"Warga {number}").sends("Halo")
    await fetch(room)
    assert await worker.work() == 5
    assert len(sessions) == 1


async def test_one_that_fails_does_not_hold_up_those_beside_it(room: Room) -> None:
    people = [room.person(f"Warga {number}") for number in range(4)]
    for person in people[:3]:
        person.sends("Halo")
    people[3].sends("fail")
    await fetch(room)
    await room.worker.work()
    assert await said(room) == ["Halo"] * 3
    assert [row.state for row in await room.updates()] == ["done"] * 3 + ["open"]


async def test_a_refusal_is_told_and_undoes_what_its_turn_did(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("refuse ini")
    await fetch(room)
    await room.worker.work()
    assert await said(room) == ["Tidak bisa: refuse ini"]
    assert [row.state for row in await room.updates()] == ["done"]


async def test_a_refusal_among_others_undoes_only_its_own_turn(room: Room) -> None:
    room.person("Siti").sends("refuse ini")
    room.person("Budi").sends("Halo")
    await fetch(room)
    await room.worker.work()
    assert sorted(await said(room)) == ["Halo", "Tidak bisa: refuse ini"]


async def test_a_failure_is_tried_again_within_half_a_minute(room: Room) -> None:
    room.person("Siti").sends("fail")
    await fetch(room)
    for attempt in range(1, MAX_ATTEMPTS):
        assert await room.worker.work() == 1
        (row,) = await room.updates()
        assert (row.state, row.attempt) == ("open", attempt)
        assert await room.worker.work() == 0
        room.clock.advance(30)


async def test_a_failure_that_passes_leaves_one_effect(room: Room) -> None:
    times = []

    async def passes(turn: Turn) -> None:
        times.append(turn.text)
        turn.say("common.plain", text=turn.text)
        if len(times) < 3:
            raise Broken(turn.text)

    worker = Worker(room.db, KEYS, room.clock, room.bot, passes)
    room.person("Siti").sends("Halo")
    await fetch(room)
    for _ in range(4):
        await worker.work()
        room.clock.advance(30)
    assert await said(room) == ["Halo"]


async def test_after_five_failures_it_is_set_aside_with_an_apology_and_its_lane_goes_on(
    room: Room,
) -> None:
    siti = room.person("Siti")
    siti.sends("Halo")
    await room.rest()
    siti.sends("fail")
    siti.sends("Masih di sini")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    await room.rest()
    assert [row.state for row in await room.updates()] == ["done", "quarantined", "done"]
    assert "tidak hilang" in siti.reads()[1]
    assert siti.reads()[2] == "Masih di sini"


async def test_what_is_set_aside_keeps_its_words_sealed(room: Room) -> None:
    room.person("Siti").sends("fail rahasia")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    (row,) = await room.updates()
    assert row.body is not None
    assert "rahasia" in KEYS.open(row.body).decode()
    assert b"rahasia" not in row.body
    assert row.problem is not None
    assert "rahasia" not in row.problem
    assert row.problem.startswith("Broken at ")


async def test_what_was_set_aside_can_be_worked_once_the_mistake_is_mended(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("fail dulu")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    (row,) = await room.updates()

    async def mended(turn: Turn) -> None:
        turn.say("common.plain", text=f"Diterima: {turn.text}")

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, mended)
    async with room.db.begin() as session:
        assert await updates.replay(session, row.id)
        assert not await updates.replay(session, row.id)
    await room.rest()
    assert siti.reads()[-1] == "Diterima: fail dulu"
    assert [one.body for one in await room.updates()] == [None]


UNREADABLE: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}}},
    {"message": {"message_id": 1, "date": "x", "chat": {"id": 5, "type": "private"}}},
    {"message": {"chat": None}},
    {"message": {"date": 1, "chat": {"id": 5}, "from": {"id": 5}}},
    {"callback_query": {"id": "1", "from": {"id": 5}}},
    {"message": []},
)


async def test_what_cannot_be_read_is_set_aside_at_once(room: Room) -> None:
    await room.intake.receive(
        [{"update_id": number} | content for number, content in enumerate(UNREADABLE)]
    )
    while await room.worker.work():
        pass
    found = [(row.state, row.body is not None) for row in await room.updates()]
    assert found == [("quarantined", True)] * len(UNREADABLE)


async def test_who_sent_something_unreadable_hears_of_it_and_goes_on(room: Room) -> None:
    siti = room.person("Siti")
    await room.knows(siti)
    place = {"id": siti.account.id, "type": "private"}
    await room.intake.receive([{"update_id": 1, "message": {"chat": place, "from": place}}])
    siti.sends("Halo")
    await room.rest()
    assert "tidak hilang" in siti.reads()[0]
    assert siti.reads()[1] == "Halo"


async def test_what_nobody_asked_for_is_done_without_effect(room: Room) -> None:
    person = {"id": 5, "is_bot": False, "first_name": "S"}
    contents: list[dict[str, Any]] = [{}, {"something_new": {"from": person}}, {"message": None}]
    await room.intake.receive([{"update_id": n} | one for n, one in enumerate(contents)])
    while await room.worker.work():
        pass
    assert {(row.state, row.problem) for row in await room.updates()} == {("done", None)}
    assert await room.outgoing() == []


async def test_nobody_is_answered_in_a_group(room: Room) -> None:
    person = {"id": 5, "is_bot": False, "first_name": "Siti"}
    group = {"id": -9, "type": "group", "title": "RT 3"}
    content = {"message_id": 1, "date": 1, "chat": group, "from": person, "text": "Halo"}
    await room.intake.receive([{"update_id": 1, "message": content}])
    await room.worker.work()
    assert await room.outgoing() == []
    assert [row.state for row in await room.updates()] == ["done"]


async def test_a_handler_that_hangs_is_stopped_counted_and_set_aside(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.05)
    siti = room.person("Siti")
    siti.sends("hang")
    siti.sends("Halo")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    await room.rest()
    assert [row.state for row in await room.updates()] == ["quarantined", "done"]
    assert siti.reads()[-1] == "Halo"


async def test_a_handler_that_hangs_does_not_take_those_beside_it_along(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.2)
    room.person("Siti").sends("hang")
    room.person("Budi").sends("Halo")
    await fetch(room)
    await room.worker.work()
    assert await said(room) == ["Halo"]


@pytest.mark.parametrize("problem", [MemoryError(), RecursionError("deep"), TimeoutError("slow")])
async def test_other_failures_of_a_handler_count_as_well(room: Room, problem: Exception) -> None:
    async def broken(turn: Turn) -> None:
        raise problem

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, broken)
    room.person("Siti").sends("Halo")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    assert [row.state for row in await room.updates()] == ["quarantined"]


async def test_a_number_no_database_can_hold_is_the_handlers_fault(room: Room) -> None:
    async def broken(turn: Turn) -> None:
        await turn.session.execute(select(Update).where(Update.id == 10**30))

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, broken)
    siti = room.person("Siti")
    siti.sends("Halo")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    await room.rest()
    assert [row.state for row in await room.updates()] == ["quarantined"]
    assert "tidak hilang" in siti.reads()[0]  # also somebody who writes for the first time
