"""getUpdates: order, confirmation, expiry, ids, long polls and conflicts."""

import asyncio
from typing import Any

import pytest

from simulator.clock import ManualClock
from simulator.errors import ApiError
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Says, Updates

DAY = 86_400


async def polled(call: Says, **params: Any) -> list[Any]:
    updates: list[Any] = await call("getUpdates", **params)
    return updates


async def test_updates_stay_until_a_higher_offset_confirms_them(
    siti: Person, telegram: Telegram, call: Says
) -> None:
    siti.sends("satu")
    first, second = await polled(call)
    assert second["update_id"] == first["update_id"] + 1
    assert len(await polled(call)) == 2
    assert telegram.ledger.accepted == []
    assert await polled(call, offset=second["update_id"]) == [second]
    assert [entry["update"] for entry in telegram.ledger.accepted] == [first]
    assert await polled(call, offset=second["update_id"] + 1) == []


async def test_limit_and_negative_offset(siti: Person, call: Says) -> None:
    for text in "abc":
        siti.sends(text)
    assert len(await polled(call, limit=2)) == 2
    last = await polled(call, offset=-1)
    assert last[0]["message"]["text"] == "c"
    assert len(await polled(call)) == 1


async def test_a_message_is_forgotten_after_24_hours(
    siti: Person, call: Says, clock: ManualClock
) -> None:
    clock.advance(DAY - 1)
    siti.sends("baru")
    assert len(await polled(call)) == 2
    clock.advance(1)
    assert [update["message"]["text"] for update in await polled(call)] == ["baru"]
    clock.advance(DAY)
    assert await polled(call) == []


async def test_after_a_quiet_week_ids_start_anywhere_and_nothing_is_lost(
    siti: Person, call: Says, clock: ManualClock
) -> None:
    old = (await polled(call))[-1]["update_id"]
    await polled(call, offset=old + 1)
    clock.advance(7 * DAY)
    siti.sends("lama tidak jumpa")
    (new,) = await polled(call, offset=old + 1)
    assert new["update_id"] != old + 1
    assert await polled(call, offset=new["update_id"] + 1) == []


async def test_a_long_poll_ends_with_the_next_update(siti: Person, call: Says) -> None:
    (start,) = await polled(call)
    waiting = asyncio.create_task(polled(call, offset=start["update_id"] + 1, timeout=50))
    await asyncio.sleep(0)
    assert not waiting.done()
    siti.sends("halo")
    assert (await waiting)[0]["message"]["text"] == "halo"


async def test_a_long_poll_ends_empty_at_its_timeout(
    siti: Person, call: Says, clock: ManualClock
) -> None:
    (start,) = await polled(call)
    waiting = asyncio.create_task(polled(call, offset=start["update_id"] + 1, timeout=30))
    await asyncio.sleep(0)
    clock.advance(29)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(1)
    assert await waiting == []


async def test_a_second_poller_ends_the_first(
    telegram: Telegram, call: Says, clock: ManualClock
) -> None:
    first = asyncio.create_task(polled(call, timeout=50))
    await asyncio.sleep(0)
    second = asyncio.create_task(polled(call, timeout=50))
    with pytest.raises(ApiError, match="terminated by other getUpdates request") as conflict:
        await first
    assert conflict.value.code == 409
    clock.advance(50)
    assert await second == []


async def test_only_wanted_kinds_arrive_until_the_list_changes(
    siti: Person, call: Says, updates: Updates
) -> None:
    await polled(call, allowed_updates=["callback_query"])
    siti.sends("tidak diminta")
    await polled(call)
    siti.sends("masih tidak")
    await polled(call, allowed_updates=[])
    siti.sends("diminta")
    assert [message["text"] for message in updates("message")] == ["/start", "diminta"]


async def test_an_update_keeps_the_words_it_had(siti: Person, updates: Updates) -> None:
    message = siti.sends("pertama")
    siti.edits(message, "kedua")
    assert updates("message")[-1]["text"] == "pertama"


async def test_an_update_can_come_again(siti: Person, telegram: Telegram, call: Says) -> None:
    (start,) = await polled(call)
    await polled(call, offset=start["update_id"] + 1)
    telegram.repeat(start)
    assert await polled(call) == [start]


async def test_faults_make_updates_come_twice_or_late(
    siti: Person, telegram: Telegram, call: Says, clock: ManualClock
) -> None:
    await polled(call, offset=-1)
    telegram.faults.add("update", "duplicate")
    siti.sends("dua kali")
    telegram.faults.add("update", "delay", seconds=60)
    siti.sends("terlambat")
    texts = [update["message"]["text"] for update in await polled(call)]
    assert texts == ["/start", "dua kali", "dua kali"]
    clock.advance(60)
    assert (await polled(call))[-1]["message"]["text"] == "terlambat"
