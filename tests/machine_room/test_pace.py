"""Telegram's limits hold: 30 a second overall, 1 a second per chat, 20 a minute per group."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from core import outbox, postoffice
from core.config import LimitsConfig
from core.postoffice import BURST
from tests.machine_room.room import Room, neighbour

WIDE = LimitsConfig(senders=64)


def moments(room: Room) -> list[datetime]:
    return [datetime.fromisoformat(one["at"]) for one in room.sent()]


def most_within(times: list[datetime], seconds: float) -> int:
    """The largest number of sendings in any window of this length."""
    window = timedelta(seconds=seconds)
    return max(sum(start <= time < start + window for time in times) for start in times)


async def fill(room: Room, people: int, each: int) -> None:
    for number in range(each):
        for person in range(people):
            await room.tells(room.person(f"Warga {person}"), f"pesan {number}")


async def drain(room: Room, *others: Room, step: float = 0.04) -> None:
    while set(await room.states()) != {"sent"}:
        for one in (room, *others):
            await one.send_all()
        room.clock.advance(step)


async def test_all_chats_together_stay_under_thirty_a_second(room: Room) -> None:
    await fill(room, people=80, each=1)
    async with neighbour(room, pace=WIDE) as wide:
        await drain(wide)
    assert most_within(moments(room), 1) <= WIDE.per_second + BURST <= 30
    # The pace is used, too: nobody waits longer than they must.
    assert moments(room)[-1] - moments(room)[0] <= timedelta(seconds=80 / WIDE.per_second + 1)


async def test_two_relays_share_one_pace(room: Room) -> None:
    await fill(room, people=80, each=1)
    async with neighbour(room, pace=WIDE) as one, neighbour(room, pace=WIDE) as two:
        await drain(one, two)
    assert most_within(moments(room), 1) <= 30
    assert max(Counter(one["params"]["chat_id"] for one in room.sent()).values()) == 1


async def test_a_restart_does_not_burst(room: Room) -> None:
    await fill(room, people=80, each=1)
    for _ in range(20):
        async with neighbour(room, pace=WIDE) as fresh:
            async with room.db.begin() as session:
                await postoffice.free_all(session)
            await fresh.send_all()
        room.clock.advance(0.1)
    assert most_within(moments(room), 1) <= 30
    assert len(moments(room)) > 40


async def test_one_chat_gets_one_a_second_from_two_relays_and_after_a_restart(room: Room) -> None:
    await fill(room, people=2, each=6)
    async with neighbour(room) as other:
        for _ in range(12):
            await room.send_all()
            await other.send_all()
            room.clock.advance(0.5)
    for person in range(2):
        chat = room.person(f"Warga {person}").account.id
        times = [
            datetime.fromisoformat(one["at"])
            for one in room.sent()
            if str(one["params"]["chat_id"]) == str(chat)
        ]
        assert len(times) == 6
        assert most_within(times, 1) == 1


async def test_a_group_gets_twenty_a_minute(room: Room) -> None:
    _, lane = await room.group("Petugas", room.person("Siti"))
    async with room.db.begin() as session:
        for number in range(50):
            letter = outbox.Letter("send_message", {"text": f"kabar {number}"})
            outbox.post(session, lane, letter, now=room.clock.now(), kind="notice")
    async with neighbour(room) as other:
        await drain(room, other, step=1)
    assert most_within(moments(room), 60) <= 20
    assert [one["params"]["text"] for one in room.sent()] == [f"kabar {n}" for n in range(50)]


async def test_telegram_never_has_to_slow_us(room: Room) -> None:
    await fill(room, people=40, each=2)
    async with neighbour(room, pace=WIDE) as wide:
        await drain(wide)
    assert [row.problem for row in await room.outgoing()] == [None] * 80


async def test_without_a_limit_everything_leaves_at_once(room: Room) -> None:
    room.telegram.set_limits(on=False)
    await fill(room, people=20, each=3)
    async with neighbour(room, pace=LimitsConfig(on=False, senders=64)) as fast:
        await fast.send_all()
    assert await room.states() == ["sent"] * 60


async def test_no_more_are_under_way_than_there_are_senders(room: Room) -> None:
    await fill(room, people=20, each=1)
    room.telegram.faults.add("sendMessage", "delay", seconds=5, times=20)
    pace = LimitsConfig(senders=3)
    async with neighbour(room, pace=pace) as narrow:
        for _ in range(5):
            await narrow.relay.work()
            taken = [row for row in await room.outgoing() if row.lease_until is not None]
            assert len(taken) <= 3
        room.telegram.faults.clear()
        room.clock.advance(5)
        await narrow.send_all()


@pytest.mark.parametrize("changes", [{"per_second": 5}, {"per_chat_second": 0.5}])
async def test_a_slower_pace_can_be_configured(room: Room, changes: dict[str, Any]) -> None:
    await fill(room, people=10, each=1)
    pace = WIDE.model_copy(update=changes)
    async with neighbour(room, pace=pace) as slow:
        await drain(slow, step=0.1)
    assert most_within(moments(room), 1) <= pace.per_second + BURST
