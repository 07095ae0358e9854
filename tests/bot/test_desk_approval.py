"""Answers that need approval: the citizen reads nothing before somebody above has."""

import pytest
from sqlalchemy import update

from core.people.models import Staff
from core.tickets.models import Category, Proposal
from tests.bot.desks import EXPLAINS, LAMP, card, filed, loses_phone, newest, steps
from tests.simulator.world import picture
from tests.world import Someone, World

ANSWER = "Lampunya sudah kami pesan, datang hari Rabu."
BETTER = "Lampu pengganti datang hari Rabu dan langsung dipasang."


@pytest.fixture(autouse=True)
async def strict(world: World) -> None:
    """Everything about street lights has to be approved."""
    async with world.machine.db.begin() as session:
        lamps = update(Category).where(Category.code == "lampu")
        await session.execute(lamps.values(approval_required=True))


async def goes_off_duty(world: World, *names: str) -> None:
    async with world.machine.db.begin() as session:
        away = update(Staff).where(Staff.name.in_(names))
        await session.execute(away.values(on_duty=False))


async def proposed(world: World) -> tuple[Someone, Someone]:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.replies(card(budi), ANSWER)
    return siti, budi


async def decision(world: World) -> Proposal:
    found = (await world.rows(Proposal))[-1]
    assert isinstance(found, Proposal)
    return found


async def test_the_head_approves_and_only_then_the_citizen_reads(world: World) -> None:
    siti, budi = await proposed(world)
    hadi = world.staff("Hadi")
    assert "Menunggu persetujuan atasan" in budi.last
    assert ANSWER not in " ".join(siti.reads())
    assert "Budi ingin mengirim ini" in hadi.last
    assert ANSWER in hadi.last
    assert (await newest(world)).first_response_at is None
    await world.passes(hours=2)
    await hadi.taps("Setujui")
    assert ANSWER in siti.last
    assert "Hadi menyetujui" in budi.last
    assert await steps(world) == ["filed", "accepted", "proposed", "approved", "replied"]
    one = await decision(world)
    assert (one.decision, one.content) == ("approved", None)
    assert one.waited_seconds is not None
    assert 7000 < one.waited_seconds < 7300
    ticket = await newest(world)
    assert ticket.first_response_at == one.decided_at


async def test_the_head_changes_the_words(world: World) -> None:
    siti, budi = await proposed(world)
    hadi = world.staff("Hadi")
    await hadi.taps("Ubah")
    assert ANSWER in hadi.last
    await hadi.sends(BETTER)
    assert BETTER in siti.last
    assert ANSWER not in " ".join(siti.reads())
    assert BETTER in budi.last
    assert (await decision(world)).decision == "edited"


async def test_the_head_returns_it_with_a_note_and_the_words_come_back(world: World) -> None:
    siti, budi = await proposed(world)
    hadi = world.staff("Hadi")
    before = siti.reads()
    await hadi.taps("Kembalikan", hadi.newest)
    await hadi.sends("Sebutkan jamnya.")
    assert "kembali kepada Budi" in hadi.last
    assert siti.reads() == before
    assert "Sebutkan jamnya." in budi.reads()[-2]
    assert ANSWER in budi.last
    await budi.taps("Balas")
    await budi.sends(BETTER)
    await hadi.taps("Setujui")
    assert BETTER in siti.last


async def test_an_end_waits_too_with_its_photo_and_outcome(world: World) -> None:
    siti, budi, hadi = await filed(world), world.staff("Budi"), world.staff("Hadi")
    await budi.taps("Selesai")
    await budi.sends_photo(picture(), EXPLAINS)
    assert "Menunggu persetujuan" in budi.last
    assert (await newest(world)).state == "accepted"
    assert "Diperbaiki, 1 lampiran" in hadi.last
    assert "photo" in hadi.person.messages[-2].data
    await hadi.taps("Setujui")
    assert (await newest(world)).outcome == "fixed"
    assert EXPLAINS in siti.last
    assert any("photo" in message.data for message in siti.person.messages)
    await hadi.taps("Setujui")
    assert "sudah disetujui" in hadi.last
    assert (await steps(world)).count("resolved") == 1


