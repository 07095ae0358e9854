"""The rooms of the forum and of improvements: what the panel does beside the chat."""

from aiohttp import FormData

from core import standards
from core.forums.models import Post, Topic
from core.improvements.models import Improvement, ImprovementPhoto, Suggestion
from core.jobs import Job
from core.people.models import Staff
from core.tickets.models import Ticket
from tests import areas, voices
from tests.admin.panel import Browser, Page, Panel
from tests.media.makers import SECRET, paper, photo

PROPOSAL = "Tambah lampu di jalan menuju sekolah, hubungi 0812 3456 7890."


async def planted(panel: Panel) -> None:
    await panel.files()
    async with panel.town.begin() as session:
        await voices.plant(session, panel.now(), PROPOSAL)


async def sends_picture(browser: Browser, side: str, content: bytes) -> Page:
    """The form as a browser sends it."""
    await browser.get("/perbaikan/1")
    body = FormData(default_to_multipart=True)
    body.add_field("csrf", browser.token)
    body.add_field("side", side)
    body.add_field("file", content, filename="foto")
    return await browser.sends("POST", "/perbaikan/1/foto", data=body)


async def test_a_topic_is_opened_read_decided_and_closed_once_all_is_dealt_with(
    panel: Panel,
) -> None:
    await planted(panel)
    browser = await panel.signed_in("kartika")
    facts = {"topic_kind": "musrenbang", "headline": "Usulan 2027", "explanation": "Apa?"}
    when = {"unit": "1", "closes": "2026-12-31"}
    page = await browser.post("/forum", **facts, **when)
    assert page.location == "/forum/2?said=saved"
    refused = await browser.post("/forum", **facts, **(when | {"closes": "2026-01-01"}))
    assert (refused.status, "Usulan 2027" in refused.html) == (422, True)
    page = await browser.get("/forum/1")
    assert "1 tulisan menunggu dibaca" in page.text
    assert "[#]" in page.text
    assert not any("7890" in one.text for one in await panel.rows(Post))
    assert "Sari" not in page.text
    early = await browser.post("/forum/1/tutup", summary="Selesai semua.")
    assert "1 tulisan yang belum dibaca" in early.text
    await browser.post("/forum/1/sembunyikan", post="1", why="double")
    early = await browser.post("/forum/1/tutup", summary="Selesai semua.")
    assert "1 usulan yang belum diputuskan" in early.text
    await browser.post("/forum/1/putuskan", post="2", decision="accepted", reason="Dianggarkan.")
    assert (await browser.post("/forum/1/tutup", summary="Selesai semua.")).status == 303
    [first, _] = await panel.rows(Topic)
    assert (first.state, first.summary) == ("closed", "Selesai semua.")
    assert [one.kind for one in await panel.rows(Job)] == ["forum.sum_up"]
    assert [one.state for one in await panel.rows(Post)] == ["hidden", "shown"]
    admin = await panel.signed_in("ani")
    assert "Topik ditutup dengan kesimpulan" in (await admin.get("/jejak?about=topic:1")).text


async def test_rooms_of_other_units_are_not_there(panel: Panel) -> None:
    await planted(panel)
    browser = await panel.signed_in("hadi")
    assert "Tambah lampu" not in (await browser.get("/forum")).text
    assert (await browser.get("/forum/1")).status == 404
    assert (await browser.post("/forum/1/tampilkan", post="1")).status == 404
    assert (await browser.post("/forum/standar", forum_minimum="1")).status == 403
    page = await browser.post("/perbaikan/usul/balas", suggestion="1", reply="Terima kasih ya.")
    assert page.status == 422


async def test_before_and_after_are_pictures_only_and_shown_when_somebody_agreed(
    panel: Panel,
) -> None:
    await planted(panel)
    browser = await panel.signed_in("kartika")
    assert (await browser.post("/perbaikan/1/terbitkan")).status == 422
    refused = await sends_picture(browser, "before", paper())
    assert (refused.status, "satu foto" in refused.text) == (422, True)
    for side in ("before", "after"):
        assert (await sends_picture(browser, side, photo())).status == 303
    stored = [one.stored or "" for one in await panel.rows(ImprovementPhoto)]
    assert SECRET not in b"".join(panel.storage.path(one).read_bytes() for one in stored)
    assert (await browser.get("/perbaikan/1/foto/sebelum")).status == 200
    await browser.post("/perbaikan/1/selesai", after="Lampu sudah menyala semua.")
    assert (await browser.post("/perbaikan/1/terbitkan")).status == 303
    [row] = await panel.rows(Improvement)
    assert (row.state, row.published_at is not None) == ("done", True)
    await browser.post("/perbaikan/1/lanjut", until="2027-01-31")
    [row] = await panel.rows(Improvement)
    assert (row.state, row.published_at) == ("running", None)


async def test_repeated_reports_become_one_improvement_with_all_their_cases(panel: Panel) -> None:
    async with panel.town.begin() as session:
        await areas.plant(session)
    for name in ("Sari", "Tono", "Sari"):
        await panel.town.files(name, place="RT 05/RW 02 Gang Melati")
    browser = await panel.signed_in("kartika")
    page = await browser.get("/perbaikan")
    assert "Lampu, RW 02, Kelurahan Kencana: 3 laporan" in page.text
    [ticket, *_] = await panel.rows(Ticket)
    [owner] = [one.id for one in await panel.rows(Staff) if one.name == "Budi"]
    pattern = {"category": str(ticket.category_id), "area": str(ticket.area_id)}
    facts = {"headline": "Lampu RW 02", "before": "Tiga lampu mati.", "owner": str(owner)}
    await browser.post("/perbaikan", **facts, **pattern, until="2026-12-31")
    assert "3 laporan warga" in (await browser.get("/perbaikan/1")).text
    assert "3 laporan" not in (await browser.get("/perbaikan")).text
    assert any("perbaikan <b>Lampu RW 02" in text for text in await panel.town.reads("Tono"))


async def test_suggestions_are_answered_and_standards_kept_within_their_bounds(
    panel: Panel,
) -> None:
    await planted(panel)
    browser = await panel.signed_in("ani")
    await browser.post("/perbaikan/usul/jadikan", suggestion="1", improvement="1")
    [one] = await panel.rows(Suggestion)
    assert (one.state, one.improvement_id) == ("taken", 1)
    amounts = {"forum_minimum": "20", "forum_reports": "5", "forum_smallest_area": "4"}
    assert (await browser.post("/forum/standar", **amounts)).status == 303
    wrong = await browser.post("/forum/standar", **(amounts | {"forum_smallest_area": "1"}))
    assert (wrong.status, "angka dari 2 sampai 100" in wrong.text) == (422, True)
    async with panel.town.begin() as session:
        kept = await standards.amounts(session, "forum")
    assert kept == {name: int(n) for name, n in amounts.items()} | {"forum_approval": 0}
