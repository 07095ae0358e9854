"""The counter in the panel: writing a report down, its receipt, and numbers of other systems."""

import re
from typing import Any

from aiohttp import FormData
from sqlalchemy import select

from core import marks
from core.audit import Audit
from core.tickets import unmasking
from core.tickets.models import Attachment, Event, HiddenReporter, Reception, Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.reporters import citizen_behind
from tests.admin.panel import Browser, Page, Panel
from tests.core.town import LAMP
from tests.media.makers import SECRET, photo, voice

REPORT = {"story": LAMP, "channel": "phone", "kind": "complaint"}
SITI = {"citizen_name": "Siti Aminah", "phone": "0812 3456 7890"}


async def writes_down(browser: Browser, *files: bytes, **fields: str) -> Page:
    """Send the form as a browser does."""
    once = (await browser.get("/loket")).hidden("once")
    body = FormData(default_to_multipart=True)
    for name, value in {"csrf": browser.token, "once": once, **REPORT, **fields}.items():
        body.add_field(name, value)
    for content in files or (b"",):
        body.add_field("file", content, filename="foto.jpg" if content else "")
    return await browser.sends("POST", "/loket", data=body)


async def only(panel: Panel) -> Ticket:
    [ticket] = await panel.rows(Ticket)
    return ticket


async def numbers(panel: Panel, browser: Browser, code: str, **fields: str) -> Page:
    once = (await browser.get(f"/laporan/{code}")).hidden("once")
    return await browser.post(f"/laporan/{code}/nomor-lain", once=once, **fields)