async def test_a_head_and_a_coordinator_need_nobody(world: World) -> None:
    siti, hadi = await filed(world), world.staff("Hadi")
    await world.does("Hadi", "reply", await newest(world), ANSWER)
    assert ANSWER in siti.last
    assert await world.rows(Proposal) == []
    assert "persetujuan" not in " ".join(hadi.reads())


async def test_without_a_head_on_duty_the_coordinator_approves(world: World) -> None:
    await goes_off_duty(world, "Hadi")
    siti, _ = await proposed(world)
    await world.staff("Kartika").taps("Setujui")
    assert ANSWER in siti.last


async def test_when_all_are_away_the_head_is_asked_all_the_same(world: World) -> None:
    await goes_off_duty(world, "Hadi", "Kartika")
    siti, _ = await proposed(world)
    await world.staff("Hadi").taps("Setujui")
    assert ANSWER in siti.last


async def test_when_nobody_can_approve_the_words_are_kept_and_the_way_out_is_said(
    world: World,
) -> None:
    for name in ("Hadi", "Kartika"):
        await loses_phone(world, name)
    siti, budi = await filed(world), world.staff("Budi")
    before = siti.reads()
    await budi.taps("Balas")
    await budi.sends(ANSWER)
    assert "hubungi admin kantor" in budi.last
    assert siti.reads() == before
    assert await steps(world) == ["filed"]


async def test_who_waits_too_long_is_heard_by_the_coordinator(world: World) -> None:
    siti, _ = await proposed(world)
    await world.passes(days=2)
    kartika = world.staff("Kartika")
    assert "Masih menunggu persetujuan" in kartika.finds(ANSWER).text
    await kartika.taps("Setujui", kartika.finds(ANSWER))
    assert any(ANSWER in text for text in siti.reads())
    await world.staff("Hadi").taps("Setujui")
    assert "sudah disetujui dan terkirim" in world.staff("Hadi").last


async def test_whoever_writes_anew_replaces_what_waited(world: World) -> None:
    siti, budi = await proposed(world)
    hadi = world.staff("Hadi")
    old = hadi.newest
    await budi.replies(card(budi), BETTER)
    await hadi.taps("Setujui", old)
    assert "sudah menulis yang baru" in hadi.last
    await hadi.taps("Setujui", hadi.finds(BETTER))
    assert BETTER in siti.last
    assert ANSWER not in " ".join(siti.reads())


async def test_nobody_else_approves_whatever_they_tap(world: World) -> None:
    siti, budi = await proposed(world)
    before = siti.reads()
    number = (await decision(world)).id
    putri, tono = world.staff("Putri"), world.citizen("Tono")
    for someone in (siti, budi, putri, tono):
        await someone.sends("/start")
        for verb in ("approve", "edit", "send_back"):
            await someone.taps_data(f"proposal:{verb}:{number}:0")
            await someone.sends("/batal")
    assert ANSWER not in " ".join(siti.reads()[len(before) :])
    assert (await decision(world)).decision is None


async def test_what_waits_goes_back_when_the_ticket_is_handed_on(world: World) -> None:
    siti, budi = await proposed(world)
    await world.does("Kartika", "return_", await newest(world), "Salah unit.")
    assert any("tidak jadi dikirim" in text and ANSWER in text for text in budi.reads())
    await world.staff("Hadi").taps("Setujui")
    assert ANSWER not in " ".join(siti.reads())
    assert (await decision(world)).decision == "dropped"


async def test_the_citizen_sees_nothing_of_it_in_the_timeline(world: World) -> None:
    siti, _ = await proposed(world)
    await siti.sends("/laporan")
    await siti.taps((await newest(world)).code)
    assert LAMP in siti.last
    assert "persetujuan" not in siti.last
    assert ANSWER not in siti.last
