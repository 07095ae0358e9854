"""One act on many tickets, and lists as files for another channel."""

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from core.audit import Audit
from core.tickets.external import set_external
from core.tickets.models import Event, Ticket
from core.tickets.queries import ticket_by_code
from tests.admin.panel import Browser, Page, Panel
from tests.admin.test_tickets import unit_id


async def versions(panel: Panel, *codes: str) -> dict[str, str]:
    tickets = await panel.rows_of_tickets()
    return {code: str(tickets[code].version) for code in codes}


async def moves(panel: Panel, code: str, staff: str = "Budi") -> None:
    await panel.town.does(staff, "accept", (await panel.rows_of_tickets())[code].id)


async def ticket(panel: Panel, code: str) -> Ticket:
    return (await panel.rows_of_tickets())[code]


async def kinds(panel: Panel, code: str) -> list[str]:
    number = (await ticket(panel, code)).id
    return [one.kind for one in await panel.rows(Event) if one.ticket_id == number]


async def test_what_was_ticked_goes_to_another_unit_and_what_moved_is_refused_alone(
    panel: Panel,
) -> None:
    codes = [await panel.files() for _ in range(3)]
    browser = await panel.signed_in("kartika")
    page = await browser.get("/laporan")
    assert f'form="bulk" name="{codes[0]}" value="1"' in page.html
    picked = await versions(panel, *codes)
    query = "&".join(f"{code}={version}" for code, version in picked.items())
    page = await browser.get(f"/laporan/sekaligus?{query}")
    assert "3 laporan dipilih" in page.text
    once = page.hidden("once")
    await moves(panel, codes[1])
    to = f"unit:{await unit_id(panel, 'linmas')}"
    form = {**picked, "to": to, "reason": "Salah unit", "once": once}
    page = await browser.post("/laporan/sekaligus/serahkan", **{**form, "reason": ""})
    assert page.status == 422
    assert "3 laporan dipilih" in page.text
    page = await browser.post("/laporan/sekaligus/serahkan", **form)
    assert "2 dari 3 laporan berhasil" in page.text
    assert f"{codes[1]} Tidak dilakukan:" in page.text
    rows = await panel.rows_of_tickets()
    linmas = await unit_id(panel, "linmas")
    assert [rows[code].unit_id == linmas for code in codes] == [True, False, True]
    assert await kinds(panel, codes[0]) == ["filed", "reassigned"]
    again = await browser.post("/laporan/sekaligus/serahkan", **form)
    assert again.status == 200
    assert await kinds(panel, codes[0]) == ["filed", "reassigned"]
    acts = [one.action for one in await panel.rows(Audit)]
    assert acts.count("ticket.reassign") == 2


async def test_many_get_a_category_and_a_note_each_with_its_step(panel: Panel) -> None:
    lamp, road = await panel.files(), await panel.files(category="jalan")
    browser = await panel.signed_in("ani")
    picked = await versions(panel, lamp, road)
    jalan = str(panel.town.categories["jalan"])
    page = await browser.post(
        "/laporan/sekaligus/golongkan", **picked, category=jalan, kind="", once="a"
    )
    assert f"{lamp} Sudah dilakukan" in page.text
    assert f"{road} Tidak dilakukan" in page.text
    assert (await ticket(panel, lamp)).category_id == int(jalan)
    assert await kinds(panel, lamp) == ["filed", "sorted"]
    page = await browser.get(f"/laporan/{lamp}")
    assert "Ani" in page.text
    page = await browser.post("/laporan/sekaligus/catat", **picked, text="Cek bersama", once="b")
    assert "2 dari 2 laporan berhasil" in page.text
    assert (await kinds(panel, road))[-1] == "noted"
    page = await browser.post("/laporan/sekaligus/golongkan", **picked, once="c")
    assert "pilih kategori atau jenisnya" in page.text
    page = await browser.post("/laporan/sekaligus/catat", text="x", once="d")
    assert "centang dulu" in page.text


async def test_nobody_acts_on_what_they_do_not_see(panel: Panel) -> None:
    mine = await panel.files()
    theirs = await panel.files(text="Mohon taman bermain", category=None, kind="aspiration")
    picked = await versions(panel, mine, theirs)
    head = await panel.signed_in("hadi")
    page = await head.get(f"/laporan/sekaligus?{mine}=1&{theirs}=1")
    assert "1 laporan dipilih" in page.text
    page = await head.post("/laporan/sekaligus/catat", **picked, text="Cek", once="a")
    assert f"{theirs} Tidak dilakukan" in page.text
    assert await kinds(panel, theirs) == ["filed"]
    assert (await kinds(panel, mine))[-1] == "noted"
    viewer = await panel.signed_in("vina")
    assert 'form="bulk"' not in (await viewer.get("/laporan")).html
    page = await viewer.post("/laporan/sekaligus/catat", **picked, text="Cek", once="b")
    assert page.status == 403
    for odd in ({"picked": "x"}, {mine: "one"}, {"LP-1": "1"}):
        page = await head.post("/laporan/sekaligus/catat", text="Cek", once="c", **odd)
        assert page.status in (400, 422)


