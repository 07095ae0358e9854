"""Opening who reported an anonymous ticket, and tickets that only a few see."""

from datetime import timedelta

import pytest

from core.accounts import services as accounts
from core.audit import Audit
from core.chats import lane_of
from core.tallies.front import front
from core.tickets.access import Sight
from core.tickets.models import Event
from tests.admin.panel import Browser, Page, Panel
from tests.core.town import CHATS, KEYS

PASSWORD = "Kopi-tubruk-7-cangkir"
REASON = "Pelapor dalam bahaya, harus segera dihubungi."
LANE = KEYS.index("hidden", lane_of(KEYS, CHATS["Sari"]))


async def enters(panel: Panel, name: str) -> Browser:
    """A browser of somebody who has a password."""
    await panel.sets_password(name, PASSWORD)
    return await panel.signed_in(name)


async def asks(browser: Browser, code: str, password: str = PASSWORD) -> Page:
    fields = {"identity_reason": REASON, "current_password": password}
    return await browser.post(f"/laporan/{code}/identitas", **fields)


async def agrees(browser: Browser, code: str) -> Page:
    return await browser.post(f"/laporan/{code}/identitas/setujui", current_password=PASSWORD)


async def looks(browser: Browser, code: str) -> Page:
    return await browser.post(f"/laporan/{code}/identitas/lihat")


async def steps(panel: Panel) -> list[str]:
    return [event.kind for event in await panel.rows(Event)]


async def acts(panel: Panel) -> list[tuple[str, str]]:
    rows = await panel.rows(Audit)
    return [(row.actor, row.action) for row in rows if row.action.startswith("identity.")]


async def test_two_people_open_an_identity_and_the_reporter_is_told(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    ani, kartika = await enters(panel, "ani"), await enters(panel, "kartika")
    assert "Sari" not in (await ani.get(f"/laporan/{code}")).text
    assert (await asks(ani, code)).location.endswith("said=identity_asked")
    assert REASON in (await kartika.get(f"/laporan/{code}")).text
    assert (await agrees(kartika, code)).location.endswith("said=identity_opened")
    page = await looks(ani, code)
    assert page.status == 200
    assert "Sari" in page.text
    assert str(CHATS["Sari"]) in page.text
    assert await steps(panel) == ["filed", "identity_asked", "identity_opened"]
    assert await acts(panel) == [
        ("admin:ani", "identity.ask"),
        ("admin:kartika", "identity.approve"),
        ("admin:ani", "identity.read"),
    ]
    [*_, told] = await panel.town.written_to(LANE)
    assert REASON in told
    assert code in told
    for browser in (ani, kartika):
        assert "Sari" not in (await browser.get(f"/laporan/{code}")).text


async def test_nobody_opens_an_identity_alone(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    ani = await enters(panel, "ani")
    await asks(ani, code)
    assert "tidak boleh menyetujui sendiri" in (await agrees(ani, code)).text
    async with panel.town.begin() as session:
        panel.town.now += timedelta(minutes=1)
        await accounts.create_account(
            session, "boneka", "Boneka", "admin", by="admin:ani", now=panel.town.now
        )
    puppet = await enters(panel, "boneka")
    assert "dibuat setelah permintaannya" in (await agrees(puppet, code)).text
    assert (await looks(ani, code)).status == 422
    assert "identity_opened" not in await steps(panel)


async def test_asking_and_agreeing_want_the_password(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    ani, kartika = await enters(panel, "ani"), await panel.signed_in("kartika")
    wrong = await asks(ani, code, password="salah sama sekali")
    assert wrong.status == 422
    assert REASON in wrong.text
    await asks(ani, code)
    assert "perlu kata sandi" in (await agrees(kartika, code)).text
    assert await steps(panel) == ["filed", "identity_asked"]


async def test_only_who_asked_looks_and_only_for_a_day(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    ani, kartika = await enters(panel, "ani"), await enters(panel, "kartika")
    await asks(ani, code)
    assert "sudah ada permintaan" in (await asks(kartika, code)).text.lower()
    await agrees(kartika, code)
    assert (await looks(kartika, code)).status == 422
    panel.town.now += timedelta(days=1)
    ani = await panel.signed_in("ani")
    late = await looks(ani, code)
    assert late.status == 422
    assert "Sari" not in late.text


async def test_a_request_that_waits_too_long_runs_out(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    ani = await enters(panel, "ani")
    await panel.sets_password("kartika", PASSWORD)
    await asks(ani, code)
    panel.town.now += timedelta(days=3)
    kartika = await panel.signed_in("kartika")
    assert "Tidak ada permintaan" in (await agrees(kartika, code)).text


async def test_a_named_report_has_nothing_to_open(panel: Panel) -> None:
    code = await panel.files()
    ani = await enters(panel, "ani")
    assert "Identitas pelapor" not in (await ani.get(f"/laporan/{code}")).text
    assert "tidak anonim" in (await asks(ani, code)).text


@pytest.mark.parametrize(
    ("name", "sees"), [("ani", False), ("vina", False), ("kartika", True), ("hadi", True)]
)
async def test_a_confidential_report_is_not_there_for_most_accounts(
    panel: Panel, name: str, sees: bool
) -> None:
    code = await panel.files(text="Pungutan liar di loket", confidential=True)
    browser = await panel.signed_in(name)
    page = await browser.get(f"/laporan/{code}")
    there = await browser.get("/laporan/LP-0000-0000")
    assert page.status == (200 if sees else 404)
    assert sees or page.html.replace(code, "") == there.html.replace("LP-0000-0000", "")
    for path in ("/laporan", "/laporan?show=", "/laporan?q=loket", "/laporan?kind=complaint"):
        assert ("Pungutan" in (await browser.get(path)).text) is sees, path
    found = await browser.get(f"/laporan?q={code}")
    assert (found.status == 303) is sees


async def test_a_head_of_a_unit_above_does_not_see_what_is_confidential_below(panel: Panel) -> None:
    number = await panel.town.files()
    await panel.town.does("Hadi", "dispose", number, "linmas")
    code = (await panel.town.ticket(number)).code
    kartika, hadi = await panel.signed_in("kartika"), await panel.signed_in("hadi")
    assert (await hadi.get(f"/laporan/{code}")).status == 200
    answer = await kartika.post(f"/laporan/{code}/rahasia")
    assert answer.location == f"/laporan/{code}?said=confided"
    assert (await hadi.get(f"/laporan/{code}")).status == 404
    assert "🔐" in (await panel.town.reads("Sari"))[-1]


async def test_an_admin_can_close_a_report_to_themselves(panel: Panel) -> None:
    code = await panel.files()
    ani = await panel.signed_in("ani")
    answer = await ani.post(f"/laporan/{code}/rahasia")
    assert answer.location == "/laporan?said=confided"
    assert (await ani.get(f"/laporan/{code}")).status == 404
    assert await steps(panel) == ["filed", "made_confidential"]


async def test_no_figure_counts_what_an_account_does_not_see(panel: Panel) -> None:
    await panel.files(confidential=True)
    await panel.files()
    counted = {}
    async with panel.db.read() as session:
        for name in ("ani", "vina", "kartika", "hadi"):
            account = await panel.account(name)
            sight = Sight(account.unit_id, account.role)
            day = panel.town.now
            shown = await front(session, sight, since=day - timedelta(days=7), now=day)
            whole, units = shown.figures, shown.units
            counted[name] = (whole.open, whole.received, units[0].open)
    assert counted == {
        "ani": (1, 1, 1),
        "vina": (1, 1, 1),
        "kartika": (2, 2, 2),
        "hadi": (2, 2, 2),
    }
