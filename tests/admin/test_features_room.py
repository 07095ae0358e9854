"""The room in which an office switches off what it does not want, and what is left of the panel."""

import re

from sqlalchemy import update

from admin.routes import ROUTES
from core.audit import Audit
from core.breaches.models import Breach
from core.features.catalogue import FEATURES
from core.features.presets import presets
from core.features.rules import feature_of
from core.i18n import plain
from core.replies.services import add_template
from tests import areas, news, own_data, voices
from tests.admin.panel import Browser, Page, Panel
from tests.admin.test_every_door import address

LINK = re.compile(r'href="(/[^"?#]*)')
# What changes by looking around and by switching itself.
MOVING = ("features", "marks", "audit", "outbox", "account_sessions", "sign_in_links")
EMPTY = re.compile(r"<(tbody|ul|dl)[^>]*>\s*</\1>")


async def planted(panel: Panel) -> None:
    """Something of every feature that has a room."""
    await panel.files()
    async with panel.town.begin() as session:
        await areas.plant(session)
        await add_template(session, name="Terima kasih", text="{nomor}", by="cli", now=panel.now())
        await voices.plant(session, panel.town.now)
        await own_data.plant(session, panel.town.now)
        await news.plant(session, panel.town.now)


async def kept(panel: Panel) -> dict[str, list[str]]:
    return {name: rows for name, rows in (await panel.all_rows()).items() if name not in MOVING}


def links(page: Page) -> set[str]:
    return set(LINK.findall(page.html))


async def test_each_feature_goes_with_its_rooms_and_comes_back_with_its_data(panel: Panel) -> None:
    await planted(panel)
    ani, hadi = await panel.signed_in("ani"), await panel.signed_in("hadi")
    refused = await ani.post("/fitur", feature="breaches")
    assert "insiden" in refused.text.lower()
    assert refused.status == 422
    async with panel.town.begin() as session:
        done = {"told_at": panel.now(), "authority_at": panel.now()}
        await session.execute(update(Breach).values(done))
    before = await kept(panel)
    for one in FEATURES:
        preview = await ani.get(f"/fitur/{one.name}")
        assert plain(f"features.{one.name}.goes", "id") in preview.text
        assert (await ani.post("/fitur", feature=one.name)).status == 303
        front = await ani.get("/")
        for room in one.rooms:
            assert room not in links(front)
            gone = await ani.get(room)
            assert (gone.status, f"/fitur/{one.name}" in links(gone)) == (404, True), room
            assert "Data yang ada tetap disimpan" in gone.text
        for route in (route for route in ROUTES if feature_of("views", route.name) == one.name):
            await stays_shut(panel, ani, route.name)
        assert (await ani.post("/fitur", feature=one.name, on="on")).status == 303
        for room in one.rooms:
            assert (await ani.get(room)).status == 200
    assert await kept(panel) == before
    acts = [act.action for act in await panel.rows(Audit) if act.action.startswith("feature.")]
    assert acts == ["feature.off", "feature.on"] * len(FEATURES)
    assert (await hadi.get("/fitur")).status == 403


async def stays_shut(panel: Panel, browser: Browser, name: str) -> None:
    """A link kept from before, and a form that was open."""
    [route] = [one for one in ROUTES if one.name == name]
    path = await address(panel, route)
    page = await (browser.post(path, words="Tulisan") if route.writes else browser.get(path))
    assert page.status == 404, route.path
    if route.writes:
        assert "Tulisan" in page.text


async def test_whoever_may_not_switch_reads_whom_to_ask(panel: Panel) -> None:
    ani, hadi = await panel.signed_in("ani"), await panel.signed_in("hadi")
    await ani.post("/fitur", preset="kecil")
    gone = await hadi.get("/forum")
    assert gone.status == 404
    assert "Admin kantor dapat menyalakannya" in gone.text
    assert "/fitur" not in "".join(links(gone))


async def test_in_a_small_office_no_page_of_the_menu_is_empty_and_no_link_leads_nowhere(
    panel: Panel,
) -> None:
    ani = await panel.signed_in("ani")
    preview = await ani.get("/fitur/paket/kecil")
    for one in FEATURES:
        goes = plain(f"features.{one.name}.goes", "id") in preview.text
        assert goes == (one.name not in presets()["kecil"]), one.name
    assert (await ani.post("/fitur", preset="kecil")).status == 303
    seen: dict[str, int] = {}
    for room in sorted(links(await ani.get("/"))):
        page = await ani.get(room)
        seen[room] = page.status
        if page.status == 200 and "<main" in page.html:
            main = page.html.partition("<main")[2]
            assert not EMPTY.search(main), room
            assert re.search(r"<td|<form|<dd|<li|class=\"nothing\"", main), room
            for inner in links(page) - set(seen):
                if not inner.startswith("/bahasa"):
                    seen[inner] = (await ani.get(inner)).status
    rooms = {one: status for one, status in seen.items() if not one.startswith(("/static", "/bah"))}
    assert {"/", "/laporan", "/petugas", "/unit", "/kategori", "/fitur"} <= set(rooms)
    assert set(rooms.values()) == {200}, rooms
    off = [room for one in FEATURES if one.name not in presets()["kecil"] for room in one.rooms]
    assert not set(off) & set(rooms)
