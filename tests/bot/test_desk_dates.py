"""Why a date is the date it is, and what a citizen can do when it has passed."""

from core.oversight.services import set_body
from tests.bot.desks import card, filed, newest
from tests.world import Someone, World


def document(world: World, someone: Someone) -> str:
    """The newest file in somebody's chat, as text."""
    message = next(one for one in reversed(someone.person.messages) if "document" in one.data)
    file = world.telegram.files.get(message.data["document"]["file_id"])
    assert file is not None
    return file.data.decode()


async def ombudsman(world: World, contact: str, mark: str) -> None:
    """How to reach the Ombudsman, as far as the office knows."""
    async with world.machine.db.begin() as session:
        await set_body(
            session,
            code="ombudsman",
            name="Ombudsman Republik Indonesia",
            contact=contact,
            source_title="Situs resmi",
            mark=mark,
            by="cli",
            now=world.clock.now(),
        )


async def test_an_officer_reads_why_the_date_is_the_date_it_is(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya", on=card(budi))
    await budi.taps("Mengapa tanggal ini?", card(budi))
    for words in (
        "5 hari kerja",
        "standar kantor ini",
        "laporan masuk Senin, 2 Maret 2026",
        "dari Selasa, 3 Maret 2026 sampai Senin, 9 Maret 2026",
        "2 hari libur mingguan",
        "sementara",
    ):
        assert words in budi.last


async def test_a_citizen_does_not_reach_the_offices_button(world: World) -> None:
    siti = await filed(world)
    ticket = await newest(world)
    await siti.taps_data(f"ticket:why:{ticket.id}:1")
    assert "Ini untuk petugas kantor" in siti.last


async def test_a_citizen_who_waits_too_long_gets_a_document_for_the_ombudsman(
    world: World,
) -> None:
    await ombudsman(world, "Telepon 137", "verified")
    siti = await filed(world, "Lampu <mati> di depan balai desa.")
    budi = world.staff("Budi")
    await budi.replies(card(budi), "Sedang kami periksa.")
    await world.passes(days=9)
    assert "Ombudsman" in siti.last
    await siti.taps("Berkas untuk Ombudsman")
    page = document(world, siti)
    code = (await newest(world)).code
    for words in (
        code,
        "Lampu &lt;mati&gt;",
        "Sedang kami periksa.",
        "Telepon 137",
        "9 Maret 2026",
    ):
        assert words in page
    assert "Budi" not in page


async def test_a_contact_nobody_verified_is_not_in_the_document(world: World) -> None:
    await ombudsman(world, "Telepon 999", "unverified")
    siti = await filed(world)
    await world.passes(days=9)
    await siti.taps("Berkas untuk Ombudsman")
    page = document(world, siti)
    assert "999" not in page
    assert "situs resmi Ombudsman" in page


async def test_nobody_gets_the_document_of_somebody_else(world: World) -> None:
    await filed(world)
    tono = world.citizen("Tono")
    await tono.sends("halo")
    await tono.taps_data(f"bundle:send:{(await newest(world)).id}:0")
    assert "tidak ada pada Anda" in tono.last
    assert not any("document" in message.data for message in tono.person.messages)
