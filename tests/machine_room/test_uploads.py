"""Files of ours on their way out: with the time they need, and never in the way of words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core import outbox, postoffice
from core.config import LimitsConfig
from core.outbox import Letter, Outgoing
from core.people.models import Person
from tests.world import Someone, World, open_world


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(office_url, tmp_path) as opened:
        yield opened


async def posts(world: World, method: str, payload: dict[str, Any]) -> Someone:
    """Queue a letter to a citizen who has pressed Start."""
    siti = world.citizen("Siti")
    await siti.starts()
    async with world.machine.db.begin() as session:
        person = (await session.scalars(select(Person).order_by(Person.id.desc()))).first()
        assert person is not None
        outbox.post(
            session, person.lane, Letter(method, payload), now=world.clock.now(), kind="notice"
        )
    return siti


def stored(world: World, content: bytes = b"isi surat") -> dict[str, Any]:
    name = world.machine.service.storage.put(content, ".pdf")
    return {"file": {"field": "document", "stored": name, "name": "LP-1-2.pdf"}}


async def test_a_stored_file_is_sent_under_the_name_of_its_case(world: World) -> None:
    siti = await posts(world, "upload_document", {**stored(world), "caption": "<b>Surat</b>"})
    await world.settle()
    document = siti.newest.data["document"]
    assert document["file_name"] == "LP-1-2.pdf"
    assert siti.newest.data["caption"] == "Surat"
    file = world.telegram.files.get(document["file_id"])
    assert file is not None
    assert file.data == b"isi surat"


async def test_an_upload_that_fails_is_tried_again(world: World) -> None:
    world.telegram.faults.add("sendDocument", "502", times=2)
    siti = await posts(world, "upload_document", stored(world))
    await world.settle()
    for _ in range(3):
        await world.passes(seconds=30)
    assert len([one for one in siti.person.messages if "document" in one.data]) == 1


async def test_a_file_that_is_gone_does_not_hold_up_the_chat(world: World) -> None:
    file = stored(world)
    world.machine.service.storage.drop(file["file"]["stored"])
    siti = await posts(world, "upload_document", file)
    await world.settle()
    await siti.sends("/bantuan")
    assert "Melapor" in siti.last
    [dead] = [row for row in await world.rows(Outgoing) if row.state == "dead"]
    assert (dead.method, dead.problem) == ("upload_document", "FileNotFoundError")


@pytest.mark.parametrize(
    ("method", "minutes"), [("send_message", 0.5), ("upload_document", 5), ("upload_video", 5)]
)
async def test_a_slow_line_has_the_time_that_a_file_needs(
    world: World, method: str, minutes: float
) -> None:
    """Nobody else may take it up meanwhile, or it would arrive twice."""
    await posts(world, method, {"text": "x"})
    world.clock.advance(5)
    now = world.clock.now()
    async with world.machine.db.begin() as session:
        [parcel] = await postoffice.take(session, now=now, limit=5, pace=LimitsConfig(on=False))
        row = await session.get_one(Outgoing, parcel.id)
        assert row.lease_until == now + timedelta(minutes=minutes)
