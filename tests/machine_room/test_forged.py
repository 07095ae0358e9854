"""Every button of the product, pressed with values nobody was ever shown."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.handlers import make_router
from core.tickets.models import Ticket
from core.updates import Update
from tests.world import World, open_world

VALUES = ("", "0", "1", "-1", "abc", "9" * 25, "１２", "٣", "1 OR 1=1", "\u202e", "🙂", "None")
VERSIONS = ("0", "1", "999999999999")
LONGEST = 64


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(office_url, tmp_path) as opened:
        yield opened


def forged() -> list[str]:
    """Data for every action and step there is, as bytes a client may choose.

    Each gets a third of the values, in turns: what one lets through, its neighbours do as well.
    """
    flows = make_router()._flows.values()
    names = [f"{flow.name}:{step}" for flow in flows for step in (*flow.actions, *flow.steps)]
    made = [
        f"{name}:{value}:{VERSIONS[n % 3]}"
        for place, name in enumerate(names)
        for n, value in enumerate(VALUES[place % 3 :: 3])
    ]
    return [data for data in made if len(data.encode()) <= LONGEST]


@pytest.mark.parametrize("who", ["Siti", "Budi", "Kartika"])
async def test_no_forged_button_harms_anything(world: World, who: str) -> None:
    siti = world.citizen("Siti")
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    await siti.taps("Kirim")
    other = world.citizen("Tono")
    await other.sends("Sampah menumpuk di pasar sejak minggu lalu.")
    await other.taps("Kirim")
    before = [(one.code, one.state) for one in await world.rows(Ticket)]
    someone = siti if who == "Siti" else world.staff(who)
    for data in forged():
        someone.person.taps_data(data, on=1)
    service = world.machine.service
    while world.telegram.bot.queue.pending:
        await service.poller.poll(0)
    while await service.worker.work():
        pass
    await service.courtesy.finish()
    found = {(row.state, row.problem) for row in await world.rows(Update)}
    assert found == {("done", None)}
    if who == "Siti":
        changed = [(one.code, one.state) for one in await world.rows(Ticket)]
        assert changed[1] == before[1]
