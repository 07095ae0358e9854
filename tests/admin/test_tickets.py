"""Finding tickets, and what the front page counts."""

import re
from datetime import timedelta
from html import unescape

import pytest

from core.tickets import panel_queries
from tests.admin.panel import Browser, Page, Panel
from tests.core.offices import moment


def listed(page: Page) -> list[str]:
    """The numbers of the tickets on a page, in order."""
    return re.findall(r'<span class="code">(LP-[0-9A-Z-]+)</span>', page.html)


def total(page: Page) -> int:
    found = re.search(r'<p class="about">([\d.]+) laporan', page.html)
    assert found is not None
    return int(found[1])


async def found(browser: Browser, query: str) -> list[str]:
    page = await browser.get(f"/laporan?{query}")
    assert page.status == 200
    return listed(page)


async def unit_id(panel: Panel, code: str) -> int:
    async with panel.db.read() as session:
        return (await panel.town.unit(session, code)).id


async def test_the_list_is_filtered_by_what_stands_in_the_address(panel: Panel) -> None:
    lamp = await panel.files()
    await panel.town.does("Budi", "accept", (await panel.rows_of_tickets())[lamp].id)
    wish = await panel.files(text="Mohon taman bermain", category=None, kind="aspiration")
    road = await panel.files(text="Jalan berlubang", category="jalan", place="Dusun Krajan")
    browser = await panel.signed_in("ani")
    assert set(await found(browser, "")) == {lamp, wish, road}
    assert await found(browser, "show=accepted") == [lamp]
    assert await found(browser, "show=closed") == []
    assert await found(browser, "kind=aspiration") == [wish]
    assert await found(browser, f"category={panel.town.categories['jalan']}") == [road]
    assert set(await found(browser, f"unit={await unit_id(panel, 'trantib')}")) == {lamp, road}
    assert await found(browser, f"unit={await unit_id(panel, 'linmas')}") == []
    assert len(await found(browser, f"unit={await unit_id(panel, 'kecamatan')}")) == 3


async def test_a_list_beyond_all_patience_is_not_counted_to_its_end(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_queries, "MOST_COUNTED", 2)
    browser = await panel.signed_in("ani")
    codes = [await panel.files() for _ in range(2)]
    assert total(await browser.get("/laporan")) == 2
    await panel.files()
    page = await browser.get("/laporan?sort=oldest")
    assert "Lebih dari 2 laporan" in page.html
    assert listed(page)[:2] == codes


async def test_search_finds_words_places_and_numbers_however_they_are_typed(panel: Panel) -> None:
    lamp = await panel.files(text="Lampu 100% mati_total")
    road = await panel.files(text="Jalan berlubang", place="Dusun Krajan")
    browser = await panel.signed_in("ani")
    assert await found(browser, "q=LAMPU") == [lamp]
    assert await found(browser, "q=krajan") == [road]
    assert await found(browser, f"q={road[:7]}") == []
    assert await found(browser, "q=mati_total+100%25") == [lamp]
    assert await found(browser, "q=tota+lam") == [lamp]
    assert await found(browser, "q=lampu+krajan") == []
    assert await found(browser, "q=ampu") == []
    assert await found(browser, "q=%25") == await found(browser, "show=")
    assert await found(browser, "q=%27%20OR%201%3D1%20--") == []
    assert await found(browser, "q=%00") == await found(browser, "")


async def test_a_search_looks_at_closed_tickets_too_unless_told_otherwise(panel: Panel) -> None:
    lamp = await _closed(panel)
    browser = await panel.signed_in("ani")
    assert await found(browser, "") == []
    assert await found(browser, "q=lampu") == [lamp]
    assert await found(browser, "q=lampu&show=closed") == [lamp]
    assert await found(browser, "q=lampu&show=open") == []


async def test_a_whole_number_leads_to_its_ticket(panel: Panel) -> None:
    lamp = await _closed(panel)
    typed = lamp.lower().replace("-", "+")
    browser, stranger = await panel.signed_in("ani"), await panel.signed_in("hadi")
    for query in (f"q={typed}", f"show=open&q={typed}"):
        page = await browser.get(f"/laporan?{query}")
        assert (page.status, page.location) == (303, f"/laporan/{lamp}")
    assert await found(browser, "q=LP-0000-0000") == []
    wish = await panel.files(text="Mohon taman bermain", category=None, kind="aspiration")
    assert await found(stranger, f"q={wish}") == []


async def _closed(panel: Panel) -> str:
    code = await panel.files(text="Lampu jalan mati")
    ticket_id = (await panel.rows_of_tickets())[code].id
    await panel.town.does("Budi", "resolve", ticket_id, "Lampu sudah diganti tadi pagi.")
    await panel.town.does("Sari", "confirm", ticket_id)
    return code


