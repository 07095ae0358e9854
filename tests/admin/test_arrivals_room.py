"""Cases of another system: a file is brought in, looked at, filed whole, and never twice."""

import re
from io import BytesIO

import openpyxl
import pytest
from aiohttp import FormData

from core.audit import Audit
from core.handover.models import CaseImport
from core.handover.work import works
from core.outbox import Outgoing
from core.runner import Runner
from core.tickets.models import Event, Ticket
from core.tickets.ties import ExternalNumber
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
    chosen = dict(
        re.findall(r'<select id="f-(\w+)".*?<option value="(\d+)" selected', page.html, re.S)
    )
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


async def test_a_file_becomes_cases_with_their_own_numbers_and_dates(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    path = await confirmed(panel, browser, csv_of([HEADER, *ROWS]).encode("utf-8-sig"))
    page = await browser.get(path)
    assert "Siap: 2 laporan dapat dimasukkan" in page.text
    assert "Baris 5 1916452 Tanggal diterima : “31/13/2026” ini bukan tanggal" in page.text
    assert "Baris 6 – Nomor (tracking ID) : “1,92E+06” nomor ini disingkat Excel" in page.text
    assert "sama dengan baris 2" in (await browser.get(f"{path}?fate=here")).text
    assert "Sudah selesai di sana" in (await browser.get(f"{path}?fate=ended")).text
    assert await panel.rows(Ticket) == []
    page = await browser.post(f"{path}/masukkan")
    assert page.location == path
    await works_off(panel)
    lamp, secret = await panel.rows(Ticket)
    assert (lamp.text, lamp.place) == ("Lampu padam\n\nLampu di pasar padam.", "Pasar")
    assert lamp.opened_at == moment("2026-11-18 10:00")
    assert lamp.due_at == moment("2026-11-25 16:00")
    assert lamp.category_id == panel.town.categories["lampu"]
    assert secret.confidential
    assert (secret.text, secret.category_id) == ("=cmd|' /C calc'!A1", None)
    numbers = await panel.all_rows()
    assert len(numbers["external_numbers"]) == 2
    kinds = [event.kind for event in await panel.rows(Event)]
    assert kinds == ["filed", "numbered", "filed", "numbered"]
    assert all(timer.due_at > panel.now() for timer in await panel.rows(Timer))
    page = await browser.get(f"/laporan/{lamp.code}")
    assert "SP4N-LAPOR! 1916449" in page.text
    assert "Lewat SP4N-LAPOR!, diterima Kartika" in page.text
    assert lamp.code in (await browser.get(f"{path}?fate=file")).text
    [row] = await panel.rows(CaseImport)
    assert (row.state, row.content, row.headers) == ("done", None, None)
    assert "Tanggal salah" not in (await browser.get(path)).text

