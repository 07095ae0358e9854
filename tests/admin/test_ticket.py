"""One ticket in the panel: reading it, handing it on, its files."""

import pytest

from core.audit import Audit
from core.i18n import plain
from core.media.cleaning import clean as cleaned
from core.tickets.models import Attachment, Event
from tests.admin.panel import Browser, Page, Panel
from tests.core.offices import moment
from tests.core.town import DONE, LAMP, PHOTO
from tests.media.makers import SECRET, film, paper, photo, voice


async def target(panel: Panel, what: str) -> str:
    """The value of somebody, or of a unit, in the list of targets."""
    async with panel.db.read() as session:
        if what.istitle():
            return f"staff:{(await panel.town.staff(session, what)).id}"
        return f"unit:{(await panel.town.unit(session, what)).id}"


async def hands_on(
    panel: Panel, browser: Browser, code: str, to: str, reason: str = "Lebih tepat di sana."
) -> Page:
    page = await browser.get(f"/laporan/{code}")
    fields = {name: page.hidden(name) for name in ("version", "once")}
    to = await target(panel, to)
    return await browser.post(f"/laporan/{code}/serahkan", to=to, reason=reason, **fields)


async def test_files_of_the_office_stand_apart_from_the_citizens_words(panel: Panel) -> None:
    code = await panel.files(files=[{**PHOTO, "unique_name": "theirs"}])
    ticket_id = (await panel.rows_of_tickets())[code].id
    done = [{**PHOTO, "unique_name": "ours"}]
    await panel.town.does("Budi", "resolve", ticket_id, DONE, files=done)
    browser = await panel.signed_in("ani")
    words, _, office = (await browser.get(f"/laporan/{code}")).html.partition("Berkas dari petugas")
    assert words.count('class="file"') == 1
    assert office.count('class="file"') == 1


async def test_a_ticket_tells_who_what_when_and_why_this_date(panel: Panel) -> None:
    ticket_id = await panel.town.files(place="Dusun Krajan")
    await panel.town.does("Budi", "accept", ticket_id)
    await panel.town.does("Budi", "note", ticket_id, "Tiang nomor 7.")
    code = (await panel.town.ticket(ticket_id)).code
    text = (await (await panel.signed_in("vina")).get(f"/laporan/{code}")).text
    for words in (
        LAMP,
        "Petugas Budi",
        "Pelapor Sari",
        "Dusun Krajan",
        "Jumat, 27 November 2026 pukul 16.00 WIB",
        "5 hari kerja, dihitung",
        "Dasar: standar kantor ini.",
        "Laporan diterima, untuk Seksi Trantib",
        "Catatan petugas Internal Tiang nomor 7.",
    ):
        assert words in text
    assert "Serahkan" not in text


