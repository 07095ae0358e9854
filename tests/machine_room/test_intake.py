"""Updates in: committed first, acknowledged then; nothing is lost and nothing counts twice."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import Intake
from core import updates
from core.db import Database
from core.updates import lane_id, row_for
from simulator.telegram import START
from tests.machine_room.room import KEYS, Room, open_room


def message(number: int, text: str = "Halo", chat: int = 5) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Siti"}
    place = {"id": chat, "type": "private", "first_name": "Siti"}
    content = {"message_id": number, "date": 1, "chat": place, "from": person, "text": text}
    return {"update_id": number, "message": content}


async def test_arrivals_at_one_moment_are_all_written(room: Room) -> None:
    await asyncio.gather(*(room.intake.receive([message(n)]) for n in range(50)))
    assert sorted(row.update_id for row in await room.updates()) == list(range(50))


async def test_the_same_update_ten_times_at_once_is_one_row(room: Room) -> None:
    await asyncio.gather(*(room.intake.receive([message(1)]) for _ in range(10)))
    await room.intake.receive([message(1), message(1)])
    assert len(await room.updates()) == 1


async def test_an_update_that_comes_again_after_its_effect_has_no_other(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("Halo")
    await room.rest()
    room.telegram.repeat(room.telegram.ledger.accepted[-1]["update"])
    await room.rest()
    assert siti.reads() == ["Halo"]


async def test_two_processes_receive_the_same_update_and_keep_one(database_url: str) -> None:
    async with open_room(database_url) as room:
        twin = Database(database_url, room.db._sessions.kw["info"])
        other = Intake(twin, KEYS, room.clock, 100)
        batch = [message(n) for n in range(20)]
        await asyncio.gather(room.intake.receive(batch), other.receive(batch[::-1]))
        await twin.close()
        assert len(await room.updates()) == 20


async def test_an_id_that_returns_with_another_body_is_another_update(room: Room) -> None:
    await room.intake.receive([message(9, "pertama")])
    await room.intake.receive([message(9, "kedua")])
    assert len(await room.updates()) == 2


async def test_ids_may_go_down_after_a_quiet_week(room: Room) -> None:
    for number in (900_000_000, 12, 13, 5):
        await room.intake.receive([message(number)])
    assert [row.update_id for row in await room.updates()] == [900_000_000, 12, 13, 5]


async def test_order_in_a_lane_is_order_of_arrival(room: Room) -> None:
    for number in (5, 3, 4):
        await room.intake.receive([message(number, f"nomor {number}")])
        room.clock.advance(2)
    await room.knows(room.person("Siti"))
    for _ in range(3):
        await room.worker.work()
    order = [row.settled_at is not None for row in await room.updates()]
    assert order == [True, True, True]


async def test_what_is_no_update_is_refused_and_its_neighbours_are_kept(room: Room) -> None:
    wrong: list[Any] = [[], None, "halo", 7, {}, {"update_id": "x"}, {"update_id": None}]
    wrong += [{"update_id": 2**70}, {"update_id": float("inf")}, {"update_id": float("nan")}]
    for one in wrong:
        with pytest.raises((KeyError, TypeError, ValueError)):
            await room.intake.receive([one])
    await room.intake.receive([message(1)])
    assert len(await room.updates()) == 1


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"chat": None, "from": None}},
        {"message": {"chat": {}, "from": {}}},
        {"message": {"chat": {"id": "zoo"}, "from": {"id": 1}}},
        {"message": {"chat": {"id": 2**80}, "from": {"id": 1}}},
        {"callback_query": {"from": {"id": []}}},
        {"message": []},
        {"message": None},
        {"something_new": {"from": 3}},
        {},
    ],
)
async def test_a_malformed_update_is_kept_so_that_it_can_be_set_aside(
    room: Room, content: dict[str, Any]
) -> None:
    await room.intake.receive([{"update_id": 4} | content])
    assert len(await room.updates()) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["chat", "from", "user", "id", "data", "message"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["message", "poll_answer", "x"]), json_values, max_size=2))
def test_any_content_at_all_has_a_lane(content: dict[str, Any]) -> None:
    assert isinstance(lane_id(content), int)
    assert len(row_for(KEYS, 1, {"update_id": 1} | content, START)["lane"]) == 32


def test_taps_and_answers_go_to_the_lane_of_their_person() -> None:
    person = {"id": 7}
    group = {"chat": {"id": -100, "type": "group"}}
    assert lane_id({"message": group | {"from": person}}) == -100
    assert lane_id({"callback_query": {"from": person, "message": group, "data": "a"}}) == 7
    assert lane_id({"poll_answer": {"user": person, "poll_id": "1"}}) == 7
    assert lane_id({"inline_query": {"from": person, "query": ""}}) == 7
    assert lane_id({"my_chat_member": {"chat": {"id": 7}, "from": person}}) == 7
    assert lane_id({"message": {"chat": {"id": -5}, "sender_chat": {"id": -5}}}) == -5
    assert lane_id({"poll": {"id": "1"}}) == 0


async def test_nothing_is_acknowledged_while_the_database_is_away(room: Room) -> None:
    await room.db.engine.dispose()
    broken = Database("sqlite:////nowhere/at/all.db", room.db._sessions.kw["info"])
    room.intake._db = broken
    with pytest.raises(Exception, match=r"unable to open|Errno"):
        await room.intake.receive([message(1)])
    room.intake._db = room.db
    await room.intake.receive([message(1)])
    await broken.close()
    assert len(await room.updates()) == 1


async def test_a_failed_commit_fails_everybody_who_shared_it_and_nobody_else(room: Room) -> None:
    broken = Database("sqlite:////nowhere/at/all.db", room.db._sessions.kw["info"])
    room.intake._db = broken
    together = [room.intake.receive([message(n)]) for n in range(5)]
    results = await asyncio.gather(*together, return_exceptions=True)
    assert all(isinstance(one, Exception) for one in results)
    room.intake._db = room.db
    await room.intake.receive([message(9)])
    await broken.close()
    assert [row.update_id for row in await room.updates()] == [9]


async def test_a_cancelled_arrival_leaves_the_others_waiting_for_nothing(room: Room) -> None:
    tasks = [asyncio.create_task(room.intake.receive([message(n)])) for n in range(6)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    with suppress(asyncio.CancelledError):
        await tasks[0]
    async with asyncio.timeout(5):
        ends = await asyncio.gather(*tasks[1:], return_exceptions=True)
    known = {row.update_id for row in await room.updates()}
    acknowledged = {n for n, end in enumerate(ends, start=1) if end is None}
    assert acknowledged <= known


async def test_bodies_are_sealed_at_rest_and_erased_when_settled(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("rahasia sekali")
    await room.poller.poll(0)
    (waiting,) = await room.updates()
    assert waiting.body is not None
    assert b"rahasia" not in waiting.body
    assert str(siti.account.id).encode() not in waiting.body
    await room.rest()
    (settled,) = await room.updates()
    assert (settled.state, settled.body) == ("done", None)


async def test_half_a_surrogate_pair_in_a_body_is_kept(room: Room) -> None:
    await room.intake.receive([message(1, "a\ud83d b\0 c")])
    async with room.db.begin() as session:
        (claimed,) = await updates.claim(session, now=room.clock.now(), limit=1)
    assert b"\\ud83d" in KEYS.open(claimed.body)
