"""Staff in the panel: adding, inviting, moving, and taking access away."""

import re
from datetime import timedelta

import pytest

from core import marks
from core.absences import services as absences
from core.absences.models import Absence
from core.absences.queries import stand_ins
from core.audit import Audit
from core.errors import Refused
from core.people import services as people
from core.people.models import Staff
from core.people.queries import staff_by_id
from tests.admin.panel import Browser, Panel

INVITE = re.compile(r"https://t\.me/tanggap_bot\?start=([\w-]{20,})")


async def staff_named(panel: Panel, name: str) -> Staff:
    return next(one for one in await panel.rows(Staff) if one.name == name)


async def unit_id(panel: Panel, code: str) -> str:
    async with panel.db.read() as session:
        return str((await panel.town.unit(session, code)).id)


async def adds(panel: Panel, browser: Browser, name: str = "Lestari") -> Staff:
    fields = {"position": "Operator", "unit": await unit_id(panel, "pelayanan")}
    page = await browser.post("/petugas", name=name, role="officer", **fields)
    assert page.status == 303, page.text
    return await staff_named(panel, name)


async def knows_bot(panel: Panel) -> None:
    async with panel.town.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=panel.now())


async def binds(panel: Panel, chat: int, token: str) -> None:
    async with panel.town.begin() as session:
        person = await people.meet(session, chat, {"first_name": "X"}, "id", now=panel.now())
        await people.bind(session, person, token, now=panel.now())


async def test_an_invite_is_shown_once_and_binds_one_account(panel: Panel) -> None:
    await knows_bot(panel)
    browser = await panel.signed_in("ani")
    staff = await adds(panel, browser)
    page = await browser.post(f"/petugas/{staff.id}/undangan")
    shown = INVITE.search(page.text)
    assert shown is not None
    token = shown[1]
    assert token not in (await browser.get(f"/petugas/{staff.id}")).html
    assert token not in str(await panel.all_rows())
    await binds(panel, 901, token)
    assert "Terhubung" in (await browser.get(f"/petugas/{staff.id}")).text
    with pytest.raises(Refused):
        await binds(panel, 902, token)
    again = await browser.post(f"/petugas/{staff.id}/undangan")
    assert again.status == 422
    acts = {one.action for one in await panel.rows(Audit) if one.actor == "admin:ani"}
    assert {"staff.add", "staff.invite"} <= acts


async def test_a_new_invite_ends_the_older_and_every_one_runs_out(panel: Panel) -> None:
    await knows_bot(panel)
    browser = await panel.signed_in("ani")
    staff = await adds(panel, browser)
    tokens = []
    for _ in range(2):
        page = await browser.post(f"/petugas/{staff.id}/undangan")
        shown = INVITE.search(page.text)
        assert shown is not None
        tokens.append(shown[1])
    with pytest.raises(Refused):
        await binds(panel, 901, tokens[0])
    panel.town.now += timedelta(days=8)
    with pytest.raises(Refused):
        await binds(panel, 901, tokens[1])


