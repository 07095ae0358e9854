"""Our own getUpdates loop: one poller, and the offset moves only after the commit."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.polling import LEASE_LASTS
from core.db import Database
from tests.machine_room.room import INFO, Room, neighbour
from tests.machine_room.test_intake import message


def waiting(room: Room) -> int:
    return len(room.telegram.bot.queue.pending)


async def test_updates_are_written_before_telegram_may_forget_them(room: Room) -> None:
    siti = room.person("Siti")
    for number in range(3):
        siti.sends(f"pesan {number}")
    await room.poller.poll(0)
    assert (len(await room.updates()), waiting(room)) == (3, 3)
    await room.poller.poll(0)
    assert waiting(room) == 0


async def test_without_a_database_telegram_keeps_them(room: Room) -> None:
    room.person("Siti").sends("Halo")
    await room.poller.poll(0)
    away = Database("sqlite:////nowhere/at/all.db", INFO)
    home, room.intake._db = room.intake._db, away
    room.person("Budi").sends("Halo juga")
    pauses = [await room.poller.poll(0) for _ in range(6)]
    assert waiting(room) == 1
    assert pauses == sorted(pauses)
    assert 0 < pauses[0] <= pauses[-1] <= 10
    room.intake._db = home
    await away.close()
    await room.poller.poll(0)
    await room.poller.poll(0)
    assert (len(await room.updates()), waiting(room)) == (2, 0)


async def test_a_batch_that_was_written_but_not_confirmed_comes_again_once(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("Halo")
    await room.poller.poll(0)
    await room.poller.stop()
    async with neighbour(room) as other:
        assert await other.poller.poll(0) == 0
        assert await other.poller.poll(0) == 0
    await room.rest()
    assert siti.reads() == ["Halo"]


async def test_after_quiet_weeks_the_numbers_go_anywhere_and_nothing_is_skipped(
    room: Room,
) -> None:
    siti = room.person("Siti")
    for week in range(5):
        siti.sends(f"minggu {week}")
        await room.rest()
        room.clock.advance(timedelta(days=8).total_seconds())
    numbers = [row.update_id for row in await room.updates()]
    assert siti.reads() == [f"minggu {week}" for week in range(5)]
    assert numbers != sorted(numbers)


async def test_something_that_is_no_update_holds_nobody_up(room: Room) -> None:
    batch: list[Any] = [message(1), {"strange": True}, None, message(2)]
    await room.poller._take(batch)
    assert [row.update_id for row in await room.updates()] == [1, 2]
    assert room.poller._offset == 3


async def test_only_one_of_two_processes_polls(room: Room) -> None:
    assert await room.poller.poll(0) == 0
    async with neighbour(room) as other:
        assert await other.poller.poll(0) > 0
        assert len(room.telegram.ledger.accepted) == 0


async def test_a_dead_poller_is_replaced_when_its_lease_runs_out(room: Room) -> None:
    await room.poller.poll(0)
    room.clock.advance(LEASE_LASTS.total_seconds() + 1)
    async with neighbour(room) as other:
        assert await other.poller.poll(0) == 0
        assert await room.poller.poll(0) > 0


async def test_a_poller_that_stops_is_replaced_at_once(room: Room) -> None:
    await room.poller.poll(0)
    await room.poller.stop()
    async with neighbour(room) as other:
        assert await other.poller.poll(0) == 0


async def test_a_poller_that_was_away_gives_way(room: Room) -> None:
    await room.poller.poll(0)
    room.clock.advance(LEASE_LASTS.total_seconds() * 2)
    async with neighbour(room) as other:
        await other.poller.poll(0)
        assert await room.poller.poll(0) > 0
        room.clock.advance(LEASE_LASTS.total_seconds() * 2)
        assert await room.poller.poll(0) == 0


@pytest.mark.parametrize(
    ("kind", "shortest", "longest"),
    [("429", 7, 7), ("500", 0.5, 30), ("502", 0.5, 30), ("garbage", 0.5, 30), ("reset", 0.5, 30)],
)
async def test_a_failure_is_waited_out(
    room: Room, kind: str, shortest: float, longest: float
) -> None:
    room.telegram.faults.add("getUpdates", kind, retry_after=7)
    assert shortest <= await room.poller.poll(0) <= longest
    assert await room.poller.poll(0) == 0


async def test_failures_in_a_row_are_waited_out_longer_and_never_more_than_half_a_minute(
    room: Room,
) -> None:
    room.telegram.faults.add("getUpdates", "500", times=10)
    pauses = [await room.poller.poll(0) for _ in range(10)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(seconds=30).total_seconds()


async def test_a_second_program_with_our_token_is_waited_out(room: Room) -> None:
    address = "http://127.0.0.1:9/telegram"
    await room.api.call("setWebhook", {"url": address}, patience=5)
    assert await room.poller.poll(0) == 30
    await room.api.call("deleteWebhook", {}, patience=5)
    assert await room.poller.poll(0) == 0


async def test_a_revoked_token_is_asked_again_later(room: Room) -> None:
    bot = room.telegram.bots.pop("100:simulated")
    assert await room.poller.poll(0) == 30
    room.telegram.bots["100:simulated"] = bot
    assert await room.poller.poll(0) == 0


async def test_the_loop_ends_when_it_is_cancelled_and_loses_nothing(room: Room) -> None:
    siti = room.person("Siti")
    polling = asyncio.create_task(room.poller.run())
    siti.sends("Halo")
    async with asyncio.timeout(20):
        while not await room.updates():  # noqa: ASYNC110 - it has no reason to announce it
            await asyncio.sleep(0)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await room.rest()
    assert siti.reads() == ["Halo"]


async def test_every_kind_of_update_we_answer_to_is_asked_for(room: Room) -> None:
    await room.poller.poll(0)
    wanted = room.telegram.bot.allowed
    assert {"message", "edited_message", "callback_query", "poll_answer"} <= set(wanted or ())
    assert "my_chat_member" in (wanted or ())
