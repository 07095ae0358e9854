"""The room of what the bot knows: edited, tried, published, merged, and brought in as files."""

import io
import zipfile
from typing import Any

import pytest
from aiohttp import FormData
from sqlalchemy import select

from core.knowledge import regression
from core.knowledge import services as knowledge
from core.knowledge.models import Article, ArticleDraft, ArticleVersion, AskedQuestion
from core.ticker import Ticker
from simulator.clock import ManualClock
from tanggap.timetable import HANDLERS
from tests.admin.panel import Browser, Page, Panel
from tests.core.offices import moment
from tests.core.sample_content import ARTICLES, article

FORM = {
    "service": "ktp",
    "facet": "biaya",
    "asked_as": "Berapa biaya KTP?",
    "answer": "Membuat KTP tidak dipungut biaya.",
    "other_ways": "bikin ktp bayar ga\nktp gratis kah",
    "source": "kebijakan kantor",
    "mark": "office",
}


@pytest.fixture
async def room(panel: Panel) -> Panel:
    async with panel.town.begin() as session:
        await knowledge.load_articles(session, ARTICLES, now=panel.now())
        known = {"bikin ktp bayar ga": "ktp/biaya", "kehilangan ktp": "ktp/hilang"}
        await regression.keep_known(session, known)
    return panel


async def of_code(panel: Panel, code: str) -> Article:
    return next(one for one in await panel.rows(Article) if one.code == code)


async def releases(panel: Panel, *changed: Any) -> int:
    """A new release whose files differ in these articles."""
    codes = {one["code"]: one for one in changed}
    rows = [codes.get(one["code"], one) for one in ARTICLES]
    async with panel.town.begin() as session:
        return await knowledge.load_articles(session, rows, now=panel.now())


async def publishes(browser: Browser, path: str) -> Page:
    """Publish a draft as its page offers it, with what that showed."""
    page = await browser.get(path)
    return await browser.post(f"{path}/terbitkan", seen=page.hidden("seen"))


async def test_an_edit_is_a_draft_that_shows_what_it_changes_before_it_is_published(
    room: Panel,
) -> None:
    browser = await room.signed_in("kartika")
    row = await of_code(room, "ktp/biaya")
    assert "6 artikel" in (await browser.get("/pengetahuan")).text
    found = await browser.get("/pengetahuan?q=biaya&service=ktp&state=used")
    assert "Berapa biaya KTP?" in found.text
    assert "Di mana membayar PBB?" not in found.text
    worse = {**FORM, "asked_as": "Apa syarat membuat paspor?", "other_ways": "", "answer": "x" * 20}
    page = await browser.post(f"/pengetahuan/{row.id}", **worse)
    draft = await browser.get(page.location)
    assert "lebih buruk “bikin ktp bayar ga”" in draft.text
    assert "<del>" in draft.html
    await browser.post(page.location.partition("?")[0], **FORM)
    draft = await browser.get(page.location)
    assert "semuanya dijawab seperti sekarang" in draft.text
    # Nobody is answered with it yet, and who saw another state of things cannot publish it.
    assert (await of_code(room, "ktp/biaya")).answer == "Jawaban ktp/biaya."
    path = page.location.partition("?")[0]
    assert (await browser.post(f"{path}/terbitkan", seen="0-0")).status == 422
    done = await publishes(browser, path)
    assert done.location == f"/pengetahuan/{row.id}?said=knowledge_published"
    shown = await browser.get(f"/pengetahuan/{row.id}")
    assert "Membuat KTP tidak dipungut biaya." in shown.text
    assert "Diubah" in shown.text
    assert "Kartika" in shown.text
    whys = [one.why for one in await room.rows(ArticleVersion)]
    assert whys == ["release", "edit"]
    assert (await browser.post(f"{path}/buang")).status == 422


