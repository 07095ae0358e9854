"""Voices are kept, heard again and written down by whoever works on the case."""

from sqlalchemy import select

from core.privacy.words import erase_words
from core.tickets.models import Event, HiddenReporter
from core.tickets.reporters import identity
from core.transcripts.models import Transcript
from simulator.chats import Message
from tests.bot.desks import card, newest, steps
from tests.media.makers import voice
from tests.world import Someone, World

SAYS = "Lampu jalan di depan pasar padam sudah seminggu, tolong diperbaiki."
FIRE = "Tolong rumah tetangga saya kebakaran, apinya besar sekali!"


async def speaks(world: World, about: str = "") -> Someone:
    """Siti reports by voice and says nothing in writing."""
    siti = world.citizen("Siti")
    await siti.sends_file("voice", voice(), duration=42)
    if about:
        await siti.taps("Ganti kategori")
        await siti.taps(about)
    await siti.taps("Kirim")
    return siti


def plays(someone: Someone) -> list[Message]:
    """The voices the bot sent somebody."""
    sent = (one for one in someone.person.messages if one.sender is not someone.person.account)
    return [one for one in sent if "voice" in one.data]


async def test_a_report_by_voice_alone_is_filed_and_written_down_in_the_queue(
    world: World,
) -> None:
    siti = await speaks(world)
    kartika = world.staff("Kartika")
    assert SAYS not in card(kartika).text
    await kartika.sends("/transkrip")
    ticket = await newest(world)
    assert "1 pesan suara menunggu" in kartika.last
    assert ticket.code in kartika.last
    assert "0:42" in kartika.last
    heard = len(plays(kartika))
    await kartika.taps(ticket.code)
    assert len(plays(kartika)) == heard + 1
    # A reply to the recording is what it says, not a message to the citizen.
    read = len(siti.reads())
    await kartika.replies(plays(kartika)[-1], SAYS)
    assert len(siti.reads()) == read
    assert "ditranskripsi oleh petugas" in kartika.last
    assert "Sepertinya tentang Lampu jalan" in kartika.last
    assert "🏷 Jenis / kategori" in kartika.buttons
    assert f"ditranskripsi oleh petugas: {SAYS}" in card(kartika).text
    assert await steps(world) == ["filed", "transcribed"]
    await kartika.sends("/transkrip")
    assert "Tidak ada pesan suara" in kartika.last
    await siti.sends(ticket.code)
    assert "Lampu jalan di depan pasar" in siti.last
    await siti.taps("🧾 Tanda terima")
    assert f"ditranskripsi oleh petugas: {SAYS}" in siti.finds("Ringkas").text
    # It is found and sorted by what was said.
    await kartika.taps("🏷 Jenis / kategori", on=kartika.finds("Sepertinya"))
    assert "Lampu jalan" in kartika.buttons[0]


async def test_of_two_officers_one_wins_and_the_other_gets_the_words_back(world: World) -> None:
    siti = await speaks(world, "Lampu jalan")
    ticket = await newest(world)
    budi, dewi, putri = (world.staff(name) for name in ("Budi", "Dewi", "Putri"))
    for one in (budi, dewi):
        await one.sends("/transkrip")
        await one.taps(ticket.code)
    # Another unit neither sees nor hears it.
    await putri.sends("/transkrip")
    assert "Tidak ada pesan suara" in putri.last
    [row] = await voices(world)
    await putri.taps_data(f"ticket:hear:{row.attachment_id}:1")
    assert plays(putri) == []
    await budi.sends(SAYS)
    await dewi.sends("Lampu mati.")
    assert "baru saja ditulis oleh Budi" in dewi.last
    assert "Lampu mati." in dewi.last
    # What cannot be made out can be said, and put right from the card.
    await dewi.taps("Lainnya", on=card(dewi))
    await dewi.taps("🎙 Pesan suara", on=card(dewi))
    assert "ditranskripsi oleh petugas: Budi" in dewi.last
    await dewi.taps("🎙 1")
    assert SAYS in dewi.last
    await dewi.taps("Tidak terdengar")
    assert "tidak terdengar jelas" in card(budi).text
    await dewi.taps("✏️ Perbaiki")
    await dewi.sends("Lampu jalan depan pasar padam.")
    assert "ditranskripsi oleh petugas: Lampu jalan depan pasar padam." in card(budi).text
    kinds = ["transcribed", "not_understood", "transcribed"]
    assert (await steps(world))[-3:] == kinds
    assert "Dewi" not in " ".join(siti.reads())


async def test_an_emergency_told_by_voice_raises_the_alarm_once(world: World) -> None:
    siti = await speaks(world, "Lampu jalan")
    budi = world.staff("Budi")
    await budi.sends("/transkrip")
    await budi.taps((await newest(world)).code)
    await budi.sends(FIRE)
    # The officer who writes it down is not the one in danger.
    assert "Ada yang terancam bahaya" not in " ".join(budi.reads())
    assert FIRE in budi.finds("keadaan darurat").text
    assert "Ada yang terancam bahaya" in siti.finds("Tentang pesan suara Anda").text
    await budi.taps("✏️ Perbaiki", on=budi.finds("Tersimpan di laporan"))
    await budi.sends(f"{FIRE} Cepat!")
    assert len([one for one in siti.reads() if "Tentang pesan suara" in one]) == 1


async def test_an_anonymous_voice_warns_and_what_it_said_goes_with_the_words(
    world: World,
) -> None:
    zuleha = world.citizen("Zuleha")
    await zuleha.sends_file("voice", voice())
    await zuleha.taps("🙈 Sembunyikan nama saya")
    assert "rekaman dapat dikenali" in zuleha.last
    await zuleha.taps("🔐")
    await zuleha.taps("Kirim")
    ticket = await newest(world)
    budi, kartika = world.staff("Budi"), world.staff("Kartika")
    await budi.sends("/transkrip")
    assert "Tidak ada pesan suara" in budi.last
    await kartika.sends("/transkrip")
    await kartika.taps(ticket.code)
    assert "Jangan tulis nama" in kartika.last
    await kartika.sends(SAYS)
    async with world.machine.db.begin() as session:
        hidden = await session.get_one(HiddenReporter, ticket.id)
        await erase_words(session, await identity(session, hidden), now=world.clock.now())
    await world.passes(days=1)
    assert await voices(world) == []
    ticket = await newest(world)
    assert (ticket.spoken, ticket.heard) == (None, None)
    assert SAYS not in str([event.payload for event in await world.rows(Event)])


async def voices(world: World) -> list[Transcript]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(Transcript).order_by(Transcript.added_at)))
