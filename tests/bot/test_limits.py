"""Floods and abuse: how much one person may newly send, and what a ban never keeps back."""

import pytest

from bot.knowledge.planting import plant
from bot.library import library
from core.audit import Audit
from core.bans import services as bans
from core.bans.models import Ban
from core.bans.queries import ban_by_id
from core.emergencies.services import add_number
from core.outbox import Outgoing
from core.people.models import Person
from core.tickets.models import Ticket
from tests.bot.desks import HOLE, LAMP, filed, newest, steps
from tests.world import Someone, World

FIRE = "Tolong, rumah tetangga kebakaran, api sudah besar di RT 3!"
REASON = "Laporan palsu berulang kali."


@pytest.fixture
async def strict(world: World) -> World:
    """An office that takes two reports and five messages an hour from one person."""
    limits = {"cases_per_hour": 2, "cases_per_day": 3, "messages_per_hour": 5}
    service = world.config.service.model_copy(update=limits)
    world.config = world.config.model_copy(update={"service": service})
    await world.restart()
    return world


async def bans_reporter(world: World) -> None:
    """The reporter of the newest case may open no new one."""
    async with world.machine.db.begin() as session:
        person = await session.get_one(Person, (await newest(world)).reporter_id)
        await bans.ban(session, person, REASON, by="cli", now=world.clock.now())
    await world.settle()


async def reports(someone: Someone, text: str) -> None:
    await someone.sends(text)
    await someone.taps("Kirim")


async def test_a_case_too_many_waits_as_a_draft_until_it_may_go(strict: World) -> None:
    siti = strict.citizen("Siti")
    for text in (LAMP, HOLE, "Sampah menumpuk di pinggir sungai sejak kemarin"):
        await reports(siti, text)
    assert await strict.count(Ticket) == 2
    assert "pukul 10.00" in siti.finds("sudah banyak hari ini").text
    assert "Sampah menumpuk" in siti.last
    await strict.passes(hours=1)
    await siti.taps("Lanjutkan draf")
    await siti.taps("Kirim")
    assert await strict.count(Ticket) == 3
    await strict.passes(hours=2)
    await reports(siti, "Banjir di jalan depan sekolah setiap hujan turun")
    assert await strict.count(Ticket) == 3
    await strict.passes(days=1)
    await siti.taps("Lanjutkan draf")
    await siti.taps("Kirim")
    assert await strict.count(Ticket) == 4


async def test_nobody_else_waits_for_a_flood(strict: World) -> None:
    siti, tono = strict.citizen("Siti"), strict.citizen("Tono")
    for number in range(9):
        await siti.sends(f"Lampu jalan nomor {number} mati di depan pasar")
    await reports(tono, LAMP)
    assert await strict.count(Ticket) == 1


async def test_a_flood_of_messages_is_kept_in_one_draft_and_answered_once(strict: World) -> None:
    siti = strict.citizen("Siti")
    for number in range(5):
        await siti.sends(f"Lampu jalan nomor {number} mati di depan pasar")
    said = await strict.count(Outgoing)
    for number in range(5, 30):
        await siti.sends(f"Lampu jalan nomor {number} mati di depan pasar")
    assert await strict.count(Outgoing) - said <= 3
    assert "pukul 10.00" in siti.last
    await strict.passes(hours=1)
    await siti.taps("Lanjutkan draf")
    await siti.taps("Kirim")
    ticket = await newest(strict)
    assert all(f"nomor {number} " in ticket.text for number in range(30))


async def test_stickers_and_greetings_count_too(strict: World) -> None:
    siti = strict.citizen("Siti")
    for _ in range(4):
        await siti.sends("Halo")
    said = len(siti.reads())
    for _ in range(8):
        await siti.sends_sticker()
    assert len(siti.reads()) - said == 2
    assert "banyak sekali" in siti.last
    assert "draf" not in siti.last


async def floods(world: World, someone: Someone) -> None:
    for number in range(7):
        await someone.sends(f"Lampu jalan nomor {number} mati di depan pasar")


