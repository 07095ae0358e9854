"""The room of the reply templates."""

import pytest

from core.audit import Audit
from core.replies.models import ReplyTemplate
from core.tickets.models import Category
from tests.admin.panel import Panel

TEXT = "Laporan {nomor} kami kerjakan paling lambat {batas_waktu}. {nama_petugas}, {unit}"


async def only(panel: Panel) -> ReplyTemplate:
    [row] = await panel.rows(ReplyTemplate)
    return row


async def test_a_template_is_added_changed_and_removed(panel: Panel) -> None:
    browser = await panel.signed_in("kartika")
    assert "Belum ada template" in (await browser.get("/templat")).text
    lamps = next(one for one in await panel.rows(Category) if one.code == "lampu")
    more = {"category": str(lamps.id), "status": "accepted"}
    page = await browser.post("/templat", name="Dikerjakan", text=TEXT, **more)
    assert page.location == "/templat?said=saved"
    row = await only(panel)
    assert (row.text, row.category_id, row.state) == (TEXT, lamps.id, "accepted")
    assert "Dikerjakan Lampu Ditangani" in (await browser.get("/templat")).text
    form = await browser.get(f"/templat/{row.id}")
    assert TEXT in form.html
    assert form.html.count(" selected>") == 2
    await browser.post(f"/templat/{row.id}", name="Selalu", text="Terima kasih.")
    row = await only(panel)
    assert (row.name, row.category_id, row.state) == ("Selalu", None, None)
    assert (await browser.post(f"/templat/{row.id}/tutup")).status == 303
    assert (await browser.get(f"/templat/{row.id}")).status == 404
    acts = [one.action for one in await panel.rows(Audit)][-3:]
    assert acts == ["template.add", "template.change", "template.close"]
    admin = await panel.signed_in("ani")
    assert "Template dihapus" in (await admin.get(f"/jejak?about=replytemplate:{row.id}")).text


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": "Untuk {nama_pelapor}"}, "{nama_pelapor} tidak dikenal"),
        ({"text": "Nomor {nomor"}, "kurung kurawal"),
        ({"text": " "}, "isi templatenya"),
        ({"text": "x" * 2501}, "terlalu panjang"),
        ({"name": " "}, "Mohon isi nama"),
        ({"status": "closed"}, "status dari daftar"),
        ({"category": "999"}, "Kategori"),
    ],
    ids=["variable", "brace", "empty", "long", "name", "state", "category"],
)
async def test_what_cannot_be_is_refused_by_name_with_the_form_kept(
    panel: Panel, wrong: dict[str, str], why: str
) -> None:
    browser = await panel.signed_in("ani")
    page = await browser.post("/templat", **{"name": "Kabar", "text": TEXT, **wrong})
    assert (page.status, why in page.text) == (422, True), page.text
    assert ("Kabar" in page.html) or "name" in wrong
    assert await panel.rows(ReplyTemplate) == []
