"""After a silence that nears Telegram's 24 hours: who is told, which hours, and how often."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.db import Database
from tanggap.outage import tell_of_outage
from tests.world import World, open_world

HOUR = 3600


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(office_url, tmp_path) as opened:
        yield opened


async def hears(world: World) -> bool:
    told = await tell_of_outage(world.machine.db, world.clock.now())
    await world.settle()
    return told


async def silent_for(world: World, hours: float) -> bool:
    await hears(world)
    world.clock.advance(hours * HOUR)
    return await hears(world)


async def test_a_first_start_is_no_outage(world: World) -> None:
    assert not await hears(world)


@pytest.mark.parametrize("hours", [0.1, 5, 22.9])
async def test_a_shorter_silence_loses_nothing_and_is_not_told(world: World, hours: float) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Halo")
    before = siti.reads()
    assert not await silent_for(world, hours)
    assert siti.reads() == before


async def test_citizens_and_the_coordinator_are_told_which_hours(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    made = world.citizen("Made", language="en")
    await made.starts()
    # Away since Monday 09:00 in Jakarta until Tuesday 15:00: what came by 16:00 may be forgotten.
    assert await silent_for(world, 30)
    assert "2 Maret 2026" in siti.last
    assert "09.00" in siti.last
    assert "16.00" in siti.last
    assert "kirim sekali lagi" in siti.last
    assert "2 March 2026" in made.last
    assert "mungkin hilang" in world.staff("Kartika").last
    assert world.staff("Budi").reads() == []


async def test_it_is_told_once(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    await silent_for(world, 30)
    count = len(siti.reads())
    for _ in range(3):
        assert not await hears(world)
        world.clock.advance(30)
    assert len(siti.reads()) == count


async def test_two_processes_that_come_back_together_tell_it_once(
    world: World, office_url: str
) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    await hears(world)
    world.clock.advance(30 * HOUR)
    twin = Database(office_url, world.machine.db._sessions.kw["info"])
    now = world.clock.now()
    told = await asyncio.gather(tell_of_outage(world.machine.db, now), tell_of_outage(twin, now))
    await twin.close()
    await world.settle()
    assert sorted(told) == [False, True]
    assert sum("sempat terhenti" in one for one in siti.reads()) == 1


async def test_who_has_not_written_for_a_season_is_left_in_peace(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    before = siti.reads()
    assert await silent_for(world, 24 * 100)
    assert siti.reads() == before


async def test_a_late_report_of_an_earlier_moment_changes_nothing(world: World) -> None:
    await hears(world)
    now = world.clock.now()
    assert not await tell_of_outage(world.machine.db, now - timedelta(hours=2))
    assert not await tell_of_outage(world.machine.db, now + timedelta(hours=22))


async def test_a_machine_that_ran_without_a_network_was_away_too(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.starts()
    poller = world.machine.service.poller
    await hears(world)
    heard = poller.heard_at
    assert heard == world.clock.now()
    world.telegram.faults.add("getUpdates", "reset", times=3)
    for _ in range(3):
        world.clock.advance(8 * HOUR)
        assert await poller.poll(0) > 0
    assert poller.heard_at == heard
    assert await poller.poll(0) == 0
    assert poller.heard_at is not None
    assert await tell_of_outage(world.machine.db, poller.heard_at)
    await world.settle()
    assert "sempat terhenti" in siti.last


async def test_in_the_demo_time_jumps_without_an_outage(world: World) -> None:
    settings = world.machine.db._sessions.kw["info"]
    settings["service"] = settings["service"].model_copy(update={"demo": True})
    siti = world.citizen("Siti")
    await siti.starts()
    before = siti.reads()
    assert not await silent_for(world, 48)
    assert siti.reads() == before