async def downloads(browser: Browser, kind: str, **fields: str) -> list[list[str]]:
    page = await raw(browser, format=kind, **fields)
    if kind == "csv":
        return list(csv.reader(StringIO(page.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(BytesIO(page)).worksheets[0]
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    return [[str(cell.value or "") for cell in row] for row in sheet]


async def raw(browser: Browser, **fields: str) -> bytes:
    url = f"http://127.0.0.1:{browser._server.port}/laporan/unduh"
    data = {"csrf": browser.token, **fields}
    async with browser.session.post(url, data=data) as response:
        assert response.status == 200, await response.text()
        assert "attachment" in response.headers["Content-Disposition"]
        return await response.read()


async def secrets(panel: Panel) -> dict[str, str]:
    """A plain case, an anonymous one, a confidential one and one written down for somebody."""
    codes = {
        "plain": await panel.files(text='=HYPERLINK("http://x","y")', place="+62 RT 1"),
        "hidden": await panel.files(text="Nama saya Sari, hp 0812 3456 7890", anonymous=True),
        "secret": await panel.files(text="Isi rahasia", place="Gang buntu", confidential=True),
    }
    browser = await panel.signed_in("kartika")
    fields = {"story": "Got mampet", "channel": "counter", "kind": "complaint", "once": "z"}
    fields |= {"citizen_name": "Wati Susilo", "phone": "0812 9999 8888"}
    page = await browser.post("/loket", **fields)
    codes["counter"] = page.location.split("/")[2]
    return codes


async def test_a_list_becomes_a_file_without_formulas_and_hidden_names(panel: Panel) -> None:
    codes = await secrets(panel)
    coordinator, admin = await panel.signed_in("kartika"), await panel.signed_in("ani")
    for kind in ("csv", "xlsx"):
        header, *rows = await downloads(coordinator, kind)
        assert header[0] == "Nomor laporan"
        by_code: dict[str, Any] = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
        assert set(by_code) == set(codes.values())
        plain = by_code[codes["plain"]]
        quote = "'" if kind == "csv" else ""
        assert plain["Isi laporan"] == f'{quote}=HYPERLINK("http://x","y")'
        assert plain["Tempat"] == f"{quote}+62 RT 1"
        assert plain["Pelapor"] == "Sari"
        assert by_code[codes["counter"]]["Nomor HP"] == "6281299998888"
        hidden, secret = by_code[codes["hidden"]], by_code[codes["secret"]]
        assert hidden["Pelapor"] == "Anonim"
        assert "Sari" not in hidden["Isi laporan"]
        assert "0812" not in hidden["Isi laporan"]
        assert secret["Isi laporan"].startswith("(Rahasia")
        assert not any(secret[name] for name in ("Pelapor", "Tempat", "Kategori"))
    whole = str(await downloads(admin, "csv"))
    assert "Wati" not in whole
    assert "62812" not in whole
    assert "Sari" not in whole
    [_, only] = await downloads(coordinator, "csv", **{codes["counter"]: "1"})
    assert only[0] == codes["counter"]
    assert len(await downloads(coordinator, "csv", show="closed")) == 1
    acts = [one for one in await panel.rows(Audit) if one.action == "ticket.export"]
    assert [one.detail["n"] for one in acts] == [4, 4, 3, 1, 0]


async def numbered(panel: Panel, code: str, number: str = "1916449") -> None:
    async with panel.town.begin() as session:
        case = await ticket_by_code(session, code)
        assert case is not None
        who = {"by": "admin:ani", "name": "Ani", "source": f"n:{code}"}
        await set_external(session, case, "SP4N-LAPOR!", number, now=panel.now(), **who)


async def answers(browser: Browser) -> Page:
    page = await browser.get("/laporan/jawaban")
    assert page.status == 200
    return page


async def test_answers_are_copied_to_the_other_channel_one_by_one(panel: Panel) -> None:
    code, other = await panel.files(), await panel.files()
    browser = await panel.signed_in("kartika")
    assert "/laporan/jawaban" not in (await browser.get("/laporan")).html
    await numbered(panel, code)
    assert "/laporan/jawaban" in (await browser.get("/laporan")).html
    assert "Semua jawaban sudah disalin" in (await answers(browser)).text
    number = (await ticket(panel, code)).id
    await panel.town.does("Budi", "reply", number, "Petugas berangkat siang ini.")
    await panel.town.does("Budi", "reply", (await ticket(panel, other)).id, "Tidak perlu disalin.")
    page = await answers(browser)
    assert "SP4N-LAPOR! 1916449" in page.text
    assert "Petugas berangkat siang ini." in page.text
    assert "Seksi Trantib, Kecamatan Contoh" in page.text
    assert "Tidak perlu" not in page.text
    seen = page.hidden("seq")
    await panel.town.does("Budi", "resolve", number, "Lampu sudah diganti tadi pagi.")
    path = f"/laporan/{code}/disalin"
    late = await browser.post(path, seq=seen, once="a")
    assert late.status == 422
    assert "sudah berubah" in late.text
    page = await answers(browser)
    assert "Petugas berangkat siang ini." in page.text
    assert "Dinyatakan selesai. Lampu sudah diganti" in page.text
    page = await browser.post(path, seq=page.hidden("seq"), once="b")
    assert page.location == "/laporan/jawaban?said=copied"
    assert "Semua jawaban sudah disalin" in (await answers(browser)).text
    assert (await kinds(panel, code))[-1] == "copied"
    assert "Jawaban disalin ke sistem lain" in (await browser.get(f"/laporan/{code}")).text
    head = await panel.signed_in("vina")
    assert (await head.get("/laporan/jawaban")).status == 403
