"""What somebody without Telegram says of their case is passed on by an officer, and marked so."""

from core.relays.models import RelayedRating
from core.tickets.models import Event
from core.tickets.receipts import payload
from tests.bot.desks import EXPLAINS, LAMP, card, filed, newest, staff_id, words_on
from tests.world import Someone, World


async def written_down(world: World) -> Someone:
    """Putri wrote it down at the counter, and Budi took it."""
    putri, budi = world.staff("Putri"), world.staff("Budi")
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("Catat")
    await budi.taps("Terima")
    return budi


async def passes_on(world: World, what: str, how: str, words: str = "") -> None:
    """Budi's way from the card to the last word; from here on it is his newest message."""
    budi = world.staff("Budi")
    if "⋯ Lainnya" in words_on(card(budi)):
        await budi.taps("Lainnya", on=card(budi))
    await budi.taps("🗣 Kata warga", on=card(budi))
    if what:
        await budi.taps(what)
    await budi.taps(how)
    if words:
        await budi.sends(words)


async def test_the_whole_life_of_a_case_without_telegram(world: World) -> None:
    budi = await written_down(world)
    ticket = await newest(world)
    await world.does("Budi", "ask", ticket, "Tiang nomor berapa?")
    assert (await newest(world)).state == "waiting"
    await passes_on(world, "", "Telepon", "Tiang nomor 7.")
    assert (await newest(world)).state == "accepted"
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await passes_on(world, "Menyatakan belum beres", "Loket", "Masih mati.")
    assert (await newest(world)).reopened == 1
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await passes_on(world, "Menyatakan sudah beres", "WhatsApp")
    assert "Bagaimana penilaian warga" in budi.last
    await budi.taps("🙂 Puas")
    ended = await newest(world)
    assert (ended.state, ended.rating) == ("closed", None)
    async with world.machine.db.read() as session:
        row = await session.get_one(RelayedRating, ticket.id)
        code = payload(session, ticket.code)
    assert (row.rating, row.channel) == (3, "whatsapp")
    by = await staff_id(world, "Budi")
    told = [event for event in await world.rows(Event) if event.payload.get("channel")][1:]
    assert [(event.kind, event.payload["channel"], event.staff_id) for event in told] == [
        ("answered", "phone", by),
        ("objected", "counter", by),
        ("confirmed", "whatsapp", by),
        ("rated", "whatsapp", by),
    ]
    # Said once, it is not said again; and whoever holds the receipt reads how it was said.
    await budi.taps_data(f"ticket:relay:{ticket.id}:{ended.version}")
    assert "sudah lengkap tercatat" in budi.last
    siti = world.citizen("Siti")
    await siti.starts(code)
    await siti.taps("Ini laporan saya")
    assert "lewat Telepon, dicatat petugas" in siti.last
    assert "Budi" not in siti.last


async def test_who_is_on_telegram_speaks_for_themselves(world: World) -> None:
    await filed(world)
    budi, putri = world.staff("Budi"), world.staff("Putri")
    await budi.taps("Terima")
    await budi.taps("Lainnya", on=card(budi))
    assert "🗣 Kata warga" not in words_on(card(budi))
    ticket = await newest(world)
    await budi.taps_data(f"ticket:relay:{ticket.id}:{ticket.version}")
    assert "memakai Telegram" in budi.last
    # Nor does anybody speak for a citizen of another unit's case.
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("Catat")
    other = await newest(world)
    await putri.taps_data(f"ticket:relay:{other.id}:{other.version}")
    assert "Laporan itu" in putri.last or "tidak" in putri.last
    assert not [event for event in await world.rows(Event) if event.kind == "answered"]
