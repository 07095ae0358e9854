"""Handing a ticket on: down, back, across."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.errors import Moved, Refused
from core.people import services as people
from core.people.units import close_unit
from core.tickets import services as tickets
from core.tickets.dispatch import targets
from core.tickets.queries import ticket_for, timeline
from tests.core.town import DONE, PHOTO, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_a_disposition_goes_down_the_line(town: Town) -> None:
    ticket_id = await town.files(files=[PHOTO])
    await town.does("Hadi", "dispose", ticket_id, "linmas", text="Tolong dicek malam ini.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.unit.code, ticket.state, ticket.assignee) == ("linmas", "new", None)
    texts = await town.reads("Lina")
    assert "Tolong dicek malam ini." in texts[-1]
    assert "send_photo" in [row.method for row, _ in await town.letters("Lina")]
    assert "Satgas Linmas" in (await town.reads("Sari"))[-1]
    assert "accept" in await town.buttons("Lina")


async def test_who_no_longer_has_it_sees_so_and_has_no_buttons(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Hadi", "dispose", ticket_id, "linmas")
    assert "sekarang di Satgas Linmas" in (await town.card("Budi"))["text"]
    assert await town.buttons("Budi") == []
    with pytest.raises(Refused):
        await town.does("Budi", "note", ticket_id, "Masih saya lihat?")


async def test_an_officer_hands_over_to_a_colleague(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    before = len(await town.reads("Sari"))
    await town.does("Budi", "dispose", ticket_id, "Dewi")
    ticket = await town.ticket(ticket_id)
    assert ticket.assignee is not None
    assert (ticket.state, ticket.assignee.name) == ("new", "Dewi")
    assert "Petugas: Dewi" in (await town.card("Dewi"))["text"]
    assert len(await town.reads("Sari")) == before


async def test_nobody_disposes_upwards_or_sideways(town: Town) -> None:
    ticket_id = await town.files()
    for target in ("kecamatan", "pelayanan", "Putri"):
        with pytest.raises(Refused) as refusal:
            await town.does("Budi", "dispose", ticket_id, target)
        assert refusal.value.key == "ticket.refused.dispose"
    await town.does("Kartika", "dispose", ticket_id, "pelayanan")
    assert (await town.ticket(ticket_id)).unit.code == "pelayanan"


async def test_the_targets_are_the_unit_and_below(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    async with town.begin() as session:
        budi, kartika = await town.staff(session, "Budi"), await town.staff(session, "Kartika")
        ticket = await ticket_for(session, budi, ticket_id)
        near, far = await targets(session, ticket, budi), await targets(session, ticket, kartika)
    assert sorted(one.name for one in near.staff) == ["Dewi", "Hadi", "Lina"]
    assert [unit.code for unit in near.units] == ["linmas"]
    assert sorted(unit.code for unit in far.units) == ["kecamatan", "linmas", "pelayanan"]


async def test_what_is_not_ours_goes_back_with_a_reason_the_citizen_does_not_read(
    town: Town,
) -> None:
    ticket_id = await town.files()
    with pytest.raises(Refused):
        await town.does("Budi", "return_", ticket_id, "  ")
    await town.does("Budi", "return_", ticket_id, "Ini jalan provinsi.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.unit.code, ticket.returned) == ("kecamatan", 1)
    assert "Ini jalan provinsi." in (await town.reads("Kartika"))[-1]
    said = (await town.reads("Sari"))[-1]
    assert "diteruskan ke Kecamatan" in said
    assert "provinsi" not in said
    async with town.database.read() as session:
        last = (await timeline(session, ticket, public_only=True))[-1]
    assert (last.said, last.by) == ("", "")


async def test_a_ticket_sent_back_and_forth_ends_with_the_coordinator(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        desk = await town.unit(session, "pelayanan")
        order = await town.unit(session, "trantib")
    await town.does("Budi", "return_", ticket_id, "Bukan kami.", to=desk)
    await town.does("Putri", "return_", ticket_id, "Bukan kami juga.", to=order)
    await town.does("Budi", "return_", ticket_id, "Tetap bukan kami.", to=desk)
    assert (await town.ticket(ticket_id)).unit.code == "kecamatan"


async def test_in_the_root_unit_too_the_coordinator_decides_at_last(town: Town) -> None:
    await town.hires("Yuni", "kecamatan", "officer")
    ticket_id = await town.files()
    async with town.begin() as session:
        desk = await town.unit(session, "pelayanan")
    await town.does("Budi", "return_", ticket_id, "Bukan kami.", to=desk)
    await town.does("Putri", "return_", ticket_id, "Bukan kami juga.")
    await town.does("Kartika", "dispose", ticket_id, "Yuni")
    await town.does("Yuni", "return_", ticket_id, "Bukan saya.", to=desk)
    ticket = await town.ticket(ticket_id)
    assert (ticket.unit.code, ticket.assignee, ticket.returned) == ("kecamatan", None, 3)
    assert "Bukan saya." in (await town.reads("Kartika"))[-1]


async def test_the_coordinator_cannot_return_to_nowhere(town: Town) -> None:
    ticket_id = await town.files(category=None)
    with pytest.raises(Refused) as refusal:
        await town.does("Kartika", "return_", ticket_id, "Bukan kami.")
    assert refusal.value.key == "ticket.refused.return_where"


async def test_an_admin_reassigns_from_the_panel(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        kartika = await town.staff(session, "Kartika")
        putri = await town.staff(session, "Putri")
        ticket = await ticket_for(session, kartika, ticket_id, lock=True)
        form: dict[str, Any] = {"now": town.now, "source": "panel:1"}
        assert await tickets.reassign(session, ticket, "admin:rina", putri, "Salah unit.", **form)
        assert not await tickets.reassign(
            session, ticket, "admin:rina", putri, "Salah unit.", **form
        )
        steps = await timeline(session, ticket, public_only=False)
    assert [(step.kind, step.by, step.said) for step in steps][-1] == (
        "reassigned",
        "admin:rina",
        "Salah unit.",
    )
    assert "Petugas: Putri" in (await town.card("Putri"))["text"]


async def test_nothing_is_handed_to_who_is_gone(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        lina, guard = await town.staff(session, "Lina"), await town.unit(session, "linmas")
        await people.leave(session, lina, by="cli", now=town.now)
        await close_unit(session, guard, by="cli", now=town.now)
    for to in (lina, guard):
        with pytest.raises(Refused) as refusal:
            await town.does("Kartika", "reassign", ticket_id, to, "Lebih tepat.")
        assert refusal.value.key == "ticket.refused.gone"


async def test_only_a_coordinator_reassigns_and_only_what_is_open(town: Town) -> None:
    ticket_id = await town.files()
    with pytest.raises(Refused):
        await town.does("Hadi", "reassign", ticket_id, "Dewi", "Lebih tepat.")
    await town.does("Budi", "resolve", ticket_id, DONE)
    with pytest.raises(Moved):
        await town.does("Kartika", "reassign", ticket_id, "Dewi", "Lebih tepat.")


async def test_what_somebody_leaves_behind_goes_back_to_the_unit(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        await people.leave(session, budi, by="cli", now=town.now)
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.assignee) == ("new", None)
    assert "accept" in await town.buttons("Dewi")
