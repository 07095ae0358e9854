"""Voice messages in the panel: heard, written down, and found by what they say."""

from core.tickets.models import Attachment, Event
from core.tickets.queries import ticket_by_id
from core.transcripts import services
from tests.admin.panel import Browser, Page, Panel
from tests.core.town import LAMP, PHOTO
from tests.media.makers import voice

SAYS = "Selokan di belakang masjid meluap sampai ke jalan."


async def spoken(panel: Panel) -> tuple[str, int]:
    """A report by voice alone whose recording is here: its number, and that of the file."""
    code = await panel.files(
        text="",
        files=[{**PHOTO, "kind": "voice", "unique_name": "v", "details": {"duration": 61}}],
    )
    async with panel.town.begin() as session:
        file = await session.get_one(Attachment, (await panel.rows(Attachment))[-1].id)
        file.stored, file.cleaned = panel.storage.put(voice(), ".ogg"), True
        ticket = await ticket_by_id(session, file.ticket_id, lock=True)
        assert ticket is not None
        await services.expect(session, ticket, file, now=panel.now())
    return code, file.id


async def writes(browser: Browser, code: str, file: int, **fields: str) -> Page:
    return await browser.post(f"/laporan/{code}/transkrip/{file}", **fields)


async def test_the_queue_plays_them_and_what_is_written_down_is_found(panel: Panel) -> None:
    code, file = await spoken(panel)
    other = await panel.files(category=None)
    hadi = await panel.signed_in("hadi")
    page = await hadi.get("/transkrip")
    assert code in page.text
    assert "1:01" in page.text
    assert f'<audio controls preload="none" src="/laporan/{code}/berkas/{file}"' in page.html
    sent = {"once": page.hidden("once"), "seen": "1", "page": "queue"}
    page = await writes(hadi, code, file, **sent)
    assert "Mohon tulis apa yang terdengar" in page.text
    page = await writes(hadi, code, file, transcript=SAYS, **sent)
    assert page.location == "/transkrip?said=heard"
    assert (await writes(hadi, code, file, transcript=SAYS, **sent)).status == 303
    assert "Tidak ada pesan suara" in (await hadi.get("/transkrip")).text
    # Whoever began before is told, and keeps what they typed.
    late = {**sent, "once": "later", "page": "ticket"}
    page = await writes(hadi, code, file, transcript="Selokan.", **late)
    assert "baru saja ditulis oleh Hadi" in page.text
    assert ">\nSelokan.</textarea>" in page.html
    vina = await panel.signed_in("vina")
    page = await vina.get(f"/laporan/{code}")
    assert f"{SAYS} Ditranskripsi oleh petugas: Hadi" in page.text
    assert "/transkrip/" not in page.html
    assert [event.kind for event in await panel.rows(Event)][-1] == "transcribed"
    for words, found in (("selokan+masjid", code), ("meluap", code), ("lampu", other)):
        listed = (await vina.get(f"/laporan?q={words}")).text
        assert [one in listed for one in (code, other)] == [one == found for one in (code, other)]
    receipt = (await vina.get(f"/laporan/{code}/tanda-terima")).text
    assert f"ditranskripsi oleh petugas: {SAYS}" in receipt
    assert (await writes(vina, code, file, **late)).status == 403
    assert LAMP not in receipt


async def test_what_cannot_be_made_out_is_said_and_put_right_later(panel: Panel) -> None:
    code, file = await spoken(panel)
    kartika = await panel.signed_in("kartika")
    page = await kartika.get(f"/laporan/{code}")
    sent = {"once": page.hidden("once"), "seen": "1", "act": "unclear"}
    assert (await writes(kartika, code, file, **sent)).location == f"/laporan/{code}?said=heard"
    page = await kartika.get(f"/laporan/{code}")
    assert "Tidak terdengar jelas, kata Kartika" in page.text
    fixed = {"once": "again", "seen": "2", "transcript": SAYS}
    await writes(kartika, code, file, **fixed)
    assert SAYS in (await panel.rows_of_tickets())[code].words
    # The number of a file leads to no other case.
    foreign = await panel.files()
    assert (await writes(kartika, foreign, file, once="x", seen="3")).status == 404
