"""Units, categories, deadlines, days off and the accounts of the panel."""

import re

from core.accounts.models import Account
from core.audit import Audit
from core.calendar.models import Calendar, Holiday
from core.details.models import CategoryQuestion, Stopper
from core.oversight.models import OversightBody
from core.people import services as people
from core.people.models import Unit
from core.routing.models import RouterModel
from core.tickets.models import Category
from tests.admin.panel import Panel


async def unit_named(panel: Panel, code: str) -> Unit:
    return next(one for one in await panel.rows(Unit) if one.code == code)


async def test_a_unit_is_added_moved_and_closed(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    root, order = await unit_named(panel, "kecamatan"), await unit_named(panel, "trantib")
    facts = {"name": "Satgas Hujan", "about": "Banjir", "calendar": str(root.calendar_id)}
    page = await browser.post("/unit", code="hujan", parent=str(root.id), **facts)
    assert page.location == "/unit?said=saved"
    rain = await unit_named(panel, "hujan")
    await browser.post(f"/unit/{rain.id}", name="Satgas Banjir", parent=str(order.id))
    rain = await unit_named(panel, "hujan")
    assert (rain.name, rain.parent_id) == ("Satgas Banjir", order.id)
    assert (await browser.post(f"/unit/{rain.id}/tutup")).location == "/unit?said=closed"
    assert (await browser.get(f"/unit/{rain.id}")).status == 404
    actions = [one.action for one in await panel.rows(Audit) if one.actor == "admin:ani"]
    assert actions[-3:] == ["unit.add", "unit.change", "unit.close"]


async def test_a_unit_is_not_put_below_itself_nor_closed_in_use(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    order, guard = await unit_named(panel, "trantib"), await unit_named(panel, "linmas")
    ring = await browser.post(f"/unit/{order.id}", name="Trantib", parent=str(guard.id))
    assert ring.status == 422
    assert "di bawah dirinya sendiri" in ring.text
    used = await browser.post(f"/unit/{order.id}/tutup")
    assert used.status == 422
    assert "masih punya" in used.text
    facts = {"parent": str(order.id), "calendar": "999"}
    page = await browser.post("/unit", code="baru", name="Unit Baru", **facts)
    assert page.status == 422
    assert 'value="Unit Baru"' in page.html


async def test_a_category_is_added_changed_and_closed(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    order = await unit_named(panel, "trantib")
    page = await browser.post(
        "/kategori",
        code="banjir",
        name="Banjir",
        name_en="Floods",
        unit=str(order.id),
        words="banjir\r\n\r\n  genangan air \r\n",
        examples="got mampet",
        photo_required="1",
        approval_required="1",
    )
    assert page.location == "/kategori?said=saved"
    flood = next(one for one in await panel.rows(Category) if one.code == "banjir")
    assert flood.words == ["banjir", "genangan air"]
    assert flood.photo_required
    assert flood.approval_required
    form = await browser.get(f"/kategori/{flood.id}")
    assert "banjir\ngenangan air</textarea>" in form.html
    await browser.post(f"/kategori/{flood.id}", name="Genangan", unit=str(order.id))
    flood = next(one for one in await panel.rows(Category) if one.code == "banjir")
    assert (flood.name, flood.words, flood.photo_required) == ("Genangan", [], False)
    assert (await browser.post(f"/kategori/{flood.id}/tutup")).status == 303
    assert (await browser.get(f"/kategori/{flood.id}")).status == 404


async def test_questions_of_a_category_are_added_and_stopped(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    lamps = next(one for one in await panel.rows(Category) if one.code == "lampu")
    path = f"/kategori/{lamps.id}/pertanyaan"
    facts = {"wording": "Bagaimana keadaannya?", "kind": "choice"}
    page = await browser.post(path, **facts, choices="Mati\r\n\r\n Redup ")
    assert page.location == f"/kategori/{lamps.id}?said=saved"
    [question] = await panel.rows(CategoryQuestion)
    assert question.choices == ["Mati", "Redup"]
    few = await browser.post(path, wording="Berapa?", kind="choice", choices="Satu")
    assert (few.status, "2 sampai 8 pilihan" in few.text) == (422, True)
    assert 'value="Berapa?"' in few.html
    await browser.post(f"/pertanyaan/{question.id}/tutup")
    shown = await browser.get(f"/kategori/{lamps.id}")
    assert "Belum ada pertanyaan." in shown.text
    assert "Tidak ditanyakan lagi" in shown.text
    looks = await panel.signed_in("vina")
    assert (await looks.post(path, **facts)).status == 403


async def test_questions_are_reworded_put_in_order_and_send_people_elsewhere(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    lamps = next(one for one in await panel.rows(Category) if one.code == "lampu")
    path = f"/kategori/{lamps.id}/pertanyaan"
    await browser.post(path, wording="Berapa lampu?", kind="number")
    await browser.post(path, wording="Apa yang rusak?", kind="choice", choices="Lampu\nKabel")
    _, what = await panel.rows(CategoryQuestion)
    await browser.post(f"/pertanyaan/{what.id}/naik")
    shown = (await browser.get(f"/kategori/{lamps.id}")).text
    assert shown.index("Apa yang rusak?") < shown.index("Berapa lampu?")
    facts = {"wording": "Yang mana rusak?", "choices": "Lampu\nKabel PLN", "required": "1"}
    assert (await browser.post(f"/pertanyaan/{what.id}", **facts)).status == 303
    assert "wajib dijawab" in (await browser.get(f"/kategori/{lamps.id}")).text
    stops = f"/pertanyaan/{what.id}/pengalihan"
    dialled = await browser.post(stops, choice="Kabel PLN", stop="Hubungi PLN di 0812 345.")
    assert (dialled.status, "tidak ditulis di dalam tulisan" in dialled.text) == (422, True)
    assert "Hubungi PLN di 0812 345.</textarea>" in dialled.html
    assert dialled.html.count(" checked>") == 1
    unknown = await browser.post(stops, choice="Kabel", stop="Hubungi PLN.")
    assert unknown.status == 422
    untested = await browser.post(stops, choice="Kabel PLN", stop="Ke PLN.", stop_number="999")
    assert "belum dicoba kantor" in untested.text
    assert (await browser.post(stops, choice="Kabel PLN", stop="Hubungi PLN.")).status == 303
    [stopper] = await panel.rows(Stopper)
    assert (stopper.choice, stopper.words, stopper.number_id) == ("Kabel PLN", "Hubungi PLN.", None)
    await browser.post(f"/pertanyaan/{what.id}", **facts | {"choices": "Lampu\nTiang"})
    assert await panel.rows(Stopper) == []
    acts = [one.action for one in await panel.rows(Audit) if one.action.startswith("question.")]
    assert acts[2:] == ["question.move", "question.change", "question.stop", "question.change"]
    assert (await (await panel.signed_in("vina")).get(f"/pertanyaan/{what.id}")).status == 403


async def test_only_a_tested_number_stands_in_a_warning(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    lamps = next(one for one in await panel.rows(Category) if one.code == "lampu")
    facts = {
        "name": lamps.name,
        "unit": str(lamps.unit_id),
        "warning": "Kabel bukan ke sini.",
    }
    written = await browser.post(
        f"/kategori/{lamps.id}", **facts | {"warning": "Telepon 0812 345."}
    )
    assert "tidak ditulis di dalam tulisan" in written.text
    untested = await browser.post(f"/kategori/{lamps.id}", **facts, warning_number="999")
    assert (untested.status, "belum dicoba kantor" in untested.text) == (422, True)
    assert (await browser.post(f"/kategori/{lamps.id}", **facts)).status == 303
    lamps = next(one for one in await panel.rows(Category) if one.code == "lampu")
    assert (lamps.warning, lamps.warning_number_id) == ("Kabel bukan ke sini.", None)


async def test_a_code_that_is_taken_is_refused_with_the_form_kept(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    order = await unit_named(panel, "trantib")
    fields = {"name": "Lampu lain", "unit": str(order.id), "words": "pju", "examples": "gelap"}
    page = await browser.post("/kategori", code="lampu", **fields)
    assert page.status == 422
    assert "sudah dipakai" in page.text
    assert "pju</textarea>" in page.html


async def test_deadlines_tell_their_source(panel: Panel) -> None:
    text = (await (await panel.signed_in("vina")).get("/batas-waktu")).text
    assert "Sampai selesai" in text
    assert "5 hari kerja Semua laporan Standar kantor Standar kantor ini" in text


async def test_an_admin_enters_how_to_reach_the_ombudsman(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    assert "Belum tercatat" in (await browser.get("/batas-waktu")).text
    facts = {"name": "Ombudsman Perwakilan Jawa Barat", "source": "Situs resmi"}
    page = await browser.post("/batas-waktu/ombudsman", contact=" ", **facts)
    assert page.status == 422
    page = await browser.post("/batas-waktu/ombudsman", contact="Telepon 137", **facts)
    assert page.location == "/batas-waktu?said=saved"
    [body] = await panel.rows(OversightBody)
    assert (body.contact, body.mark, body.checked_by) == ("Telepon 137", "office", "Ani")
    text = (await (await panel.signed_in("vina")).get("/batas-waktu")).text
    assert "Telepon 137 Sumber: Situs resmi. Standar kantor ini" in text
    assert "sudah saya periksa" not in text


async def test_an_office_adds_and_removes_its_own_days_off(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    day = {"day": "2026-12-04", "name": "Hari jadi kabupaten", "decree": "SE Bupati 5/2026"}
    page = await browser.post("/kalender", kind="daerah", **day)
    assert page.location == "/kalender?said=day_added&n=0"
    text = (await browser.get("/kalender?year=2026")).text
    assert "Jumat, 4 Desember 2026 Hari jadi kabupaten" in text
    again = await browser.post("/kalender", kind="daerah", **day)
    assert again.status == 422
    assert "sudah tercatat" in again.text
    [holiday] = await panel.rows(Holiday)
    assert (await browser.post(f"/kalender/{holiday.id}/hapus")).status == 303
    assert await panel.rows(Holiday) == []


async def test_other_days_and_hours_say_how_many_cases_they_moved(panel: Panel) -> None:
    codes = [await panel.files() for _ in range(2)]
    browser = await panel.signed_in("ani")
    day = {"day": "2026-11-26", "name": "Hari jadi", "decree": "SE Bupati 5/2026"}
    page = await browser.post("/kalender", kind="daerah", **day)
    assert "2 laporan terbuka mendapat batas waktu baru" in (await browser.get(page.location)).text
    [calendar] = await panel.rows(Calendar)
    hours = {f"d{number}": "08.00-12.00, 13.00-15.00" for number in range(5)}
    page = await browser.post(f"/kalender/jam/{calendar.id}", **hours)
    assert "2 laporan terbuka" in (await browser.get(page.location)).text
    text = (await browser.get(f"/laporan/{codes[0]}")).text
    assert "Senin, 30 November 2026 pukul 15.00 WIB" in text
    assert "Dilewati: Kamis, 26 November 2026, libur daerah (Hari jadi)." in text
    assert text.count("karena hari libur atau jam kerja berubah") == 2


async def test_hours_nobody_can_read_are_refused_and_change_nothing(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    [before] = await panel.rows(Calendar)
    for line in ("pagi", "12:00-08:00", ""):
        page = await browser.post(f"/kalender/jam/{before.id}", d0=line)
        assert page.status == 422
        assert "Jam kerja belum dapat dibaca" in page.text
    [after] = await panel.rows(Calendar)
    assert after.hours == before.hours


async def test_a_year_with_its_decree_is_no_longer_provisional(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("ani")
    assert "Tanggal ini sementara" in (await browser.get(f"/laporan/{code}")).text
    decree = {"year": "2026", "decree": "SKB 1497/2025", "complete": "1"}
    page = await browser.post("/kalender/tahun", **decree)
    assert page.status == 303
    assert "Tanggal ini sementara" not in (await browser.get(f"/laporan/{code}")).text
    assert "SKB 1497/2025" in (await browser.get("/kalender?year=2026")).text


async def test_a_national_day_is_not_entered_or_removed_by_hand(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    async with panel.town.begin() as session:
        facts = {"name": "Natal", "kind": "libur_nasional", "scope": "national"}
        more = {"decree": "SKB", "mark": "verified", "entered_at": panel.now()}
        holiday = Holiday(day=panel.now().date().replace(month=12, day=25), **facts, **more)
        session.add(holiday)
    assert (await browser.post(f"/kalender/{holiday.id}/hapus")).status == 422
    day = {"day": "2026-12-04", "name": "Libur", "decree": "SE"}
    assert (await browser.post("/kalender", kind="libur_nasional", **day)).status == 422
    wrong = await browser.post("/kalender", kind="kantor", **{**day, "day": "2026-02-30"})
    assert wrong.status == 422
    assert "Tanggal" in wrong.text


async def account_id(panel: Panel, name: str) -> int:
    return (await panel.account(name)).id


async def test_a_new_user_comes_in_by_a_link(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    page = await browser.post("/pengguna", account="Rini", full_name="Rini K.", role="viewer")
    assert page.status == 303
    number = await account_id(panel, "rini")
    linked = await browser.post(f"/pengguna/{number}/tautan")
    token = re.search(r"http://127\.0\.0\.1/masuk/([\w-]{43})", linked.text)
    assert token is not None
    newcomer = panel.browser()
    assert (await newcomer.post(f"/masuk/{token[1]}")).status == 303
    assert "Rini K." in (await newcomer.get("/akun")).text


async def test_a_user_that_cannot_be_is_refused(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for fields in (
        {"account": "ani", "role": "viewer"},
        {"account": "x", "role": "viewer"},
        {"account": "rini", "role": "king"},
        {"account": "rini", "role": "head"},
        {"account": "rini", "role": "head", "unit": "999"},
    ):
        page = await browser.post("/pengguna", full_name="Rini K.", **fields)
        assert page.status == 422, fields
        assert 'value="Rini K."' in page.html
    assert len(await panel.rows(Account)) == 4


async def test_rights_and_access_are_changed_by_another_admin_only(panel: Panel) -> None:
    browser, viewer = await panel.signed_in("ani"), await panel.signed_in("vina")
    own, other = await account_id(panel, "ani"), await account_id(panel, "vina")
    for path, fields in (("", {"role": "viewer"}), ("/tutup", {})):
        page = await browser.post(f"/pengguna/{own}{path}", **fields)
        assert page.status == 422
    await browser.post(f"/pengguna/{other}", role="coordinator")
    assert (await panel.account("vina")).role == "coordinator"
    assert (await viewer.get("/akun")).status == 303
    await browser.post(f"/pengguna/{other}/tutup")
    assert (await browser.post(f"/pengguna/{other}/tautan")).status == 422
    await browser.post(f"/pengguna/{other}/buka")
    assert (await browser.post(f"/pengguna/{other}/tautan")).status == 200


async def test_the_audit_log_tells_who_did_what(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    other = await account_id(panel, "vina")
    await browser.post(f"/pengguna/{other}", role="coordinator")
    text = (await browser.get(f"/jejak?about=account:{other}")).text
    assert "Ani Hak pengguna diubah Vina Peran: Koordinator" in text
    assert f"{panel.now():%Y}" in text
    for code in ("admin:ani", "account:", "role", "coordinator", "account.sign_in"):
        assert code not in text.partition("Rincian")[2]


async def test_the_audit_log_names_people_units_and_the_command_line(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    async with panel.town.begin() as session:
        budi = await panel.town.staff(session, "Budi")
        unit = await panel.town.unit(session, "linmas")
        by = f"staff:{budi.id}"
        await people.move_staff(session, budi, unit, "head", by="cli", now=panel.now())
        await people.set_duty(session, budi, False, by=by, now=panel.now())
    text = (await browser.get(f"/jejak?about=staff:{budi.id}")).text
    assert f"Baris perintah Unit atau peran diubah {budi.name} Unit kerja: {unit.name}" in text
    assert "Peran: Kepala unit" in text
    assert f"{budi.name} Status tugas diubah {budi.name} Sedang bertugas: tidak" in text


async def test_what_routing_learned_is_shown_once_there_is_something(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    assert "belajar sendiri" not in (await browser.get("/kategori")).text
    facts = {"trained_at": panel.now(), "learned": 400, "held": 100, "start_top1": 0.51}
    async with panel.town.begin() as session:
        session.add(
            RouterModel(version=1, top1=0.78, top3=0.92, verdict="better", weights=b"1", **facts)
        )
        worse = {"before_top1": 0.78, "verdict": "worse_than_before"}
        session.add(RouterModel(version=2, top1=0.74, top3=0.9, **worse, **facts))
    page = await browser.get("/kategori")
    for words in ("belajar sendiri", "78%", "92%", "Dipakai sekarang", "Tidak dipakai: versi"):
        assert words in page.text
