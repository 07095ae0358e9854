"""The room of announcements: written, looked at, approved, sent, followed, stopped."""

from io import BytesIO

from aiohttp import FormData
from PIL import Image

from core.announcements import sending, subscribing
from core.announcements.models import Announcement, Theme
from core.announcements.themes import add_theme
from core.audit import Audit
from core.outbox import Outgoing
from tests.admin.panel import Browser, Page, Panel
from tests.media.makers import SECRET, photo

NEWS = {"headline": "Air mati <b>besok</b>", "news": "Pukul 09.00 sampai 12.00."}


async def themed(panel: Panel, *readers: str) -> str:
    """A theme these people want news of; its number."""
    async with panel.town.begin() as session:
        theme = await add_theme(session, code="air", name="Air", by="cli", now=panel.now())
        for name in readers:
            person = await panel.town.person(session, name)
            await subscribing.begin(session, person, theme, version=1, now=panel.now())
        return str(theme.id)


async def writes(browser: Browser, about: str, *files: bytes, **more: str) -> Page:
    await browser.get("/pengumuman/baru")
    body = FormData(default_to_multipart=True)
    for name, value in {"csrf": browser.token, "theme": about, **NEWS, **more}.items():
        body.add_field(name, value)
    for content in files:
        body.add_field("file", content, filename="foto.png")
    return await browser.sends("POST", "/pengumuman", data=body)


async def only(panel: Panel) -> Announcement:
    [row] = await panel.rows(Announcement)
    return row


async def test_themes_come_first_and_can_be_changed_and_closed(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    page = await browser.get("/pengumuman")
    assert "Tambahkan dulu tema" in page.text
    assert "/pengumuman/baru" not in page.html
    assert (await browser.post("/pengumuman/tema", code="air", name="Air")).status == 303
    page = await browser.post("/pengumuman/tema", code="air", name="Lagi")
    assert (page.status, "sudah dipakai" in page.text) == (422, True)
    [theme] = await panel.rows(Theme)
    await browser.post(f"/pengumuman/tema/{theme.id}", name="Air bersih", name_en="Water")
    assert "Air bersih" in (await browser.get("/pengumuman/tema")).text
    await browser.post(f"/pengumuman/tema/{theme.id}/tutup")
    assert (await browser.get(f"/pengumuman/tema/{theme.id}")).status == 404
    page = await writes(browser, str(theme.id))
    assert (page.status, "Tema" in page.text) == (422, True)


async def test_it_is_looked_at_sent_followed_and_stopped(panel: Panel) -> None:
    theme = await themed(panel, "Sari", "Tono")
    browser = await panel.signed_in("hadi")
    page = await writes(browser, theme, photo())
    path = page.location.partition("?")[0]
    shown = await browser.get(path)
    assert "Air mati &lt;b&gt;besok&lt;/b&gt;" in shown.html
    assert "Penerima sekarang: 2" in shown.text
    kept = await browser.get(f"{path}/foto")
    assert kept.headers["Content-Type"] == "image/jpeg"
    stored = panel.storage.path((await only(panel)).picture or "").read_bytes()
    assert SECRET not in stored
    assert (await browser.post(f"{path}/kirim")).location.endswith("announcement_sending")
    async with panel.town.begin() as session:
        await sending.write_batch(session, (await only(panel)).id, now=panel.now())
    [first, second] = [one for one in await panel.rows(Outgoing) if one.kind == "bulk"]
    assert {first.method, second.method} == {"upload_photo"}
    shown = await browser.get(path)
    assert "Menunggu 2" in shown.text
    assert (await browser.post(f"{path}/hentikan")).status == 303
    assert [one for one in await panel.rows(Outgoing) if one.kind == "bulk"] == []
    shown = await browser.get(path)
    assert "Dihentikan" in shown.text
    assert f"{path}/hentikan" not in shown.html
    assert (await browser.post(f"{path}/kirim")).status == 422
    acts = [one.action for one in await panel.rows(Audit) if one.action.startswith("announ")]
    assert acts == ["announcement.draft", "announcement.send", "announcement.stop"]


async def test_many_recipients_need_a_second_account(panel: Panel) -> None:
    theme = await themed(panel, "Sari")
    hadi, kartika = await panel.signed_in("hadi"), await panel.signed_in("kartika")
    await writes(hadi, theme)
    row = await only(panel)
    async with panel.town.begin() as session:
        waiting = await session.get_one(Announcement, row.id)
        waiting.state, waiting.total = "waiting", 201
    page = await hadi.get(f"/pengumuman/{row.id}")
    assert f"/pengumuman/{row.id}/setujui" not in page.html
    page = await hadi.post(f"/pengumuman/{row.id}/setujui")
    assert (page.status, "bukan oleh penulisnya" in page.text) == (422, True)
    assert (await kartika.post(f"/pengumuman/{row.id}/setujui")).status == 303
    row = await only(panel)
    assert (row.state, row.approver) == ("sending", "admin:kartika")


async def test_what_other_media_need_is_there_to_copy_and_to_save(panel: Panel) -> None:
    theme = await themed(panel)
    browser = await panel.signed_in("hadi")
    page = await writes(browser, theme, news="Air mati. " * 90)
    path = page.location.partition("?")[0]
    shown = await browser.get(path)
    assert "tidak ada yang akan menerimanya" in shown.text
    assert f"{path}/kirim" not in shown.html
    assert "– Kecamatan Contoh" in shown.text
    async with browser.session.get(f"http://127.0.0.1:{panel.server.port}{path}/gambar.png") as got:
        drawn = Image.open(BytesIO(await got.read()))
        assert got.headers["Content-Disposition"].startswith("attachment")
    assert (drawn.format, drawn.size) == ("PNG", (1080, 1080))


async def test_what_cannot_be_is_refused_with_the_words_kept(panel: Panel) -> None:
    theme = await themed(panel)
    browser = await panel.signed_in("hadi")
    for files, fields, why in (
        ((), {"news": " "}, "tulis isi"),
        ((), {"headline": "x" * 81}, "Judulnya terlalu panjang"),
        ((), {"news": "x" * 3001}, "terlalu panjang"),
        ((photo(),), {"news": "x" * 801}, "terlalu panjang"),
        ((b"MZ program",), {}, "Gambarnya tidak dapat dibaca"),
        ((), {"theme": "999"}, "Tema"),
    ):
        page = await writes(browser, theme, *files, **fields)
        assert (page.status, why in page.text) == (422, True), (fields, page.text)
        assert "Air mati" in page.html or "headline" in fields
    assert await panel.rows(Announcement) == []
    assert [path for path in panel.storage._folder.rglob("*") if path.is_file()] == []