async def test_the_list_has_an_order_and_pages(panel: Panel) -> None:
    codes = []
    for _ in range(27):
        codes.append(await panel.files())
        panel.town.now += timedelta(minutes=1)
    browser = await panel.signed_in("ani")
    assert await found(browser, "sort=newest") == codes[:1:-1]
    assert await found(browser, "sort=newest&page=2") == codes[1::-1]
    assert await found(browser, "sort=oldest") == codes[:25]
    assert await found(browser, "page=99") == codes[25:]
    page = await browser.get("/laporan?sort=newest&q=lampu")
    assert total(page) == 27
    following = re.search(r'rel="next" class="[^"]*" href="([^"]+)"', page.html)
    assert following is not None
    assert unescape(following[1]) == "/laporan?q=lampu&sort=newest&page=2"


async def test_overdue_and_due_soon_follow_the_clock(panel: Panel) -> None:
    code = await panel.files()
    due = (await panel.rows_of_tickets())[code].due_at
    panel.town.now = due - timedelta(days=3)
    assert await found(await panel.signed_in("ani"), "show=soon") == []
    panel.town.now = due - timedelta(days=1)
    browser = await panel.signed_in("ani")
    assert await found(browser, "show=soon") == [code]
    assert await found(browser, "show=overdue") == []
    panel.town.now = due + timedelta(hours=3)
    browser = await panel.signed_in("ani")
    assert await found(browser, "show=soon") == []
    assert await found(browser, "show=overdue") == [code]
    assert "Terlambat 3 jam" in (await browser.get("/laporan")).text


async def test_days_are_counted_as_people_and_the_chat_count_them(panel: Panel) -> None:
    """Due on Friday the 27th at four."""
    await panel.files()
    said_at = {"2026-12-07 08:00": "Terlambat 10 hari", "2026-11-25 20:00": "2 hari lagi"}
    for now, said in said_at.items():
        panel.town.now = moment(now)
        browser = await panel.signed_in("ani")
        assert said in (await browser.get("/laporan")).text


async def test_a_head_sees_the_units_below_and_nothing_else(panel: Panel) -> None:
    own = await panel.files()
    other = await panel.files(text="KTP belum jadi", category=None)
    browser = await panel.signed_in("hadi")
    assert await found(browser, "show=") == [own]
    assert await found(browser, f"show=&unit={await unit_id(panel, 'kecamatan')}") == [own]
    assert await found(browser, "show=&q=KTP") == []
    for path in ("", "/berkas/1"):
        assert (await browser.get(f"/laporan/{other}{path}")).status == 404
    fields = {"text": "catatan", "once": "x"}
    assert (await browser.post(f"/laporan/{other}/catatan", **fields)).status == 404
    assert other not in (await browser.get("/")).html


async def test_every_number_of_the_front_page_is_the_length_of_its_list(panel: Panel) -> None:
    town = panel.town
    ids = [await town.files() for _ in range(4)] + [await town.files(category=None)]
    town.now = moment("2026-11-20 10:30")
    await town.does("Budi", "accept", ids[0])
    await town.does("Budi", "resolve", ids[0], "Lampu sudah diganti tadi pagi.")
    town.now = moment("2026-11-20 14:30")
    await town.does("Sari", "confirm", ids[0])
    await town.does("Sari", "rate", ids[0], 4)
    await town.does("Budi", "reply", ids[1], "Kami cek hari ini.")
    town.now = moment("2026-11-27 15:00")
    await town.files()
    for name in ("ani", "hadi"):
        browser = await panel.signed_in(name)
        front = await browser.get("/?days=30")
        links = re.findall(r'href="(/laporan[^"]*)">(.*?)</a>', front.html, re.DOTALL)
        counted = 0
        for link, words in links:
            number = re.search(r'class="number">([\d.]+)<', words) or re.fullmatch(
                r"([\d.]+)", words
            )
            over = re.search(r"Dari ([\d.]+) laporan", words)
            if over or number:
                counted += 1
                shown = int((over or number)[1])  # type: ignore[index]
                assert total(await browser.get(unescape(link))) == shown, link
        assert counted >= 15


async def test_the_front_page_tells_medians_in_working_time(panel: Panel) -> None:
    town = panel.town
    first, second = await town.files(), await town.files()
    town.now = moment("2026-11-20 10:30")
    await town.does("Budi", "reply", first, "Kami cek.")
    town.now = moment("2026-11-23 09:00")
    await town.does("Budi", "reply", second, "Kami cek juga.")
    text = (await (await panel.signed_in("vina")).get("/")).text
    assert "Tanggapan pertama 1 jam 30 mnt Dari 2 laporan" in text
    assert "Penyelesaian – Belum ada datanya" in text
