"""What holds for every page there is; the pages come from the route table."""

import re
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update

from admin.route import ANYBODY, Route
from admin.routes import ROUTES
from core.details.services import add_question
from core.handover.services import bring
from core.handover.tables import Table
from core.replies.services import add_template
from core.tickets.models import Category, Event, Ticket
from tests import areas, knowing, news, own_data, voices
from tests.admin.panel import ACCOUNTS, Browser, Page, Panel

READS = [route for route in ROUTES if not route.writes]
WRITES = [route for route in ROUTES if route.writes]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "tanggap",
}


LAPOR = Table(["Tracking ID", "Tanggal", "Judul"], [(2, ["1", "2026-11-19", "Lampu"])])
FOREIGN = ("https://evil.example", "null", "http://127.0.0.1:1", "")


async def address(panel: Panel, route: Route) -> str:
    """The route's path with things that are there."""
    code = (await panel.rows(Ticket))[0].code
    path = re.sub(r"\{code:[^/]*\}", code, route.path)
    path = re.sub(r"\{id:[^/]*?\}(?=/|$)", "1", path)
    path = re.sub(r"\{element:[^/]*\}", "u1", path)
    path = re.sub(r"\{rule:[^/]*\}", "access", path)
    path = re.sub(r"\{(?:name|preset):([a-z]+)[^/]*\}", r"\1", path)
    path = re.sub(r"\{token:[^/]*\}", "t" * 43, path)
    return path.replace("{language}", "en")


async def visits(panel: Panel, browser: Browser, route: Route) -> Page:
    path = await address(panel, route)
    return await (browser.post(path) if route.writes else browser.get(path))


@pytest.fixture
async def town_panel(panel: Panel) -> Panel:
    await panel.files()
    async with panel.town.begin() as session:
        await areas.plant(session)
        await add_template(session, name="Terima kasih", text="{nomor}", by="cli", now=panel.now())
        category = await session.get_one(Category, panel.town.categories["lampu"])
        await add_question(
            session, category, kind="text", wording="Di mana?", by="cli", now=panel.now()
        )
        await voices.plant(session, panel.town.now)
        await own_data.plant(session, panel.town.now)
        await news.plant(session, panel.town.now)
        await bring(session, b"", LAPOR, "LAPOR!", by="cli", name="Ani", now=panel.now())
        await knowing.plant(session, panel.town.now)
    return panel