async def test_without_a_bot_there_is_no_invite(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    staff = await adds(panel, browser)
    page = await browser.post(f"/petugas/{staff.id}/undangan")
    assert page.status == 422
    assert "Nama bot belum diketahui" in page.text


async def test_a_lost_phone_loses_access_at_once(panel: Panel) -> None:
    budi = await staff_named(panel, "Budi")
    browser = await panel.signed_in("ani")
    page = await browser.post(f"/petugas/{budi.id}/cabut")
    assert page.location == f"/petugas/{budi.id}?said=unbound"
    assert (await staff_named(panel, "Budi")).person_id is None
    assert "Akses sudah dicabut." in (await browser.get(page.location)).text


async def test_somebody_moves_to_another_unit_role_and_duty(panel: Panel) -> None:
    budi = await staff_named(panel, "Budi")
    browser = await panel.signed_in("ani")
    unit = await unit_id(panel, "pelayanan")
    await browser.post(f"/petugas/{budi.id}", unit=unit, role="head")
    moved = await staff_named(panel, "Budi")
    assert (str(moved.unit_id), moved.role, moved.on_duty) == (unit, "head", False)
    await browser.post(f"/petugas/{budi.id}", unit=unit, role="head", on_duty="1")
    assert (await staff_named(panel, "Budi")).on_duty
    actions = [one.action for one in await panel.rows(Audit) if one.actor == "admin:ani"]
    assert actions[-3:] == ["staff.move", "staff.duty", "staff.duty"]


async def test_who_is_back_on_duty_has_no_absence_running(panel: Panel) -> None:
    budi = await staff_named(panel, "Budi")
    async with panel.db.begin() as session:
        staff, today = await staff_by_id(session, budi.id), panel.now().date()
        assert staff is not None
        dewi = next(iter(await stand_ins(session, staff, today, today)))
        days = (today, today + timedelta(days=3))
        await absences.plan(session, staff, *days, dewi, by="cli", now=panel.now())
    assert not (await staff_named(panel, "Budi")).on_duty
    browser = await panel.signed_in("ani")
    place = {"unit": str(budi.unit_id), "role": budi.role}
    await browser.post(f"/petugas/{budi.id}", **place)
    assert [one.state for one in await panel.rows(Absence)] == ["running"]
    await browser.post(f"/petugas/{budi.id}", **place, on_duty="1")
    assert (await staff_named(panel, "Budi")).on_duty
    assert [one.state for one in await panel.rows(Absence)] == ["over"]
    assert "absence.call_off" in [one.action for one in await panel.rows(Audit)]


async def test_a_name_and_a_position_are_corrected(panel: Panel) -> None:
    budi = await staff_named(panel, "Budi")
    browser = await panel.signed_in("ani")
    place = {"unit": str(budi.unit_id), "role": budi.role, "on_duty": "1"}
    fields = {"name": " Budi  Santosa ", "position": "Petugas Trantib"}
    page = await browser.post(f"/petugas/{budi.id}", **fields, **place)
    assert page.location == f"/petugas/{budi.id}?said=saved"
    renamed = next(one for one in await panel.rows(Staff) if one.id == budi.id)
    assert (renamed.name, renamed.position) == ("Budi Santosa", "Petugas Trantib")
    assert (await panel.rows(Audit))[-1].action == "staff.rename"
    assert (await browser.post(f"/petugas/{budi.id}", name=" ", **place)).status == 422


async def test_what_cannot_be_undone_takes_two_taps(panel: Panel) -> None:
    budi = await staff_named(panel, "Budi")
    browser = await panel.signed_in("ani")
    html = (await browser.get(f"/petugas/{budi.id}")).html
    for path in ("cabut", "berhenti"):
        form = html.partition(f'action="/petugas/{budi.id}/{path}"')[2].partition("</form>")[0]
        assert form.index("<summary") < form.index("<button")
        assert "Lanjutkan?" in form


async def test_whoever_leaves_is_gone_from_the_list_and_the_tickets_stay(panel: Panel) -> None:
    ticket_id = await panel.town.files()
    await panel.town.does("Budi", "accept", ticket_id)
    budi = await staff_named(panel, "Budi")
    browser = await panel.signed_in("ani")
    assert (await browser.post(f"/petugas/{budi.id}/berhenti")).location == "/petugas?said=left"
    assert "Budi" not in (await browser.get("/petugas")).text
    assert (await panel.town.ticket(ticket_id)).assignee is None
    assert "Sudah tidak bertugas" in (await browser.get(f"/petugas/{budi.id}")).text


async def test_a_refused_form_comes_back_as_it_was_filled_in(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    fields = {"name": "Lestari", "position": "Juru tulis", "role": "king"}
    page = await browser.post("/petugas", unit=await unit_id(panel, "linmas"), **fields)
    assert page.status == 422
    assert "Mohon pilih peran" in page.text
    for words in ('value="Lestari"', 'value="Juru tulis"', "selected>\u2003\u2003Satgas Linmas"):
        assert words in page.html
    for wrong in ({"unit": "999", "role": "officer"}, {"unit": "x", "role": "officer"}):
        answer = await browser.post("/petugas", name="Lestari", position="", **wrong)
        assert answer.status == 422


async def test_a_head_reads_the_own_people_and_changes_nobody(panel: Panel) -> None:
    budi, putri = await staff_named(panel, "Budi"), await staff_named(panel, "Putri")
    browser = await panel.signed_in("hadi")
    text = (await browser.get("/petugas")).text
    assert "Budi" in text
    assert "Putri" not in text
    assert (await browser.get(f"/petugas/{budi.id}")).status == 200
    assert (await browser.get(f"/petugas/{putri.id}")).status == 404
    assert (await browser.post(f"/petugas/{budi.id}/cabut")).status == 403


async def test_who_is_away_and_who_stands_in_is_on_both_pages(panel: Panel) -> None:
    town = panel.town
    async with town.begin() as session:
        budi, dewi = await town.staff(session, "Budi"), await town.staff(session, "Dewi")
        day = town.now.date() + timedelta(days=3)
        await absences.plan(session, budi, day, day, dewi, by="cli", now=town.now)
        pages = [f"/petugas/{one.id}" for one in (budi, dewi)]
    browser = await panel.signed_in("ani")
    for path in pages:
        assert (
            "Budi: 23 Nov 2026 sampai 23 Nov 2026, pengganti: Dewi"
            in (await browser.get(path)).text
        )
