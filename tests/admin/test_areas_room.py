"""Areas and landmarks: brought in with a file, looked at, kept, found again on tickets."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData

from core.areas.models import Area, Landmark
from core.audit import Audit
from core.knowledge.models import Setting
from tests import areas
from tests.admin.panel import Browser, Page, Panel
from tests.admin.test_tickets import found

FILE_LIMIT = 10_000_000


def form(csrf: str, data: bytes | None, name: str = "wilayah.geojson", **fields: str) -> FormData:
    """What a browser sends for a form with a file."""
    body = FormData({"csrf": csrf, **fields}, default_to_multipart=True)
    if data is not None:
        body.add_field("file", BytesIO(data), filename=name, content_type="application/geo+json")
    return body


async def uploads(browser: Browser, data: bytes | None = None, **more: Any) -> Page:
    if not browser.token:
        await browser.get("/masuk")
    return await browser.sends("POST", "/wilayah", data=form(browser.token, data, **more))


@pytest.fixture
async def mapped(panel: Panel) -> Panel:
    """The panel of a town whose areas were imported."""
    async with panel.town.begin() as session:
        await areas.plant(session)
    return panel


async def area(panel: Panel, code: str) -> Area:
    return next(one for one in await panel.rows(Area) if one.code == code)


async def test_a_file_of_areas_is_imported_and_shown_as_a_tree(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    assert "Belum ada wilayah" in (await browser.get("/wilayah")).text
    page = await uploads(browser, areas.the_file())
    assert page.location == "/wilayah?said=areas_imported"
    text = (await browser.get("/wilayah")).text
    assert "Kecamatan Tirta Asri tirta-asri" in text
    assert "RW 02 kencana-rw-02" in text
    [act] = [one for one in await panel.rows(Audit) if one.action == "area.import"]
    assert (act.actor, act.detail["added"]) == ("admin:ani", len(areas.AREAS))
    assert "Wilayah diimpor" in (await browser.get("/jejak")).text


async def test_a_bad_file_is_explained_and_nothing_comes_in(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    spoilt = json.loads(areas.the_file())
    spoilt["features"][3]["geometry"]["coordinates"][0].pop()
    for data, words in (
        (json.dumps(spoilt).encode(), "Wilayah ke-4 (Sukamaju): garis batas"),
        (b"{", "bukan GeoJSON"),
        (b"", "pilih berkas"),
        (None, "pilih berkas"),
        (b" " * (FILE_LIMIT + 1), "paling besar 10 MB"),
    ):
        page = await uploads(browser, data)
        assert page.status == 422, words
        assert words in page.text
    assert await panel.rows(Area) == []


async def test_the_door_for_files_takes_no_more_than_a_form_and_a_file(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for status, body in (
        (413, form(browser.token, b" " * (FILE_LIMIT + 100_000))),
        (403, form("0" * 64, areas.the_file())),
        (400, form(browser.token, areas.the_file(), is_admin="1")),
        (400, form(browser.token, areas.the_file(), **{f"f{n}": "1" for n in range(60)})),
        (400, form(browser.token, areas.the_file(), x="x" * 70_000)),
        (400, twice(form(browser.token, areas.the_file()))),
        (400, other_file(form(browser.token, areas.the_file()))),
    ):
        page = await browser.sends("POST", "/wilayah", data=body)
        assert page.status == status
    for raw in (b"--x\r\n\r\nno name\r\n--x--\r\n", b"x", b""):
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        page = await browser.sends("POST", "/wilayah", data=raw, headers=headers)
        assert page.status in (400, 403)
    headers = {"Content-Type": "multipart/form-data"}
    assert (await browser.sends("POST", "/wilayah", data=b"x", headers=headers)).status == 400
    assert await panel.rows(Area) == []
    assert (await browser.get("/wilayah")).status == 200


def twice(body: FormData) -> FormData:
    body.add_field("file", b"{}", filename="b.json")
    return body


def other_file(body: FormData) -> FormData:
    body.add_field("picture", b"{}", filename="b.json")
    return body


async def test_no_other_form_takes_a_file(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for path in ("/keluar", "/wilayah/luar", "/kategori"):
        page = await browser.sends("POST", path, data=form(browser.token, b"{}"))
        assert page.status == 415


async def test_whoever_may_not_import_is_not_listened_to(panel: Panel) -> None:
    for name, status in (("kartika", 403), ("vina", 403), (None, 401)):
        browser = await panel.signed_in(name) if name else panel.browser()
        assert (await uploads(browser, areas.the_file())).status == status
    assert await panel.rows(Area) == []


async def test_an_area_gets_its_unit_and_its_neighbour_and_is_closed(mapped: Panel) -> None:
    browser = await mapped.signed_in("ani")
    wanasari = await area(mapped, "wanasari")
    async with mapped.db.read() as session:
        unit = await mapped.town.unit(session, "linmas")
    page = await browser.post(
        f"/wilayah/{wanasari.id}", unit=str(unit.id), outside="Kecamatan Banyu Biru"
    )
    assert page.location == "/wilayah?said=saved"
    wanasari = await area(mapped, "wanasari")
    assert (wanasari.unit_id, wanasari.outside) == (unit.id, "Kecamatan Banyu Biru")
    shown = await browser.get(f"/wilayah/{wanasari.id}")
    assert "Warung Kencana" in shown.text
    assert "Kecamatan Banyu Biru</textarea>" in shown.html
    assert "minlon=106.800000&amp;minlat=-6.240000" in shown.html
    closed = await browser.post(f"/wilayah/{wanasari.id}/tutup")
    assert closed.status == 422
    assert "Masih ada wilayah atau patokan" in closed.text
    [inside] = [one for one in await mapped.rows(Landmark) if one.area_id == wanasari.id]
    assert (await browser.post(f"/wilayah/patokan/{inside.id}/tutup")).status == 303
    assert (await browser.post(f"/wilayah/{wanasari.id}/tutup")).location == "/wilayah?said=closed"
    assert (await browser.get(f"/wilayah/{wanasari.id}")).status == 404
    acts = [one.action for one in await mapped.rows(Audit) if one.actor == "admin:ani"]
    assert acts[-3:] == ["area.change", "landmark.close", "area.close"]


async def test_what_an_area_cannot_have_is_refused_with_what_was_typed(mapped: Panel) -> None:
    browser = await mapped.signed_in("ani")
    first = (await mapped.rows(Area))[0].id
    for fields in ({"unit": "999", "outside": "Banyu Biru"}, {"outside": "Banyu Biru " * 30}):
        page = await browser.post(f"/wilayah/{first}", **fields)
        assert page.status == 422
        assert "Banyu Biru" in page.html
    for path in ("/wilayah/999", "/wilayah/999/tutup", "/wilayah/patokan/999"):
        assert (await browser.post(path, **{} if "tutup" in path else {"name": "x"})).status in (
            400,
            404,
        )


async def test_the_office_says_whom_to_turn_to_outside(mapped: Panel) -> None:
    browser = await mapped.signed_in("ani")
    page = await browser.post("/wilayah/luar", outside="Kecamatan Banyu Biru")
    assert page.location == "/wilayah?said=saved"
    assert "Kecamatan Banyu Biru</textarea>" in (await browser.get("/wilayah")).html
    async with mapped.db.read() as session:
        assert (await session.get_one(Setting, "luar_wilayah")).value == "Kecamatan Banyu Biru"
    assert "Keterangan kantor diubah" in (await browser.get("/jejak")).text


async def test_a_landmark_is_added_changed_and_closed(mapped: Panel) -> None:
    browser = await mapped.signed_in("ani")
    permai = await area(mapped, "permai")
    fields = {"name": "Toko Makmur", "aliases": "toko koh ahong\r\n\r\n toko pojok "}
    page = await browser.post("/wilayah/patokan", area=str(permai.id), **fields)
    assert page.location == "/wilayah/patokan?said=saved"
    shop = (await mapped.rows(Landmark))[-1]
    assert (shop.aliases, shop.area_id) == (["toko koh ahong", "toko pojok"], permai.id)
    assert (
        "toko koh ahong\ntoko pojok</textarea>"
        in (await browser.get(f"/wilayah/patokan/{shop.id}")).html
    )
    path = f"/wilayah/patokan/{shop.id}"
    await browser.post(path, name="Toko Jaya", point="-6.19, 106.765", area=str(permai.id))
    shop = (await mapped.rows(Landmark))[-1]
    assert (shop.name, shop.aliases, shop.latitude) == ("Toko Jaya", [], -6.19)
    assert shop.area_id == (await area(mapped, "kencana-rw-01")).id
    assert 'value="-6.190000, 106.765000"' in (await browser.get(path)).html
    assert (await browser.post(f"{path}/tutup")).location == "/wilayah/patokan?said=closed"
    assert (await browser.get(path)).status == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "", "area": "1"}, "isi nama"),
        ({"name": "Jalan", "area": "1"}, "tidak berisi kata"),
        ({"name": "Toko Makmur"}, "pilih wilayahnya"),
        ({"name": "Toko Makmur", "area": "999"}, "pilih wilayah dari daftar"),
        ({"name": "Toko Makmur", "point": "x"}, "lintang dan bujur"),
        ({"name": "Toko Makmur", "point": "1.5, 124.8"}, "di luar semua wilayah"),
    ],
)
async def test_a_landmark_that_cannot_be_is_refused_with_the_form_kept(
    mapped: Panel, fields: dict[str, str], words: str
) -> None:
    browser = await mapped.signed_in("ani")
    before = len(await mapped.rows(Landmark))
    page = await browser.post("/wilayah/patokan", aliases="toko pojok", **fields)
    assert page.status == 422
    assert words in page.text
    assert "toko pojok</textarea>" in page.html
    assert len(await mapped.rows(Landmark)) == before


async def test_tickets_show_their_area_and_are_found_by_it(mapped: Panel) -> None:
    near = await mapped.files(location=(-6.19, 106.815))
    lane = await mapped.files(place="Gang Melati RT 05/RW 02")
    far = await mapped.files(location=areas.OUTSIDE)
    plain = await mapped.files()
    async with mapped.town.begin() as session:
        unit = await mapped.town.unit(session, "linmas")
        lane_area = await area(mapped, "kencana-rw-02")
        session.add(lane_area)
        lane_area.unit_id = unit.id
    browser = await mapped.signed_in("ani")
    for code, expected in {
        "tirta-asri": {near, lane},
        "permai": {near},
        "permai-rw-02": {near},
        "kencana": {lane},
        "kencana-rw-01": set(),
    }.items():
        query = f"area={(await area(mapped, code)).id}"
        assert set(await found(browser, query)) == expected, code
    assert set(await found(browser, "")) == {near, lane, far, plain}
    page = await browser.get("/laporan")
    assert "RW 02, Kelurahan Kencana" in page.text
    assert re.search(r'<select id="f-area".*Semua wilayah', page.html, re.DOTALL)
    text = (await browser.get(f"/laporan/{lane}")).text
    assert "Wilayah RW 02, Kelurahan Kencana Dilayani oleh Satgas Linmas" in text
    assert "Wilayah RW" not in (await browser.get(f"/laporan/{far}")).text
    assert "Wilayah RW 02, Kelurahan Permai" in (await browser.get(f"/laporan/{near}")).text
    assert (await browser.get("/laporan?area=x")).status == 400


async def test_without_areas_nothing_on_the_pages_speaks_of_them(panel: Panel) -> None:
    code = await panel.files(place="RW 02", location=(-6.19, 106.815))
    admin, viewer = await panel.signed_in("ani"), await panel.signed_in("vina")
    for path in ("/", "/laporan", f"/laporan/{code}", "/unit"):
        assert "wilayah" not in (await viewer.get(path)).html.casefold()
    assert "f-area" not in (await admin.get("/laporan")).html
    # The one way in: an admin imports the first file.
    empty = await admin.get("/wilayah")
    assert "/wilayah/patokan" not in empty.html
    assert "/wilayah/luar" not in empty.html
    assert "Tambah patokan" not in (await admin.get("/wilayah/patokan")).text
