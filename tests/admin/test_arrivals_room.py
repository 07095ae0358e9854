"""Cases of another system: a file is brought in, looked at, filed whole, and never twice."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from aiohttp import FormData
from sqlalchemy import delete

from core.deadlines.models import DeadlineRule
from core.handover.models import CaseImport
from core.handover.services import forget_old
from core.handover.work import TRIES, works
from core.runner import Runner
from core.tickets.chain import verify
from core.tickets.models import Event, Ticket
from core.timers import Timer
from tests.admin.panel import Browser, Page, Panel
from tests.core.offices import moment

HEADER = [
    "Tracking ID",
    "Tanggal Laporan",
    "Judul Laporan",
    "Isi Laporan",
    "Kategori",
    "Lokasi",
    "Status",
    "Sifat",
]
GOOD = [
    "1916449",
    "18/11/2026 10:00",
    "Lampu padam",
    "Lampu di pasar padam.",
    "LAMPU",
    "Pasar",
    "Proses",
    "",
]
SECRET = ["1916450", "2026-11-19", "", "=cmd|' /C calc'!A1", "tidak dikenal", "", "", "Rahasia"]
DONE = ["1916451", "19 November 2026", "Sudah beres", "x", "", "", "Selesai", ""]
BAD = ["1916452", "31/13/2026", "Tanggal salah", "x", "", "", "", ""]
SHORTENED = ["1,92E+06", "19-11-2026", "Nomor rusak", "x", "", "", "", ""]
ROWS = [GOOD, SECRET, DONE, BAD, SHORTENED, GOOD]


# A cell of a workbook knows no zone.
AT = datetime.fromisoformat("2026-11-18 10:00")


def csv_of(rows: list[list[str]], separator: str = ",") -> str:
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    return "\r\n".join(separator.join(row) for row in quoted) + "\r\n"


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


async def uploads(browser: Browser, data: bytes, system: str = "SP4N-LAPOR!") -> Page:
    if not browser.token:
        await browser.get("/masuk")
    body = FormData({"csrf": browser.token, "system": system}, default_to_multipart=True)
    body.add_field("file", BytesIO(data), filename="laporan.csv")
    return await browser.sends("POST", "/loket/impor", data=body)


async def works_off(panel: Panel) -> None:
    runner = Runner(panel.db, panel, works(panel))
    while await runner.work():
        pass


async def confirmed(panel: Panel, browser: Browser, data: bytes, **columns: str) -> str:
    """The page of a file whose columns were confirmed as guessed, and whose rows were looked at."""
    path = (await uploads(browser, data)).location
    page = await browser.get(path)
    chosen = {}
    for select in re.findall(r"<select.*?</select>", page.html, re.S):
        name = re.search(r'name="(\w+)"', select)
        assert name is not None
        picked = re.search(r'value="(\d+)" selected', select)
        chosen[name[1]] = picked[1] if picked else ""
    page = await browser.post(f"{path}/kolom", **{**chosen, **columns})
    assert page.location == path, page.text
    assert "Sedang diperiksa" in (await browser.get(path)).text
    await works_off(panel)
    return path


async def filed(panel: Panel, browser: Browser, data: bytes, **columns: str) -> str:
    path = await confirmed(panel, browser, data, **columns)
    page = await browser.post(f"{path}/masukkan")
    assert page.location == path, page.text
    await works_off(panel)
    return path


async def test_every_row_is_looked_at_before_anything_comes_in(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    path = await confirmed(panel, browser, csv_of([HEADER, *ROWS]).encode("utf-8-sig"))
    page = await browser.get(path)
    assert "Siap: 2 laporan dapat dimasukkan" in page.text
    assert "Baris 5 1916452 Tanggal diterima : “31/13/2026” ini bukan tanggal" in page.text
    assert "Baris 6 – Nomor (tracking ID) : “1,92E+06” nomor ini disingkat Excel" in page.text
    assert "sama dengan baris 2" in (await browser.get(f"{path}?fate=here")).text
    assert "Sudah selesai di sana" in (await browser.get(f"{path}?fate=ended")).text
    assert "Lampu padam" in (await browser.get(f"{path}?fate=file")).text
    assert await panel.rows(Ticket) == []
    assert b"Lampu padam" not in b"".join(
        one.content or b"" for one in await panel.rows(CaseImport)
    )
    page = await browser.post(f"{path}/batal")
    assert page.location == "/loket/impor?said=import_dropped"
    assert await panel.rows(CaseImport) == []


async def test_a_file_that_cannot_be_filed_says_so_and_can_be_tried_again(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    path = await confirmed(panel, browser, csv_of([HEADER, GOOD]).encode())
    async with panel.db.begin() as session:
        await session.execute(delete(DeadlineRule))
    await browser.post(f"{path}/masukkan")
    for _ in range(TRIES):
        assert "Laporannya sedang dimasukkan" in (await browser.get(path)).text
        await works_off(panel)
        panel.town.now += timedelta(minutes=1)
    page = await browser.get(path)
    assert "belum dapat dimasukkan karena gangguan di pihak kami" in page.text
    assert "Periksa kolomnya" in page.text
    assert await panel.rows(Ticket) == []
    assert (await browser.post(f"{path}/batal")).location == "/loket/impor?said=import_dropped"


async def test_a_file_nobody_finished_with_is_forgotten(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    await confirmed(panel, browser, csv_of([HEADER, GOOD]).encode())
    done = await filed(panel, browser, csv_of([HEADER, [*SECRET]]).encode())
    async with panel.db.begin() as session:
        await forget_old(session, now=panel.now() + timedelta(days=13))
    assert len(await panel.rows(CaseImport)) == 2
    async with panel.db.begin() as session:
        await forget_old(session, now=panel.now() + timedelta(days=15))
    assert [f"/loket/impor/{one.id}" for one in await panel.rows(CaseImport)] == [done]


async def test_a_file_becomes_cases_with_their_own_numbers_and_dates(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    path = await filed(panel, browser, csv_of([HEADER, *ROWS]).encode("utf-8-sig"))
    lamp, secret = await panel.rows(Ticket)
    assert (lamp.text, lamp.place) == ("Lampu padam\n\nLampu di pasar padam.", "Pasar")
    assert lamp.opened_at == moment("2026-11-18 10:00")
    assert lamp.due_at == moment("2026-11-25 16:00")
    assert lamp.accept_due_at == moment("2026-11-23 16:00")
    assert lamp.category_id == panel.town.categories["lampu"]
    assert secret.confidential
    assert (secret.text, secret.category_id) == ("=cmd|' /C calc'!A1", None)
    kinds = [event.kind for event in await panel.rows(Event)]
    assert kinds == ["filed", "numbered", "filed", "numbered"]
    assert all(timer.due_at > panel.now() for timer in await panel.rows(Timer))
    async with panel.db.read() as session:
        assert [one async for one in verify(session)] == []
    page = await browser.get(f"/laporan/{lamp.code}")
    assert "SP4N-LAPOR! 1916449" in page.text
    assert "Lewat SP4N-LAPOR!, diterima Kartika" in page.text
    assert lamp.code in (await browser.get(f"{path}?fate=file")).text
    [row] = await panel.rows(CaseImport)
    assert (row.state, row.content, row.headers) == ("done", None, None)
    assert "Tanggal salah" not in (await browser.get(path)).text
    assert (
        "Laporan dari sistem lain dimasukkan"
        in (await (await panel.signed_in("ani")).get("/jejak")).text
    )


async def test_officers_get_one_message_for_all_of_them(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    old = ["77", "2026-10-01", "Sudah lama", "", "jalan", "", "", ""]
    many = [["1" + str(n), "2026-11-19", "Lampu", str(n), "lampu", "", "", ""] for n in range(9)]
    await filed(panel, browser, csv_of([HEADER, old, *many], ";").encode("cp1252"))
    [said] = await panel.town.reads("Budi")
    assert "10 laporan dari SP4N-LAPOR!" in said
    assert "1 di antaranya sudah lewat batas waktu" in said
    assert await panel.town.reads("Lina") == []


async def test_a_file_that_comes_again_files_nothing_twice(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    data = csv_of([HEADER, GOOD, SECRET]).encode()
    await filed(panel, browser, data)
    path = await confirmed(panel, browser, data)
    page = await browser.get(path)
    assert "Sudah ada (2)" in page.text
    assert (await browser.post(f"{path}/masukkan")).status == 422
    # Between the look at a file and its filing the same case may have come in.
    twins = [
        await confirmed(panel, browser, csv_of([HEADER, ["#9", *GOOD[1:]]]).encode()) for _ in "ab"
    ]
    for twin in twins:
        assert (await browser.post(f"{twin}/masukkan")).status == 303
    await works_off(panel)
    assert len(await panel.rows(Ticket)) == 3
    assert "Sudah ada (1)" in (await browser.get(twins[1])).text
    assert (await browser.post(f"{twins[0]}/masukkan")).status == 422


async def test_a_workbook_is_read_without_working_anything_out(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    numbered: list[object] = [1916449, AT, "Lampu", "=1+1", "lampu"]
    formula: list[object] = ["=A2", AT, "Rumus", "x", "lampu"]
    title: list[object] = ["Rekap laporan"]
    await filed(panel, browser, workbook([title, list(HEADER), numbered, formula]))
    [lamp] = await panel.rows(Ticket)
    assert lamp.text == "Lampu\n\n=1+1"
    assert lamp.opened_at == moment("2026-11-18 10:00")
    [row] = await panel.rows(CaseImport)
    assert row.counts == {"bad": 1, "file": 1, "here": 0, "ended": 0}


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


async def test_what_is_no_table_is_explained(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    for data, words in (
        (b"", "pilih berkas"),
        (b"%PDF-1.7 \x00", "bukan tabel"),
        (b"<html><table></table></html>", "halaman web"),
        (b"\xd0\xcf\x11\xe0 old", "Excel lama"),
        (b"PK\x03\x04 broken", "tidak dapat dibaca"),
        (bomb(), "terlalu besar"),
        (csv_of([HEADER]).encode(), "belum berisi laporan"),
    ):
        page = await uploads(browser, data)
        assert page.status == 422, words
        assert words in page.text
    path = await uploads(browser, csv_of([HEADER, GOOD]).encode())
    page = await browser.post(f"{path.location}/kolom", number="1", received="1", title="2")
    assert "terpilih dua kali" in page.text
    page = await browser.post(f"{path.location}/kolom", number="1")
    assert "pilih kolom nomor, tanggal" in page.text
    for name in ("hadi", "vina"):
        assert (await uploads(await panel.signed_in(name), b"x")).status == 403
    assert await panel.rows(Ticket) == []
