"""The room of the emergency numbers."""

from typing import Any

from core.audit import Audit
from core.emergencies.models import EmergencyNumber
from tests.admin.panel import Panel

FIRE: dict[str, Any] = {"number": "(024) 555-113", "name": "Damkar", "serves_fire": "1"}


async def only(panel: Panel) -> EmergencyNumber:
    [row] = await panel.rows(EmergencyNumber)
    return row


async def test_a_suggestion_is_confirmed_with_its_test_date_and_withdrawn(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    row = await only(panel)
    assert "Belum ada nomor darurat yang dipastikan" in (await browser.get("/")).text
    assert "113 Pemadam Kebakaran Belum dipastikan" in (await browser.get("/darurat")).text
    page = await browser.post(f"/darurat/{row.id}/pastikan", tested_on="2026-11-18")
    assert page.location == "/darurat?said=number_confirmed"
    text = (await browser.get("/darurat")).text
    assert "Tampil kepada warga Diuji Ani, Rabu, 18 November 2026" in text
    assert "Belum ada nomor darurat" not in (await browser.get("/")).text
    page = await browser.post(f"/darurat/{row.id}/tarik")
    assert page.location == "/darurat?said=number_withdrawn"
    assert (await only(panel)).tested_on is None
    acts = [one for one in await panel.rows(Audit) if one.actor == "admin:ani"]
    assert [one.action for one in acts][-2:] == ["emergency.confirm", "emergency.withdraw"]
    log = (await browser.get(f"/jejak?about=emergencynumber:{row.id}")).text
    assert "Nomor darurat dipastikan" in log
    assert "Tanggal uji: Rabu, 18 November 2026" in log


async def test_a_number_is_added_and_changed(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    page = await browser.post("/darurat", **FIRE, serves_animal="1", name_en="Fire service")
    row = (await panel.rows(EmergencyNumber))[-1]
    assert page.location == f"/darurat/{row.id}?said=number_added"
    assert (row.number, row.kinds, row.tested_on) == ("024555113", ["fire", "animal"], None)
    form = await browser.get(f"/darurat/{row.id}")
    assert form.html.count(" checked>") == 2
    await browser.post(f"/darurat/{row.id}/pastikan", tested_on="2026-11-20")
    await browser.post(f"/darurat/{row.id}", **{**FIRE, "number": "024555119"})
    row = (await panel.rows(EmergencyNumber))[-1]
    assert (row.number, row.kinds, row.tested_on) == ("024555119", ["fire"], None)


async def test_what_cannot_be_is_refused_with_the_form_kept(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    row = await only(panel)
    for wrong, why in (
        ({"number": "sebelas"}, "3 sampai 15 angka"),
        ({"serves_fire": ""}, "Kebakaran"),
        ({"name": "  "}, "Mohon isi nama"),
    ):
        page = await browser.post("/darurat", **{**FIRE, **wrong})
        assert (page.status, why in page.text) == (422, True), page.text
    page = await browser.post("/darurat", number="112", name="Umum")
    assert page.status == 422
    assert "sedikitnya satu keadaan" in page.text
    assert 'value="Umum"' in page.html
    for day in ("2026-11-21", "besok", ""):
        page = await browser.post(f"/darurat/{row.id}/pastikan", tested_on=day)
        assert page.status == 422
        assert "Tanggal uji" in page.text
    assert (await only(panel)).tested_on is None
    assert (await browser.get("/darurat/99")).status == 404


async def test_a_test_of_long_ago_asks_to_be_repeated(panel: Panel) -> None:
    browser, viewer = await panel.signed_in("ani"), await panel.signed_in("vina")
    row = await only(panel)
    await browser.post(f"/darurat/{row.id}/pastikan", tested_on="2025-11-01")
    assert "Tampil, perlu diuji lagi" in (await browser.get("/darurat")).text
    page = await viewer.get(f"/darurat/{row.id}")
    assert "perlu diuji lagi" in page.text
    assert '<form method="post" action="/darurat' not in page.html
