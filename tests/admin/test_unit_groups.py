"""The group of a unit, on the unit's page: bound, released, and invisible where there is none."""

from core.audit import Audit
from core.groups import services
from core.groups.models import UnitGroup
from core.people.models import Unit
from core.timers import Timer
from tests.admin.panel import Panel


async def test_a_group_is_bound_and_released_on_the_page_of_the_unit(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    units = {one.code: one.id for one in await panel.rows(Unit)}
    order, guard = f"/unit/{units['trantib']}", f"/unit/{units['linmas']}"
    assert "Grup Telegram" not in (await browser.get(order)).text
    async with panel.town.begin() as session:
        hadi = await panel.town.staff(session, "Hadi")
        for chat, title in ((-100, "<b>Siaga</b>"), (-200, "Linmas")):
            await services.offer(session, hadi, chat, title, now=panel.now())
    first, second = await panel.rows(UnitGroup)
    page = await browser.get(order)
    assert "Tampilkan papan status di &lt;b&gt;Siaga&lt;/b&gt;" in page.html
    assert (await browser.post(f"{order}/grup", group=str(first.id))).status == 303
    assert "sejak Jumat, 20 November 2026" in (await browser.get(order)).text
    page = await browser.post(f"{order}/grup", group=str(second.id))
    assert (page.status, "sudah punya papan status" in page.text) == (422, True)
    page = await browser.post(f"{guard}/grup", group=str(first.id))
    assert (page.status, "sudah menampilkan papan status" in page.text) == (422, True)
    assert (await browser.post(f"{guard}/grup", group="999")).status == 422
    assert [one.kind for one in await panel.rows(Timer)].count("group.card") == 1
    assert (await browser.post(f"{order}/grup/lepas")).status == 303
    assert (await browser.post(f"{order}/grup/lepas")).status == 303
    assert "Bot sudah ada di grup berikut" in (await browser.get(order)).text
    acts = [one.action for one in await panel.rows(Audit) if one.action.startswith("group.")]
    assert acts == ["group.bind", "group.unbind"]
    hadi_too = await panel.signed_in("hadi")
    assert "Grup Telegram" not in (await hadi_too.get(order)).text
    assert (await hadi_too.post(f"{order}/grup", group=str(first.id))).status == 403
    assert "Grup dihubungkan dengan unit" in (await browser.get("/jejak")).text