async def test_a_release_follows_what_is_untouched_and_asks_about_what_both_changed(
    room: Panel,
) -> None:
    browser = await room.signed_in("ani")
    row = await of_code(room, "ktp/biaya")
    page = await browser.post(f"/pengetahuan/{row.id}", **FORM)
    await publishes(browser, page.location.partition("?")[0])
    assert await releases(room) == 0
    news = article("ktp/biaya", "Berapa biaya KTP sekarang?", answer="Isi rilis baru.")
    other = article("pajak/pbb", "Di mana membayar PBB?", answer="Lewat bank mana pun.")
    assert await releases(room, news, other) == 2
    assert await releases(room, news, other) == 0
    assert (await of_code(room, "pajak/pbb")).answer == "Lewat bank mana pun."
    assert (await of_code(room, "ktp/biaya")).answer == FORM["answer"]
    assert "1 artikel diubah" in (await browser.get("/pengetahuan")).text
    both = await browser.get(f"/pengetahuan/{row.id}")
    for words in ("Isi kantor ini", "Isi yang baru", "Isi rilis baru.", FORM["answer"]):
        assert words in both.text
    assert (await browser.post(f"/pengetahuan/{row.id}/pilih", side="neither")).status == 422
    await browser.post(f"/pengetahuan/{row.id}/pilih", side="ours")
    # The same release does not ask again; the next one does, and may then be taken.
    assert await releases(room, news, other) == 0
    newer = article("ktp/biaya", "Berapa biaya KTP sekarang?", answer="Isi rilis berikutnya.")
    assert await releases(room, newer, other) == 1
    await browser.post(f"/pengetahuan/{row.id}/pilih", side="theirs")
    assert (await of_code(room, "ktp/biaya")).answer == "Isi rilis berikutnya."
    await browser.post(f"/pengetahuan/{row.id}/tarik")
    assert await releases(room, newer, other) == 0
    assert (await of_code(room, "ktp/biaya")).retired_at is not None
    await browser.post(f"/pengetahuan/{row.id}/pakai")
    assert (await of_code(room, "ktp/biaya")).retired_at is None


def form(csrf: str, data: bytes, name: str) -> FormData:
    body = FormData({"csrf": csrf}, default_to_multipart=True)
    body.add_field("file", io.BytesIO(data), filename=name, content_type="application/zip")
    return body


async def uploads(browser: Browser, data: bytes, name: str = "isi.zip") -> Page:
    if not browser.token:
        await browser.get("/akun")
    return await browser.sends("POST", "/pengetahuan/impor", data=form(browser.token, data, name))


async def exported(browser: Browser, panel: Panel) -> bytes:
    url = f"http://127.0.0.1:{panel.server.port}/pengetahuan/ekspor.zip"
    async with browser.session.get(url) as response:
        assert response.headers["Content-Type"] == "application/zip"
        return await response.read()


