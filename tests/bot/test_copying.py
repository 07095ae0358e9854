"""Answers a coordinator copies to the channel a case came from."""

from core.tickets.external import set_external
from core.tickets.models import Event
from core.tickets.queries import ticket_by_id
from tests.bot.desks import HOLE, card, filed, newest
from tests.world import World

WAITING = "Jawaban belum disalin"


async def numbered(world: World, number: str) -> None:
    ticket_id = (await newest(world)).id
    async with world.machine.db.begin() as session:
        ticket = await ticket_by_id(session, ticket_id, lock=True)
        assert ticket is not None
        who = {"by": "admin:ani", "name": "Ani", "source": f"n:{number}"}
        await set_external(session, ticket, "LAPOR!", number, now=world.clock.now(), **who)


async def answered(world: World, words: str) -> None:
    budi = world.staff("Budi")
    await budi.taps("Balas", card(budi))
    await budi.sends(words)


async def test_a_coordinator_copies_what_waits_and_nobody_else_sees_it(world: World) -> None:
    kartika, budi = world.staff("Kartika"), world.staff("Budi")
    await filed(world)
    await budi.taps("Terima")
    await answered(world, "Lampunya kami ganti siang ini.")
    await kartika.sends("/tugas")
    assert not any(WAITING in words for words in kartika.buttons)
    await numbered(world, "1916449")
    await filed(world, HOLE, by="Siti")
    await budi.taps("Terima", budi.finds(HOLE))
    await numbered(world, "1916450")
    await budi.sends("/tugas")
    assert not any(WAITING in words for words in budi.buttons)
    await kartika.sends("/tugas")
    assert f"📋 {WAITING} (1)" in kartika.buttons
    await kartika.taps(WAITING)
    assert "LAPOR! 1916449" in kartika.last
    assert "Lampunya kami ganti siang ini." in kartika.last
    await kartika.taps("Nanti")
    assert "LAPOR! 1916449" in kartika.last
    await kartika.taps("Sudah disalin")
    assert "Semua jawaban sudah disalin" in kartika.last
    assert [one.kind for one in await world.rows(Event)].count("copied") == 1
    await kartika.sends("/tugas")
    assert not any(WAITING in words for words in kartika.buttons)
