"""A unit's group: one card that is edited, nothing to work with, and nothing that gives away."""

import pytest
from sqlalchemy import select, update

from core import marks
from core.chats import Chat as Address
from core.groups.models import UnitGroup
from core.outbox import Outgoing
from core.people.models import Unit
from core.tickets.models import Ticket
from core.timers import Timer
from simulator import groups
from simulator.chats import Chat
from tests.bot.desks import LAMP, filed, newest
from tests.world import Someone, World


async def brought_in(world: World, by: str = "Hadi") -> tuple[Chat, Someone]:
    """Somebody added the bot to a group; the group, and themselves inside it."""
    async with world.machine.db.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=world.clock.now())
    person = world.telegram.person(by)
    group = world.telegram.add_group("Trantib Siaga", person, world.telegram.person("Dewi"))
    groups.add(world.telegram, group, world.telegram.bot, person.account)
    await world.settle()
    return group, Someone(world, person.inside(group))


async def bound(world: World) -> tuple[Chat, Someone]:
    group, inside = await brought_in(world)
    await world.staff("Hadi").taps("Ya, tampilkan")
    return group, inside


async def addresses(world: World) -> list[Address]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(Address)))


def said(inside: Someone) -> list[str]:
    """What the bot wrote in the group, as it stands now."""
    own = inside.person.telegram.bot.id
    return [one.text for one in inside.person.messages if one.sender.id == own and one.text]


async def test_one_card_follows_the_unit_and_is_edited_now_and_then(world: World) -> None:
    await filed(world, LAMP)
    ticket = await newest(world)
    _, inside = await brought_in(world)
    hadi = world.staff("Hadi")
    assert "Trantib Siaga" in hadi.last
    assert "papan status Seksi Trantib" in hadi.last
    assert said(inside) == []
    await hadi.taps("Ya, tampilkan")
    [card] = said(inside)
    assert "Terbuka 1 · terlambat 0" in card
    assert f"{ticket.code} · Lampu jalan · sampai 9 Mar" in card
    links = [key["url"] for row in inside.newest.inline_keyboard for key in row]
    assert links == [f"https://t.me/tanggap_bot?start={to}" for to in (ticket.code, "tugas")]
    # Ten reports cost the group no message, and not one edit before its time.
    await filed(world, "Sampah menumpuk dan bau di pasar.", by="Tono")
    assert said(inside) == [card]
    await world.passes(minutes=5)
    [card] = said(inside)
    assert "Terbuka 2" in card
    assert "Sampah" in card
    before = len(await world.rows(Outgoing))
    await world.passes(minutes=5)
    await world.passes(minutes=5)
    assert len(await world.rows(Outgoing)) == before
    assert len([one for one in await world.rows(Timer) if one.kind == "group.card"]) == 1
    await world.passes(days=8)
    assert "🔴" in said(inside)[-1]


async def test_nothing_is_shown_that_is_kept_from_somebody(world: World) -> None:
    siti = await filed(world, LAMP)
    shown = await newest(world)
    kept: tuple[dict[str, object], ...] = ({"confidential": True}, {"report_class": "pengawasan"})
    for words, values in zip(("Sampah menumpuk di pasar.", "Knalpot bising."), kept, strict=True):
        await filed(world, words, by="Tono")
        async with world.machine.db.begin() as session:
            last = Ticket.id == (await newest(world)).id
            await session.execute(update(Ticket).where(last).values(**values))
    await siti.sends("Got mampet, banjir sampai ke jalan.")
    await siti.taps("Sembunyikan nama")
    await siti.taps("Kirim")
    assert (await newest(world)).reporter_id is None
    _, inside = await bound(world)
    [card] = said(inside)
    assert "Terbuka 1 " in card
    codes = [one.code for one in await world.rows(Ticket) if one.code in card]
    assert codes == [shown.code]
    for secret in ("Siti", "balai desa", "mati sejak"):
        assert secret not in card


async def test_its_links_open_only_what_somebody_may_see(world: World) -> None:
    await filed(world, LAMP)
    code = (await newest(world)).code
    budi, putri, rina = world.staff("Budi"), world.staff("Putri"), world.citizen("Rina")
    await budi.starts(code)
    assert LAMP in budi.last
    await budi.starts("tugas")
    assert code in budi.buttons[0]
    await putri.starts(code)
    assert LAMP not in "".join(putri.reads())
    await rina.starts(code)
    assert LAMP not in rina.last
    assert rina.buttons


