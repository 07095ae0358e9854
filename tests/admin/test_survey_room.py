"""The room of indikasi kepuasan and SKM, and the rules an office sets for it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks, standards
from core.survey import queries, services
from core.survey.models import Answer, Asked, new_number
from core.survey.services import Service
from tests.admin.panel import Panel
from tests.admin.test_office_rooms import unit_named

ELEMENTS = [f"u{n}" for n in range(1, 10)]
NOVEMBER = date(2026, 11, 1)


def add_sheet(
    session: AsyncSession, service: Service, answers: list[int], month: date = NOVEMBER
) -> None:
    where: dict[str, Any] = {"unit_id": service.unit_id, "category_id": service.category_id}
    where |= {"channel": service.channel, "month": month}
    sheet = new_number()
    pairs = zip(ELEMENTS, answers, strict=True)
    session.add_all(Answer(sheet=sheet, element=code, answer=n, **where) for code, n in pairs)


@pytest.fixture
async def surveyed(panel: Panel) -> Panel:
    """Six answered for Trantib, five of them in chat, and two below it; ten were asked there."""
    order, guard = await unit_named(panel, "trantib"), await unit_named(panel, "linmas")
    category = panel.town.categories["lampu"]
    async with panel.town.begin() as session:
        chat = Service(order.id, category, "chat")
        for _ in range(5):
            add_sheet(session, chat, [4, 4, 1, 4, 4, 4, 4, 4, 4])
        add_sheet(session, Service(order.id, None, "counter"), [3] * 9)
        for _ in range(2):
            add_sheet(session, Service(guard.id, None, "counter"), [1] * 9)
        add_sheet(session, chat, [1] * 9, date(2026, 6, 1))
        facts = {"unit_id": order.id, "category_id": category, "channel": "chat"}
        session.add_all(Asked(month=NOVEMBER, **facts) for _ in range(10))
        for n in range(5):
            trait = ("sex", "female" if n else "male")
            await services.tell_trait(session, order.id, *trait, now=panel.now())
        await services.tell_trait(session, order.id, "age", "over_60", now=panel.now())
    return panel


async def test_every_figure_stands_beside_its_n_and_few_answers_make_none(
    surveyed: Panel,
) -> None:
    browser = await surveyed.signed_in("kartika")
    assert "Indikasi kepuasan dan survei (SKM)" in (await browser.get("/")).text
    order, guard = await unit_named(surveyed, "trantib"), await unit_named(surveyed, "linmas")
    page = await browser.get(f"/survei?unit={order.id}")
    assert page.status == 200
    assert "Semester 2 tahun 2026" in page.text
    # 5 × 33 + 27 + 2 × 9 of 8 × 36.
    assert "72,92 C (kurang baik) 8 dari 10 (80%) Waktu penyelesaian" in page.text
    assert f"{guard.name} belum cukup jawaban – 2 dari 2 (100%)" in page.text
    assert "U3 Waktu penyelesaian 1,25" in page.text
    # Five in chat are enough, but with them the three at the counter could be computed.
    assert "Obrolan, sesudah laporan ditutup tidak ditampilkan – 5 dari 10 (50%)" in page.text
    assert "Loket, lewat kode QR belum cukup jawaban" in page.text
    assert "91,67" not in page.text
    assert "Perempuan: 4 · Laki-laki: 1" in page.text
    assert "60 tahun" not in page.text
    assert "standar kantor ini" in page.text
    few = await browser.get(f"/survei?unit={guard.id}")
    assert "Per unsur" not in few.text
    before = await browser.get("/survei?period=quarter&ago=1")
    assert "Triwulan 3 tahun 2026" in before.text
    assert "72,92" not in before.text
    assert (await browser.get("/survei?period=week")).status == 400


async def test_a_head_reads_their_own_units_only(surveyed: Panel) -> None:
    browser = await surveyed.signed_in("hadi")
    page = await browser.get("/survei")
    assert "72,92" in page.text
    other = await unit_named(surveyed, "pelayanan")
    assert other.name not in page.text
    assert (await browser.get(f"/survei?unit={other.id}")).status == 404
    assert (await browser.get("/survei/standar")).status == 403


async def test_ratings_of_closed_cases_are_an_indication_with_its_own_n(panel: Panel) -> None:
    ids = [await panel.town.files(name) for name in ("Sari", "Tono", "Sari")]
    for place, ticket_id in enumerate(ids):
        await panel.town.does("Budi", "accept", ticket_id)
        await panel.town.does("Budi", "resolve", ticket_id, "Lampu sudah kami ganti pagi ini.")
        who = "Tono" if place == 1 else "Sari"
        await panel.town.does(who, "confirm", ticket_id)
        if place < 2:
            await panel.town.does(who, "rate", ticket_id, 4 - 2 * place)
    async with panel.town.begin() as session:
        await standards.change(session, "survey_minimum", 2, by="cli", now=panel.now())
    page = await (await panel.signed_in("vina")).get("/survei")
    assert "50% 2 dari 3 (67%)" in page.text
    assert "Ini bukan SKM" in page.text


async def test_an_office_that_does_not_survey_has_no_such_room(surveyed: Panel) -> None:
    browser = await surveyed.signed_in("ani")
    page = await browser.get("/survei/standar")
    assert "88,31 PermenPANRB 14/2017 Dari sumber kedua" in page.text
    amounts = {"survey_minimum": "1", "survey_months": "3"}
    refused = await browser.post("/survei/standar", survey_on="1", **amounts)
    assert (refused.status, "angka dari 2 sampai 1.000" in refused.text) == (422, True)
    amounts["survey_minimum"] = "8"
    assert (await browser.post("/survei/standar", **amounts)).status == 303
    async with surveyed.town.begin() as session:
        kept = await standards.amounts(session, "survey")
    assert kept == {"survey_on": 0, "survey_minimum": 8, "survey_months": 3}
    assert (await browser.get("/survei")).status == 404
    assert "SKM" not in (await browser.get("/")).text
    assert "Aturan survei kepuasan" in (await browser.get("/batas-waktu")).text
    assert "survei" not in (await (await surveyed.signed_in("vina")).get("/batas-waktu")).text


async def test_other_words_hold_from_a_month_on_and_old_answers_keep_theirs(
    surveyed: Panel,
) -> None:
    browser = await surveyed.signed_in("ani")
    assert "bawaan" in (await browser.get("/survei/pertanyaan")).text
    path = "/survei/pertanyaan/u3"
    facts = {
        "element_name": "Kecepatan",
        "element_question": "Seberapa cepat kami menangani laporan?",
        "answers": "Lambat\nAgak lambat\nCepat\nSangat cepat",
        "source": "Keputusan Camat 12/2026",
    }
    begun = await browser.post(path, **facts, since="2026-11-01")
    assert (begun.status, "1 Desember 2026" in begun.text) == (422, True)
    assert "Keputusan Camat 12/2026" in begun.html
    three = await browser.post(path, **facts | {"answers": "a\nb\nc"}, since="2026-12-01")
    assert "4 jawaban yang berbeda" in three.text
    assert (await browser.post(path, **facts, since="2026-12-01")).location == f"{path}?said=saved"
    assert "Mulai Selasa, 1 Desember 2026" in (await browser.get(path)).text
    order = await unit_named(surveyed, "trantib")
    shown = (await browser.get(f"/survei?unit={order.id}")).text
    assert "U3 Waktu penyelesaian" in shown
    assert "U3 sejak Selasa, 1 Desember 2026 ditanyakan: “Seberapa cepat kami" in shown
    async with surveyed.db.read() as session:
        before, after = (date(2026, 11, 30), date(2026, 12, 1))
        assert await queries.wordings(session, before) == {}
        assert (await queries.wordings(session, after))["u3"].answers[0] == "Lambat"
    assert (await (await surveyed.signed_in("kartika")).get(path)).status == 403


async def test_other_grades_hold_for_periods_that_begin_later(surveyed: Panel) -> None:
    browser = await surveyed.signed_in("ani")
    facts = {f"least_{one}": n for one, n in zip("abcd", ("90", "80,5", "65", "25"), strict=True)}
    more = {"source": "Peraturan Contoh 1/2027", "since": "2027-01-01"}
    wrong = await browser.post("/survei/mutu", **facts | {"least_b": "95"}, **more)
    assert (wrong.status, "makin baik makin tinggi" in wrong.text) == (422, True)
    assert 'value="95"' in wrong.html
    page = await browser.post("/survei/mutu", **facts, **more, looked_up="1")
    assert page.location == "/survei/standar?said=saved"
    rules = (await browser.get("/survei/standar")).text
    assert "Mulai Jumat, 1 Januari 2027: A 90,00" in rules
    async with surveyed.db.read() as session:
        now, then = [
            await queries.bands(session, on) for on in (date(2026, 12, 31), date(2027, 1, 1))
        ]
    assert [one.least for one in now] == [8831, 7661, 6500, 2500]
    assert [one.least for one in then] == [9000, 8050, 6500, 2500]
    assert all(one.is_law and one.checked_by for one in then)


async def test_the_code_of_a_counter_is_printed_from_the_panel(surveyed: Panel) -> None:
    order, guard = await unit_named(surveyed, "trantib"), await unit_named(surveyed, "linmas")
    head = await surveyed.signed_in("kartika")
    assert order.name in (await head.get("/survei/loket")).text
    assert 'class="scan"' not in (await head.get(f"/survei/loket/{order.id}")).html
    assert (await head.get(f"/survei/loket/{order.id}/cetak.pdf")).status == 404
    async with surveyed.town.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=surveyed.now())
    page = await head.get(f"/survei/loket/{guard.id}")
    assert f"https://t.me/tanggap_bot?start=skm-{guard.id}" in page.html
    assert 'class="scan"><svg' in page.html
    pdf = await head.get(f"/survei/loket/{guard.id}/cetak.pdf")
    assert (pdf.status, pdf.html[:5]) == (200, "%PDF-")
    assert (await (await surveyed.signed_in("vina")).get("/survei/loket")).status == 403