async def test_a_ticket_is_handed_to_an_officer_with_a_reason(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    page = await hands_on(panel, browser, code, "Lina")
    assert page.location == f"/laporan/{code}?said=reassigned"
    text = (await browser.get(page.location)).text
    assert "Laporan sudah diserahkan." in text
    assert "Diteruskan ke Satgas Linmas Lebih tepat di sana." in text
    assert "Kartika" in text
    assert any(code in said and "Kartika" in said for said in await panel.town.reads("Lina"))
    acts = [(one.actor, one.action) for one in await panel.rows(Audit)]
    assert ("admin:kartika", "ticket.reassign") in acts


async def test_a_form_sent_twice_counts_once(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    page = await browser.get(f"/laporan/{code}")
    once, version = page.hidden("once"), page.hidden("version")
    fields = {"to": await target(panel, "pelayanan"), "reason": "Urusan loket.", "once": once}
    for _ in range(2):
        answer = await browser.post(f"/laporan/{code}/serahkan", version=version, **fields)
        assert answer.status == 303
    for _ in range(2):
        answer = await browser.post(f"/laporan/{code}/catatan", text="Sekali saja.", once="a1")
        assert answer.status == 303
    assert [one.kind for one in await panel.rows(Event)] == ["filed", "reassigned", "noted"]


async def test_whoever_comes_second_is_told_and_keeps_what_was_written(panel: Panel) -> None:
    ticket_id = await panel.town.files()
    code = (await panel.town.ticket(ticket_id)).code
    browser = await panel.signed_in("kartika")
    old = await browser.get(f"/laporan/{code}")
    await panel.town.does("Budi", "accept", ticket_id)
    page = await browser.post(
        f"/laporan/{code}/serahkan",
        to=await target(panel, "pelayanan"),
        reason="Urusan loket, bukan trantib.",
        version=old.hidden("version"),
        once=old.hidden("once"),
    )
    assert page.status == 409
    assert "sudah ditangani Budi" in page.text
    assert "Urusan loket, bukan trantib." in page.text
    assert (await panel.town.ticket(ticket_id)).assignee is not None


@pytest.mark.parametrize("to", ["", "unit:999", "staff:abc", "unit:1 or 1", "unit:" + "9" * 40])
async def test_a_target_that_is_none_is_refused(panel: Panel, to: str) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    page = await browser.get(f"/laporan/{code}")
    fields = {name: page.hidden(name) for name in ("version", "once")}
    answer = await browser.post(
        f"/laporan/{code}/serahkan", to=to, reason="Alasan yang panjang.", **fields
    )
    assert answer.status == 422
    assert "Alasan yang panjang." in answer.text


async def test_a_reason_is_needed_and_the_same_place_is_refused(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("kartika")
    assert "alasan" in (await hands_on(panel, browser, code, "linmas", reason="  ")).text
    assert "sudah ada di sana" in (await hands_on(panel, browser, code, "trantib")).text


async def test_a_head_hands_on_only_below(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("hadi")
    assert (await hands_on(panel, browser, code, "pelayanan")).status == 422
    assert (await hands_on(panel, browser, code, "linmas")).status == 303


async def test_a_note_is_read_by_the_office_only(panel: Panel) -> None:
    ticket_id = await panel.town.files()
    await panel.town.does("Budi", "accept", ticket_id)
    code = (await panel.town.ticket(ticket_id)).code
    browser = await panel.signed_in("hadi")
    page = await browser.post(f"/laporan/{code}/catatan", text="Tunggu PLN.", once="n1")
    assert page.location == f"/laporan/{code}?said=noted"
    assert "Tunggu PLN." in (await browser.get(f"/laporan/{code}")).text
    assert any("Tunggu PLN." in said for said in await panel.town.reads("Budi"))
    assert not any("Tunggu PLN." in said for said in await panel.town.reads("Sari"))
    empty = await browser.post(f"/laporan/{code}/catatan", text=" ", once="n2")
    assert empty.status == 422


async def attached(
    panel: Panel, kind: str, content: bytes, suffix: str, *, clean: bool = True
) -> str:
    """The address of a file somebody sent and we have fetched."""
    code = await panel.files(files=[{**PHOTO, "kind": kind, "unique_name": suffix}])
    async with panel.town.begin() as session:
        file = (await panel.rows(Attachment))[-1]
        row = await session.get_one(Attachment, file.id)
        row.stored, row.cleaned = panel.storage.put(content, suffix), clean
    return f"/laporan/{code}/berkas/{file.id}"


@pytest.mark.parametrize(
    ("kind", "content", "suffix", "media_type", "markup"),
    [
        ("photo", photo(), ".jpg", "image/jpeg", '<img src="{path}"'),
        ("voice", voice(), ".ogg", "audio/ogg", '<audio controls preload="none" src="{path}"'),
        ("audio", film(video=False), ".m4a", "audio/mp4", "<audio controls"),
        ("video", film(), ".mp4", "video/mp4", '<video controls preload="none" src="{path}"'),
        ("video_note", film(), ".mp4", "video/mp4", "<video controls"),
    ],
)
async def test_what_is_clean_is_seen_and_heard_in_the_panel(
    panel: Panel, kind: str, content: bytes, suffix: str, media_type: str, markup: str
) -> None:
    clean = cleaned(content).content
    path = await attached(panel, kind, clean, suffix)
    browser = await panel.signed_in("vina")
    async with browser.session.get(panel.server.make_url(path)) as response:
        assert await response.read() == clean
        assert SECRET not in clean
        assert response.headers["Content-Type"] == media_type
        assert response.headers["Content-Disposition"].startswith("inline; filename=")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = await browser.get(path.partition("/berkas")[0])
    assert markup.format(path=path) in page.html
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]


async def test_a_voice_can_be_wound_forward(panel: Panel) -> None:
    path = await attached(panel, "voice", voice(), ".ogg")
    page = await (await panel.signed_in("vina")).get(path, Range="bytes=10-19")
    assert page.status == 206
    assert page.headers["Content-Range"].startswith("bytes 10-19/")


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("kind", "content", "suffix", "clean"),
    [
        ("document", paper(), ".pdf", True),
        ("document", b"<script>alert(1)</script>", ".txt", False),
        ("document", SVG, ".svg", True),
        ("document", SVG, ".html", True),
        ("photo", SVG, ".jpg", False),
        ("document", photo(), ".heic", False),
        ("voice", b"OggS", ".ogg", False),
        ("video", b"ftyp", ".mp4", False),
    ],
)
async def test_everything_else_can_only_be_saved(
    panel: Panel, kind: str, content: bytes, suffix: str, clean: bool
) -> None:
    path = await attached(panel, kind, content, suffix, clean=clean)
    browser = await panel.signed_in("vina")
    page = await browser.get(path)
    assert page.status == 200
    assert page.headers["Content-Type"] == "application/octet-stream"
    code, number = path.split("/")[2], path.split("/")[4]
    name = f"{code}-{number}{suffix}"
    assert page.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    seen = await browser.get(f"/laporan/{code}")
    assert ("Belum bersih" in seen.text) is not clean
    assert not any(f'<{tag} src="{path}"' in seen.html for tag in ("img", "audio", "video"))


@pytest.mark.parametrize("problem", ["lost", "too_large", "unreadable", "packed"])
async def test_why_a_file_is_not_there_is_said(panel: Panel, problem: str) -> None:
    code = await panel.files(files=[{**PHOTO, "kind": "document"}])
    browser = await panel.signed_in("vina")
    assert "Sedang diambil" in (await browser.get(f"/laporan/{code}")).text
    async with panel.town.begin() as session:
        file = (await panel.rows(Attachment))[-1]
        (await session.get_one(Attachment, file.id)).problem = problem
    page = await browser.get(f"/laporan/{code}")
    assert plain(f"panel.file_problem.{problem}", "id") in page.text
    assert (await browser.get(f"/laporan/{code}/berkas/{file.id}")).status == 404


async def test_an_address_cannot_be_bent_to_another_file(panel: Panel) -> None:
    path = await attached(panel, "photo", photo(), ".jpg")
    browser = await panel.signed_in("ani")
    folder, _, number = path.rpartition("/")
    tries = ["../kunci", "..%2f..%2fkunci", "%2e%2e/", "%00", f"{number}%00", f"0{number}", "-1"]
    tries += ["1e3", "9" * 15, "/etc/passwd", f"{number}/..;/", f"{number}.jpg"]
    for end in tries:
        assert (await browser.get(f"{folder}/{end}")).status in (400, 404), end


async def test_a_file_is_not_found_by_guessing(panel: Panel) -> None:
    path = await attached(panel, "photo", photo(), ".jpg")
    other = await panel.files()
    browser, outsider = await panel.signed_in("ani"), panel.browser()
    number = path.rpartition("/")[2]
    assert (await browser.get(f"/laporan/{other}/berkas/{number}")).status == 404
    assert (await outsider.get(path)).status == 303


async def test_a_closed_ticket_is_not_handed_on(panel: Panel) -> None:
    ticket_id = await panel.town.files()
    code = (await panel.town.ticket(ticket_id)).code
    browser = await panel.signed_in("kartika")
    page = await browser.get(f"/laporan/{code}")
    await panel.town.does("Budi", "accept", ticket_id)
    await panel.town.does("Budi", "resolve", ticket_id, DONE)
    assert "Serahkan kepada" not in (await browser.get(f"/laporan/{code}")).text
    version = str((await panel.town.ticket(ticket_id)).version)
    fields = {"to": await target(panel, "linmas"), "reason": "Alasan.", "version": version}
    answer = await browser.post(f"/laporan/{code}/serahkan", once=page.hidden("once"), **fields)
    assert answer.status == 409


async def test_a_point_on_the_map_is_a_place(panel: Panel) -> None:
    code = await panel.files(location=(-7.1, 110.4))
    text = (await (await panel.signed_in("vina")).get(f"/laporan/{code}")).text
    assert "Lihat di peta" in text
    assert "Tempat tidak disebutkan" not in text


async def moves(panel: Panel, browser: Browser, code: str, day: str, why: str) -> Page:
    page = await browser.get(f"/laporan/{code}")
    fields = {name: page.hidden(name) for name in ("version", "once")}
    return await browser.post(f"/laporan/{code}/batas-waktu", day=day, why=why, **fields)


async def test_a_due_date_is_moved_with_a_reason_and_the_citizen_is_told(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("hadi")
    page = await moves(panel, browser, code, "2026-12-04", "Menunggu tiang baru.")
    assert page.location == f"/laporan/{code}?said=moved"
    text = (await browser.get(page.location)).text
    assert "Jumat, 4 Desember 2026 pukul 16.00 WIB" in text
    assert "Diubah oleh Hadi" in text
    assert "Menunggu tiang baru." in (await panel.town.reads("Sari"))[-1]
    acts = [(one.actor, one.action) for one in await panel.rows(Audit)]
    assert ("admin:hadi", "ticket.reschedule") in acts


async def test_a_date_that_is_refused_keeps_what_was_typed(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("hadi")
    page = await moves(panel, browser, code, "2026-12-05", "Menunggu tiang baru.")
    assert page.status == 422
    assert "hari libur" in page.text
    assert "Menunggu tiang baru.</textarea>" in page.html


async def test_only_who_manages_moves_a_date(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("vina")
    fields = {"day": "2026-12-04", "why": "x", "version": "1", "once": "a"}
    assert (await browser.post(f"/laporan/{code}/batas-waktu", **fields)).status == 403
    assert "Ubah batas waktu" not in (await browser.get(f"/laporan/{code}")).text


async def test_the_time_each_unit_had_it_is_shown(panel: Panel) -> None:
    code = await panel.files()
    ticket_id = (await panel.rows_of_tickets())[code].id
    panel.town.now = moment("2026-11-20 11:00")
    await panel.town.does("Hadi", "dispose", ticket_id, "linmas")
    await panel.town.does("Lina", "ask", ticket_id, "Di mana?")
    panel.town.now = moment("2026-11-20 14:30")
    text = (await (await panel.signed_in("vina")).get(f"/laporan/{code}")).text
    shares = text.partition("Waktu di tiap unit")[2]
    assert "Seksi Trantib · Ditangani" in shares
    assert "2 jam" in shares.partition("Satgas Linmas")[0]
    assert "Satgas Linmas · Menunggu jawaban pelapor" in shares