def zipped(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(f"articles/{name}.toml", text)
    return target.getvalue()


async def test_what_is_exported_comes_back_and_only_differences_change_anything(
    room: Panel,
) -> None:
    browser = await room.signed_in("ani")
    package = await exported(browser, room)
    before = await room.all_rows()
    page = await uploads(browser, package)
    assert page.location == "/pengetahuan?said=knowledge_imported&n=0"
    assert await room.all_rows() == before
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        text = files.read("articles/ktp.toml").decode()
    assert 'question = "Berapa biaya KTP?"' in text
    added = text.replace("ktp/biaya", "ktp/baru").replace("Berapa biaya", "Bagaimana membuat")
    changed = added.replace("Jawaban ktp/hilang.", "Bawa surat kehilangan.")
    page = await uploads(browser, changed.encode(), "ktp.toml")
    assert page.location == "/pengetahuan?said=knowledge_imported&n=2"
    assert (await of_code(room, "ktp/hilang")).answer == "Bawa surat kehilangan."
    assert (await of_code(room, "ktp/baru")).shipped is False
    # The office's own words are not overwritten by the next file, nor by the next release.
    page = await uploads(browser, changed.replace("surat", "berkas").encode(), "ktp.toml")
    assert page.location == "/pengetahuan?said=knowledge_to_choose&n=1"
    await releases(room)
    assert (await of_code(room, "ktp/hilang")).answer == "Bawa surat kehilangan."


GOOD = """service = "hewan"
name = "Hewan"
name_en = "Animals"
[[article]]
id = "hewan/ubur"
facet = "syarat"
question = "Bolehkah memelihara ubur-ubur?"
answer = "Boleh, dengan izin kantor."
source = "kebijakan kantor"
mark = "office"
reviewed = 2026-01-01
"""

BAD = {
    "empty": (b"", "Pilih dulu berkas"),
    "ten megabytes": (b" " * 10_000_000, "terlalu besar (9 MB"),
    "no toml": (b"[[article", "bukan TOML"),
    "not text": (b"\xff\xfe\x00", "bukan TOML"),
    "half a zip": (zipped(hewan=GOOD)[:60], "rusak"),
    "a bomb": (zipped(hewan=GOOD + "#" * 9_000_000), "terlalu besar (8 MB"),
    "nothing in it": (zipped(hewan='service = "x"\n'), "tidak ada bagian [[article]]"),
    "no id": (zipped(hewan=GOOD.replace("hewan/ubur", "../x")), "id yang benar"),
    "second is wrong": (
        zipped(a=GOOD, b=GOOD.replace("/ubur", "/dua").replace('"syarat"', '"rasa"')),
        "artikel hewan/dua: Yang ditanyakan",
    ),
    "twice": (zipped(a=GOOD, b=GOOD), "ada dua kali"),
    "brace": (zipped(a=GOOD.replace("izin", "{izin}")), "{izin} tidak dikenal"),
    "alias": (zipped(a=GOOD.replace("mark", 'aliases = "satu"\nmark')), "Cara lain bertanya"),
    "link": (zipped(a=GOOD.replace("mark", 'source_url = "javascript:x"\nmark')), "https://"),
    "day": (zipped(a=GOOD.replace("2026-01-01", '"kemarin"')), "Tanggal periksa"),
}


async def test_a_bad_file_is_explained_and_nothing_of_it_comes_in(room: Panel) -> None:
    browser = await room.signed_in("ani")
    before = await room.all_rows()
    for what, (data, words) in BAD.items():
        page = await uploads(browser, data)
        assert (page.status, words in page.text) == (422, True), (what, page.text[:900])
    assert await room.all_rows() == before
    assert (await uploads(browser, zipped(hewan=GOOD))).status == 303


async def test_bad_forms_are_refused_by_name_with_what_was_typed_kept(room: Panel) -> None:
    browser = await room.signed_in("ani")
    for wrong, why in (
        ({"answer": "pendek"}, "Jawaban: tulis 10"),
        ({"asked_as": "?"}, "Pertanyaan: tulis 8"),
        ({"answer": "Datang ke {nama_kantir} ya."}, "{nama_kantir} tidak dikenal"),
        ({"answer": "Datang ke {nama_kantor ya."}, "kurung kurawal"),
        ({"facet": "rasa"}, "Yang ditanyakan: pilih"),
        ({"mark": "law"}, "Kepastian sumber: pilih"),
        ({"source_url": "ftp://x"}, "https://"),
        ({"service": "", "service_name": ""}, "Layanan: tulis"),
        ({"valid_from": "besok"}, "Berlaku mulai: pilih tanggal"),
        ({"unit": "999"}, "unit kerja dari daftar"),
        ({"other_ways": "\n".join(f"cara ke {n}" for n in range(60))}, "paling banyak 40"),
    ):
        page = await browser.post("/pengetahuan/baru", **{**FORM, **wrong})
        assert (page.status, why in page.text) == (422, True), (wrong, page.text[:500])
        assert FORM["source"] in page.html
    assert await room.rows(ArticleDraft) == []


async def test_a_question_is_tried_with_what_the_ranking_saw(room: Panel) -> None:
    browser = await room.signed_in("hadi")
    page = await browser.get("/pengetahuan/coba?q=berapa+biaya+bikin+ktp")
    assert "Langsung dijawab" in page.text
    assert "1. Berapa biaya KTP?" in page.text
    assert "Kata penanya yang ada di artikel" in page.text
    assert "disiapkan untuk petugas" in (await browser.get("/pengetahuan/coba?q=ubur")).text
    assert await room.rows(AskedQuestion) == []


async def passes(panel: Panel, at: str) -> None:
    clock = ManualClock(moment(at))
    await Ticker(panel.db, clock, HANDLERS).tick()


async def test_what_is_true_from_a_later_day_waits_for_it(room: Panel) -> None:
    browser = await room.signed_in("ani")
    row = await of_code(room, "ktp/biaya")
    page = await browser.post(f"/pengetahuan/{row.id}", **FORM, valid_from="2026-11-25")
    path = page.location.partition("?")[0]
    assert (await publishes(browser, path)).location == f"{path}?said=knowledge_waits"
    await passes(room, "2026-11-24 23:00")
    assert (await of_code(room, "ktp/biaya")).answer == "Jawaban ktp/biaya."
    await passes(room, "2026-11-25 00:01")
    assert (await of_code(room, "ktp/biaya")).answer == FORM["answer"]


async def test_a_gap_becomes_one_more_wording_or_a_new_article_and_whoever_asked_is_told(
    room: Panel,
) -> None:
    async with room.town.begin() as session:
        for name, text in (("Sari", "brp ongkos ktp nya?"), ("Tono", "apa syarat pelihara ubur?")):
            who = await room.town.person(session, name)
            asked, _ = await knowledge.ask(session, who, text, now=room.now())
            asked.verdict = "unknown"
    head, browser = await room.signed_in("hadi"), await room.signed_in("kartika")
    assert "Tidak ada pertanyaan yang menunggu" in (await head.get("/pengetahuan/celah")).text
    page = await browser.get("/pengetahuan/celah")
    assert "2 pertanyaan" in page.text
    row = await of_code(room, "ktp/biaya")
    asked, strange = await room.rows(AskedQuestion)
    path, of_gap = "/pengetahuan/celah/rancang", {"gap": str(asked.id)}
    assert (await head.post(path, **of_gap)).status == 422
    page = await browser.post(path, **of_gap, article=str(row.id))
    draft = await browser.get(page.location)
    assert "lebih baik “brp ongkos ktp nya?”" in draft.text or "semuanya dijawab" in draft.text
    await publishes(browser, page.location.partition("?")[0])
    assert "brp ongkos ktp nya?" in (await of_code(room, "ktp/biaya")).aliases
    assert "Anda pernah bertanya" in (await room.town.reads("Sari"))[-1]
    assert await room.town.reads("Tono") == []
    page = await browser.post(path, gap=str(strange.id))
    path = page.location.partition("?")[0]
    await browser.post(f"{path}/buang")
    assert "1 pertanyaan" in (await browser.get("/pengetahuan/celah")).text
    await browser.post("/pengetahuan/celah/tutup", gap=str(strange.id))
    assert "Tidak ada pertanyaan yang menunggu" in (await browser.get("/pengetahuan/celah")).text
    async with room.db.read() as session:
        closed = await session.scalars(select(AskedQuestion.closed_at))
        assert None not in closed.all()


async def test_a_page_says_which_components_of_a_service_nobody_can_read_yet(room: Panel) -> None:
    browser = await room.signed_in("ani")
    page = await browser.get("/pengetahuan/kelengkapan")
    assert "KTP 2 dari 14 Dasar hukum, Prosedur, Waktu, Hasil layanan, Sarana" in page.text
    # Where it is belongs to no standard, so it does not count.
    assert page.text.index("DARURAT 0 dari 14") < page.text.index("AKTA 1 dari 14")
    row = await of_code(room, "ktp/biaya")
    await browser.post(f"/pengetahuan/{row.id}/tarik")
    page = await browser.get("/pengetahuan/kelengkapan")
    assert "KTP 1 dari 14 Dasar hukum, Prosedur, Waktu, Biaya, Hasil layanan" in page.text
    assert 'href="/pengetahuan?service=ktp"' in page.html