async def test_every_page_opens_for_whoever_may_in_both_languages(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    for language, route in product(("id", "en"), READS):
        await browser.get(f"/bahasa/{language}")
        page = await visits(town_panel, browser, route)
        # There is no file, picture or bot yet, and whoever is in needs no form to sign in.
        expected = {"sign_in.show": 303, "sign_in.language": 303}
        pictures = ("improvement_photos.before", "improvement_photos.after", "announcements.photo")
        missing = ("files.show", "survey_counter.pdf", *pictures)
        expected |= dict.fromkeys(missing, 404)
        assert page.status == expected.get(route.name, 200), route.path


async def test_every_answer_carries_the_headers(town_panel: Panel) -> None:
    inside, outside = await town_panel.signed_in("ani"), town_panel.browser()
    for browser, route in product((inside, outside), ROUTES):
        page = await visits(town_panel, browser, route)
        assert HEADERS.items() <= dict(page.headers).items(), route.path
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


async def test_reading_changes_nothing(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    before = await town_panel.all_rows()
    for route in READS:
        path = await address(town_panel, route)
        await browser.get(path)
        await browser.sends("HEAD", path)
    assert await town_panel.all_rows() == before


async def test_no_form_works_without_the_token_of_its_page(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    stranger = town_panel.browser()
    await stranger.get("/masuk")
    before = await town_panel.all_rows()
    for route in WRITES:
        path = await address(town_panel, route)
        for data in ({"x": "1"}, {"csrf": ""}, {"csrf": stranger.token}, {"csrf": "é"}):
            page = await browser.sends("POST", path, data=data)
            assert page.status == 403, route.path
    assert await town_panel.all_rows() == before


async def test_no_form_of_another_site_works(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    before = await town_panel.all_rows()
    for route, origin in product(WRITES, FOREIGN):
        path = await address(town_panel, route)
        headers = {"Origin": origin}
        page = await browser.sends("POST", path, data={"csrf": browser.token}, headers=headers)
        assert page.status == 403, route.path
    assert await town_panel.all_rows() == before


async def test_a_form_of_this_site_works(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    headers = {"Origin": f"http://127.0.0.1:{town_panel.server.port}"}
    page = await browser.sends("POST", "/keluar", data={"csrf": browser.token}, headers=headers)
    assert page.status == 303


async def test_every_role_gets_exactly_the_pages_of_the_table(town_panel: Panel) -> None:
    for name, (role, _) in ACCOUNTS.items():
        browser = await town_panel.signed_in(name)
        for route in (one for one in ROUTES if one.who != ANYBODY and not one.alone):
            if route.name in ("sign_in.leave", "account.leave_everywhere"):
                continue
            page = await visits(town_panel, browser, route)
            assert (page.status == 403) is (role not in route.who), (name, route.path)


async def test_whoever_only_reads_changes_nothing(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("vina")
    before = await town_panel.all_rows()
    for route in WRITES:
        if "viewer" not in route.who:
            assert (await visits(town_panel, browser, route)).status == 403
    assert await town_panel.all_rows() == before


async def test_without_signing_in_every_room_leads_to_the_door(town_panel: Panel) -> None:
    browser = town_panel.browser()
    before = await town_panel.all_rows()
    for route in ROUTES:
        if route.who == ANYBODY:
            continue
        page = await visits(town_panel, browser, route)
        assert page.status == (401 if route.writes else 303), route.path
        assert route.writes or page.location.startswith("/masuk?next=")
    assert await town_panel.all_rows() == before


async def test_a_field_no_form_has_is_refused(town_panel: Panel) -> None:
    browser = await town_panel.signed_in("ani")
    before = await town_panel.all_rows()
    for route in WRITES:
        page = await browser.post(await address(town_panel, route), is_admin="1")
        assert page.status == 400, route.path
    assert await town_panel.all_rows() == before


FORM = "application/x-www-form-urlencoded"
ODD: list[tuple[int, dict[str, Any]]] = [
    (415, {"data": b"x", "headers": {"Content-Encoding": "gzip", "Content-Type": FORM}}),
    (415, {"json": {"csrf": "x"}}),
    (413, {"data": {"csrf": "x" * 70_000}}),
    (400, {"data": b"a=1&a=2", "headers": {"Content-Type": FORM}}),
    (400, {"data": {f"f{n}": "1" for n in range(60)}}),
    (400, {"data": b"a=\xff\xfe", "headers": {"Content-Type": FORM}}),
]


async def test_what_no_browser_sends_is_refused(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for status, more in ODD:
        page = await browser.sends("POST", "/keluar", **more)
        assert page.status == status, more
        assert "Ke halaman depan" in page.text
    assert (await browser.get("/akun")).status == 200


BAD_ADDRESSES = {
    "/tidak-ada": 404,
    "/laporan/LP-0000-0000": 404,
    "/laporan/../../etc/passwd": 404,
    "/laporan?show=%3Cscript%3E": 400,
    "/laporan?sort=text%3B--": 400,
    "/laporan?unit=1%20or%201": 400,
    "/laporan?page=0": 400,
    "/laporan?page=99999999999999999999": 400,
    "/laporan?unknown=1": 400,
    "/?days=0": 400,
    "/kalender?year=abc": 400,
    "/petugas/99999999999999": 404,
    "/petugas/999999999999999999": 404,
    "/petugas/0": 404,
    "/static/../app.py": 404,
    "/static/%2e%2e/app.py": 404,
    "/static/": 404,
}


async def test_a_bad_address_gets_a_plain_page(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for path, status in BAD_ADDRESSES.items():
        page = await browser.get(path)
        assert page.status == status, path
        assert "<script>" not in page.html
        assert "Ke halaman depan" in page.text


async def test_what_breaks_inside_is_said_plainly_and_told_to_nobody(
    panel: Panel, capsys: pytest.CaptureFixture[str]
) -> None:
    code = await panel.files(text="rahasia warga")
    browser = await panel.signed_in("ani")
    async with panel.town.begin() as session:
        await session.execute(update(Event).values(kind="rahasia"))
    page = await browser.get(f"/laporan/{code}")
    assert page.status == 500
    assert "Terjadi gangguan" in page.text
    assert "rahasia" not in page.html
    assert "rahasia" not in capsys.readouterr().out


async def test_the_style_sheet_may_be_kept(panel: Panel) -> None:
    page = await panel.browser().get("/masuk")
    address = re.search(r'href="(/static/panel\.css\?[0-9a-f]+)"', page.html)
    assert address is not None
    style = await panel.browser().get(address[1])
    assert style.headers["Content-Type"].startswith("text/css")
    assert "immutable" in style.headers["Cache-Control"]