async def test_a_report_is_written_down_and_its_receipt_can_be_printed(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    page = await writes_down(browser, category=str(panel.town.categories["lampu"]), **SITI)
    ticket = await only(panel)
    assert page.location == f"/laporan/{ticket.code}/tanda-terima?said=received"
    receipt = (await browser.get(page.location)).text
    assert "Lewat Telepon" in receipt
    assert "Penerima Kartika" in receipt
    assert "Pelapor Siti Aminah" in receipt
    assert LAMP in receipt
    assert "5 hari kerja" in receipt
    assert "Dasar: standar kantor ini" in receipt
    printed = await browser.get(f"/laporan/{ticket.code}/tanda-terima.pdf")
    assert printed.headers["Content-Type"] == "application/pdf"
    assert f"Tanda-terima-{ticket.code}.pdf" in printed.headers["Content-Disposition"]
    assert printed.html.startswith("%PDF-")


async def test_the_unit_gets_the_card_with_the_files(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    category = str(panel.town.categories["lampu"])
    await writes_down(browser, photo(), photo("PNG"), category=category)
    files = await panel.rows(Attachment)
    assert [one.cleaned for one in files] == [True, True]
    sent = [
        payload["file"]["name"]
        for _, payload in await panel.town.letters("Budi")
        if "file" in payload
    ]
    assert sent == [f"{(await only(panel)).code}-{one.id}.jpg" for one in files]
    assert all(SECRET not in path.read_bytes() for path in stored(panel))


async def test_a_form_sent_twice_makes_one_ticket(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    once = (await browser.get("/loket")).hidden("once")
    pages = [await browser.post("/loket", once=once, **REPORT) for _ in range(2)]
    assert pages[0].location == pages[1].location
    assert len(await panel.rows(Ticket)) == 1


async def test_what_was_typed_stays_when_it_is_refused(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    for fields, why in (
        ({"phone": "banyak"}, "bukan nomor telepon"),
        ({"story": " "}, "tulis apa"),
    ):
        page = await writes_down(browser, citizen_name="Siti", **fields)
        assert page.status == 422
        assert why in page.text
        assert 'value="Siti"' in page.html
    assert await panel.rows(Ticket) == []


async def test_a_file_that_cannot_be_kept_keeps_nothing(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    page = await writes_down(browser, photo(), b"MZ program")
    assert page.status == 422
    assert "program" in page.text
    assert LAMP in page.html
    assert await panel.rows(Ticket) == []
    assert stored(panel) == []


async def test_more_files_than_may_be_are_refused(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    assert (await writes_down(browser, *[b"x"] * 6)).status == 400


async def test_only_who_steers_or_received_it_reads_the_name(panel: Panel) -> None:
    ani = await panel.signed_in("ani")
    await writes_down(await panel.signed_in("kartika"), **SITI)
    code = (await only(panel)).code
    for name, shown in (("kartika", True), ("ani", False), ("vina", False)):
        browser = await panel.signed_in(name)
        for path in (f"/laporan/{code}", f"/laporan/{code}/tanda-terima"):
            page = (await browser.get(path)).text
            assert ("Siti Aminah" in page) is shown
            assert ("6281234567890" in page) is (shown and path.endswith(code))
            assert ("S••• A•••" in page) is not shown
    await writes_down(ani, **SITI)
    own = [one for one in await receptions(panel) if one.receiver == "admin:ani"]
    code = next(one.code for one in await panel.rows(Ticket) if one.id == own[0].ticket_id)
    assert "Siti Aminah" in (await ani.get(f"/laporan/{code}/tanda-terima")).text


async def test_the_name_is_nowhere_in_the_open(panel: Panel) -> None:
    await writes_down(await panel.signed_in("kartika"), **SITI)
    rows = await panel.all_rows()
    assert "Siti Aminah" not in str(rows)
    assert "6281234567890" not in str(rows)
    [audit] = [one for one in await panel.rows(Audit) if one.action == "ticket.receive"]
    assert audit.detail == {"channel": "phone"}


async def test_a_head_prints_the_receipt_of_what_went_to_another_unit(panel: Panel) -> None:
    hadi = await panel.signed_in("hadi")
    page = await writes_down(hadi, **SITI)
    code = (await only(panel)).code
    assert (await hadi.get(f"/laporan/{code}")).status == 404
    receipt = await hadi.get(page.location)
    assert "Siti Aminah" in receipt.text
    assert f'href="/laporan/{code}"' not in receipt.html
    assert (
        await hadi.get(f"/laporan/{await panel.files(category=None)}/tanda-terima")
    ).status == 404


async def test_a_confidential_case_has_no_receipt_for_who_cannot_see_it(panel: Panel) -> None:
    hadi, kartika = await panel.signed_in("hadi"), await panel.signed_in("kartika")
    page = await writes_down(hadi, **SITI)
    code = (await only(panel)).code
    await kartika.post(f"/laporan/{code}/rahasia")
    assert (await only(panel)).confidential
    for path in (page.location, f"/laporan/{code}/tanda-terima.pdf"):
        assert (await hadi.get(path)).status == 404
    assert "Siti Aminah" in (await kartika.get(page.location)).text


async def test_the_number_of_another_system_is_kept_found_and_on_the_receipt(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    page = await numbers(panel, browser, code, system="SP4N-LAPOR!", external_number="7781234")
    assert page.location == f"/laporan/{code}?said=external_saved"
    shown = (await browser.get(f"/laporan/{code}")).text
    assert "SP4N-LAPOR! 7781234" in shown
    assert "Nomor di sistem lain dicatat" in shown
    assert (
        "Nomor di SP4N-LAPOR! 7781234" in (await browser.get(f"/laporan/{code}/tanda-terima")).text
    )
    assert code in (await browser.get("/laporan?q=7781234")).text
    assert code not in (await browser.get("/laporan?q=7789999")).text
    assert [one.kind for one in await panel.rows(Event)] == ["filed", "numbered"]


async def test_a_number_can_be_corrected_but_not_left_empty(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    for number, status in (("1", 303), ("2", 303), (" ", 422), ("3" * 61, 422)):
        page = await numbers(panel, browser, code, system="LAPOR", external_number=number)
        assert page.status == status
    assert "LAPOR 2" in (await browser.get(f"/laporan/{code}")).text


async def test_the_receipt_shows_its_code_once_the_bot_has_a_name(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("vina")
    assert "Kode QR belum ada" in (await browser.get(f"/laporan/{code}/tanda-terima")).text
    async with panel.town.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=panel.now())
    page = await browser.get(f"/laporan/{code}/tanda-terima")
    assert re.search(r"https://t\.me/tanggap_bot\?start=\w{41}\"", page.html)
    assert '<path transform="scale(4)"' in page.html


async def test_a_comment_is_kept_with_its_link_for_whoever_handles_it(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    link = "https://www.tiktok.com/@warga/video/1?a=<b>"
    more = {"channel": "social", "comment_link": "javascript:alert(1)"}
    page = await writes_down(browser, **more)
    assert (page.status, "diawali https://" in page.text) == (422, True)
    assert 'value="javascript:alert(1)"' in page.html
    page = await writes_down(browser, **{**more, "comment_link": link})
    code = (await only(panel)).code
    page = await browser.get(f"/laporan/{code}")
    assert "TikTok https://www.tiktok.com/@warga/video/1?a=<b>" in page.text
    assert 'rel="noopener noreferrer"' in page.html
    for name in ("ani", "vina"):
        other = await panel.signed_in(name)
        assert "tiktok" not in (await other.get(f"/laporan/{code}")).html.lower()
    assert "tiktok" not in str(await panel.all_rows()).lower()


def stored(panel: Panel) -> list[Any]:
    """Every file that is kept."""
    return [path for path in panel.storage._folder.rglob("*") if path.is_file()]


async def receptions(panel: Panel) -> list[Reception]:
    async with panel.db.read() as session:
        return list(await session.scalars(select(Reception)))


async def test_a_citizen_can_be_hidden_and_only_two_accounts_open_who_it_is(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    category = str(panel.town.categories["lampu"])
    page = await writes_down(browser, photo("GIF"), category=category, hide_name="1", **SITI)
    assert "tidak dapat dibersihkan" in page.text
    page = await writes_down(browser, voice(), category=category, hide_name="1", **SITI)
    ticket = await only(panel)
    assert "Siti" not in (await browser.get(page.location)).text
    page = await browser.get(f"/laporan/{ticket.code}")
    assert "Siti" not in page.text
    assert "7890" not in page.text
    assert "Tulis isinya" in page.text
    for row in (await panel.all_rows())["receptions"]:
        assert row.endswith("None)")
    async with panel.town.begin() as session:
        hidden = await session.get_one(HiddenReporter, ticket.id)
        assert citizen_behind(session, hidden).name == "Siti Aminah"
        asker, second = await panel.account("ani"), await panel.account("kartika")
        found = await ticket_by_id(session, ticket.id, lock=True)
        assert found is not None
        await unmasking.ask(session, found, asker, "Perintah pengadilan.", now=panel.now())
        await unmasking.approve(session, found, second, now=panel.now())
    ani = await panel.signed_in("ani")
    page = await ani.post(f"/laporan/{ticket.code}/identitas/lihat")
    assert "Siti Aminah" in page.text
    assert "6281234567890" in page.text


async def test_who_writes_down_a_confidential_case_gets_its_receipt_this_once(
    panel: Panel,
) -> None:
    browser = await panel.signed_in("ani")
    page = await writes_down(browser, confidential="1", **SITI)
    code = (await only(panel)).code
    assert (await only(panel)).confidential
    assert "Pelapor Siti Aminah" in (await browser.get(page.location)).text
    printed = page.location.replace("tanda-terima?", "tanda-terima.pdf?")
    assert (await browser.get(printed)).html.startswith("%PDF-")
    assert (await browser.get(f"/laporan/{code}/tanda-terima")).status == 404
    assert (await browser.get(f"/laporan/{code}/tanda-terima?held=x")).status == 404
    vina = await panel.signed_in("vina")
    assert (await vina.get(page.location)).status == 404
