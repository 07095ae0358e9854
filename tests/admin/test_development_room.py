"""The room of gaps and plans: figures of enough people, plans for who decides, the standards."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.knowledge.planting import plant
from bot.library import library
from core import standards
from core.development.gauging import count_in, gap_of
from core.development.models import GapCase, GapRule
from core.development.services import open_plan
from core.people.models import Staff, Unit
from tests.admin.panel import Panel
from tests.admin.test_office_rooms import unit_named


async def add_cases(panel: Panel, n: int) -> None:
    """So many cases of Budi, all late, and the plan that follows from them."""
    ids = [await panel.town.files("Sari", f"Lampu {number} mati.") for number in range(n)]
    order = await unit_named(panel, "trantib")
    async with panel.town.begin() as session:
        await plant(session, library(), panel.now())
        budi = await panel.town.staff(session, "Budi")
        facts: dict[str, Any] = {"signal": "late", "staff_id": budi.id, "unit_id": order.id}
        facts |= {"category_id": panel.town.categories["lampu"], "bad": True, "state": "counted"}
        facts |= {"excuse": "", "objection": "", "counts_below": 4}
        at = panel.now() - timedelta(days=1)
        cases = [GapCase(ticket_id=one, at=at, **facts) for one in ids]
        session.add_all(cases)
        await session.flush()
        for subject in sorted(await count_in(session, cases)):
            if gap := await gap_of(session, subject, now=panel.now()):
                await open_plan(session, gap, now=panel.now())


@pytest.fixture
async def short(panel: Panel) -> Panel:
    await add_cases(panel, 8)
    return panel


async def test_heads_and_coordinators_read_plans_and_others_only_figures_of_enough_people(
    short: Panel,
) -> None:
    for name in ("hadi", "kartika"):
        browser = await short.signed_in(name)
        assert "Kesenjangan dan rencana belajar" in (await browser.get("/")).text
        page = await browser.get("/pengembangan")
        assert "8 dari 8" in page.text
        assert "Budi Lewat batas waktu menunggu persetujuan Pelajaran harian" in page.text
    for name in ("ani", "vina"):
        page = await (await short.signed_in(name)).get("/pengembangan")
        assert (page.status, "Budi" in page.text, "8 dari 8" in page.text) == (200, False, False)
    async with short.town.begin() as session:
        order = (await session.scalars(select(Unit).where(Unit.code == "trantib"))).one()
        here = len((await session.scalars(select(Staff).where(Staff.unit_id == order.id))).all())
    for number in range(here, 5):
        await short.town.hires(("Camat", "Yuni")[number - here], "trantib", "officer")
    page = await (await short.signed_in("vina")).get("/pengembangan")
    assert ("8 dari 8" in page.text, "Budi" in page.text) == (True, False)


async def test_an_admin_sets_the_standards_and_new_content_leaves_them_alone(short: Panel) -> None:
    browser = await short.signed_in("ani")
    assert "Lewat batas waktu" in (await browser.get("/pengembangan/standar")).text
    rule = {"signal": "late", "competency": "komunikasi", "minimum": "20"}
    refused = await browser.post("/pengembangan/standar/sinyal", threshold="95", **rule)
    assert (refused.status, "batas 1 sampai 90" in refused.text) == (422, True)
    unknown = {**rule, "competency": "terbang"}
    refused = await browser.post("/pengembangan/standar/sinyal", threshold="30", **unknown)
    assert refused.status == 422
    kept = await browser.post("/pengembangan/standar/sinyal", threshold="30", **rule)
    assert kept.status == 303
    amounts = {"development_days": "14", "development_watch": "60"}
    kept = await browser.post("/pengembangan/standar", development_load="10", **amounts)
    assert kept.status == 303
    async with short.town.begin() as session:
        await plant(session, library(), short.now())
        late = await session.get_one(GapRule, "late")
        assert (late.threshold, late.minimum, late.competency) == (30, 20, "komunikasi")
        found = await standards.amounts(session, "development")
    assert (found["development_on"], found["development_load"]) == (0, 10)
    assert (await (await short.signed_in("hadi")).get("/pengembangan/standar")).status == 403


async def test_an_office_without_plans_has_no_way_to_the_room(panel: Panel) -> None:
    browser = await panel.signed_in("hadi")
    assert "rencana belajar" not in (await browser.get("/")).text
    assert "Belum ada rencana belajar" in (await browser.get("/pengembangan")).text