async def test_only_who_leads_is_asked_and_the_rest_of_a_group_is_not_heard(world: World) -> None:
    _, inside = await brought_in(world, by="Budi")
    assert await world.count(UnitGroup) == 0
    await inside.sends("Jalan di depan pasar rusak parah, tolong!")
    assert await world.count(Ticket) == 0
    assert said(inside) == []
    assert [one for one in await addresses(world) if one.is_group] == []
    for command in ("/lapor", "/tugas", "/start@lain_bot"):
        await inside.sends(command)
    assert [text for text in said(inside) if "obrolan pribadi" in text] == said(inside)
    assert len(said(inside)) == 1
    await world.passes(minutes=2)
    await inside.sends("/tugas@tanggap_bot")
    assert len(said(inside)) == 2
    assert await world.count(Ticket) == 0


async def test_nobody_else_decides_about_a_group_and_no_makes_it_forgotten(world: World) -> None:
    await brought_in(world)
    [group] = await world.rows(UnitGroup)
    for name in ("Budi", "Kartika"):
        someone = world.staff(name)
        await someone.starts()
        await someone.taps_data(f"groups:bind:{group.id}:0")
        assert "hanya dapat diatur" in someone.last
    hadi = world.staff("Hadi")
    await hadi.taps("Tidak")
    assert await world.count(UnitGroup) == 0
    assert [one for one in await addresses(world) if one.is_group] == []
    await hadi.taps_data(f"groups:bind:{group.id}:0")
    assert await world.count(UnitGroup) == 0


async def test_a_group_that_becomes_a_supergroup_keeps_its_card(world: World) -> None:
    group, _ = await bound(world)
    new = groups.migrate(world.telegram, group)
    await world.settle()
    await filed(world, LAMP)
    await world.passes(minutes=5)
    await world.passes(seconds=5)
    inside = Someone(world, world.telegram.person("Hadi").inside(new))
    assert "Terbuka 1" in said(inside)[-1]
    await inside.sends("/tugas")
    await world.passes(seconds=5)
    assert "obrolan pribadi" in said(inside)[-1]
    assert await world.count(UnitGroup) == 1
    groups.remove(world.telegram, new, world.telegram.bot, world.telegram.person("Dewi").account)
    await world.settle()
    hadi = world.staff("Hadi")
    assert "tidak lagi dapat menulis di grup Trantib Siaga" in hadi.last
    assert await world.count(UnitGroup) == 0
    assert [one for one in await world.rows(Timer) if one.kind == "group.card"] == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("400", "Bad Request: TOPIC_CLOSED"),
        ("400", "Bad Request: not enough rights to send text messages to the chat"),
        ("403", "Forbidden: bot was kicked from the supergroup chat"),
    ],
    ids=["topic closed", "no rights", "kicked"],
)
async def test_what_can_never_be_sent_ends_once_and_is_told(
    world: World, kind: str, words: str
) -> None:
    group, inside = await bound(world)
    await filed(world, LAMP)
    world.telegram.faults.add("editMessageText", kind, chat_id=group.id, description=words, times=9)
    await world.passes(minutes=5)
    await world.passes(minutes=5)
    hadi = world.staff("Hadi")
    told = [text for text in hadi.reads() if "tidak lagi dapat menulis" in text]
    assert len(told) == 1
    assert await world.count(UnitGroup) == 0
    await world.passes(minutes=30)
    assert len(said(inside)) == 1


async def test_a_card_somebody_deleted_comes_back_and_works_in_the_same_place(
    world: World,
) -> None:
    _, inside = await bound(world)
    world.telegram.remove(inside.newest)
    await filed(world, LAMP)
    await world.passes(minutes=5)
    await world.passes(seconds=5)
    assert len(said(inside)) == 1
    await filed(world, "Sampah menumpuk.", by="Tono")
    await world.passes(minutes=5)
    [card] = said(inside)
    assert "Terbuka 2" in card


async def test_the_card_of_a_unit_that_is_closed_says_so_and_ends(world: World) -> None:
    _, inside = await bound(world)
    async with world.machine.db.begin() as session:
        closed = update(Unit).where(Unit.code == "trantib").values(closed_at=world.clock.now())
        await session.execute(closed)
    await world.passes(minutes=5)
    assert said(inside) == ["📊 Papan status ini sudah tidak dipakai."]
    [group] = await world.rows(UnitGroup)
    assert (group.unit_id, group.bound_at) == (None, None)
    assert [one for one in await world.rows(Timer) if one.kind == "group.card"] == []