async def test_no_limit_keeps_back_an_emergency(strict: World) -> None:
    async with strict.machine.db.begin() as session:
        await plant(session, library(), strict.clock.now())
        now = strict.clock.now()
        row = await add_number(
            session, number="113", name="Damkar", kinds=["fire"], by="cli", now=now
        )
        row.confirmed_by, row.tested_on = "Ani", now.date()
    siti = strict.citizen("Siti")
    await reports(siti, LAMP)
    await reports(siti, HOLE)
    await floods(strict, siti)
    assert "banyak sekali" in "".join(siti.reads())
    await siti.sends(FIRE)
    assert "113" in siti.reads()[-2]
    await siti.taps("Kirim")
    assert FIRE in (await newest(strict)).text


async def test_no_limit_keeps_back_an_answer_or_an_addition(strict: World) -> None:
    siti = await filed(strict)
    ticket = await newest(strict)
    await floods(strict, siti)
    await siti.replies(siti.finds(ticket.code), "Tiangnya juga miring")
    await strict.does("Budi", "accept", ticket)
    await strict.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    await siti.replies(siti.finds("Tiang nomor berapa?"), "Nomor tujuh")
    assert (await steps(strict))[1:5] == ["added", "accepted", "asked", "answered"]
    await strict.does("Budi", "ask", ticket, "Sejak kapan?")
    await siti.sends("Sejak hari Senin malam")
    await siti.taps("Ini jawaban")
    assert (await steps(strict)).count("answered") == 2


async def test_officers_are_not_limited(strict: World) -> None:
    budi = strict.staff("Budi")
    for _ in range(8):
        await budi.sends("/tugas")
        await budi.sends("Halo")
    assert "banyak sekali" not in "".join(budi.reads())


async def test_a_ban_tells_why_and_keeps_what_is_written(world: World) -> None:
    siti = await filed(world)
    await bans_reporter(world)
    assert REASON in siti.last
    assert siti.buttons == ["✉️ Ajukan keberatan"]
    await siti.sends(HOLE)
    assert REASON in siti.last
    assert "tersimpan sebagai draf" in siti.last
    assert await world.count(Ticket) == 1
    ticket = await newest(world)
    await siti.replies(siti.finds(ticket.code), "Tiangnya juga miring")
    assert (await steps(world))[-1] == "added"
    await siti.sends("/laporan")
    assert ticket.code in siti.last


async def test_a_ban_keeps_back_no_emergency_and_no_answer(world: World) -> None:
    siti = await filed(world)
    await bans_reporter(world)
    ticket = await newest(world)
    await siti.sends(FIRE)
    await siti.taps("Kirim")
    assert (await newest(world)).text == FIRE
    await world.does("Budi", "accept", ticket)
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    await siti.sends("Tiang nomor tujuh di dekat pos ronda")
    await siti.taps("Ini jawaban")
    assert "answered" in await steps(world)
    await siti.sends(HOLE)
    await siti.taps("Kirim")
    assert await world.count(Ticket) == 2


async def test_an_objection_is_heard_and_lifting_is_told(world: World) -> None:
    siti = await filed(world)
    await bans_reporter(world)
    await siti.taps("Ajukan keberatan")
    await siti.sends("Itu bukan saya, ponsel dipakai anak saya.")
    assert "sudah kami teruskan" in siti.last
    assert "keberatan" in world.staff("Kartika").last
    [row] = await world.rows(Ban)
    assert b"anak saya" not in (row.appeal or b"")
    async with world.machine.db.begin() as session:
        found = await ban_by_id(session, row.id)
        assert found is not None
        assert "anak saya" in bans.words_of(session, found)
        await bans.lift(session, found, by="cli", now=world.clock.now())
    await world.settle()
    assert "sudah dicabut" in siti.last
    await reports(siti, HOLE)
    assert await world.count(Ticket) == 2
    acts = [one.action for one in await world.rows(Audit)]
    assert [one for one in acts if one.startswith("ban.")] == ["ban.add", "ban.appeal", "ban.lift"]


async def test_nobody_objects_for_somebody_else(world: World) -> None:
    await filed(world)
    await bans_reporter(world)
    tono = world.citizen("Tono")
    await tono.starts()
    await tono.taps_data("ban:object:1:0")
    assert "tidak berlaku" in tono.last
