"""Reports about members of staff: inspectors outside their line read them, or nobody does."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from admin.app import add_panel
from core.accounts import services as accounts
from core.models import Base
from core.oversight.queries import INSPECTORATE
from core.oversight.services import set_body
from core.people import services as people
from core.people.models import Unit
from core.people.units import add_unit
from core.tickets.categories import add_category
from core.tickets.models import Ticket
from tests.admin.panel import Browser
from tests.bot.desks import EXPLAINS, LAMP, card, newest, steps
from tests.kecamatan import NOW
from tests.world import Someone, World

FEE = "Waktu urus KTP saya dimintai uang seratus ribu oleh petugas loket bernama Pak Gatot."
INSPECTOR = "Irma"


@pytest.fixture
async def office(world: World) -> World:
    """The office of the tests has a category for what its staff do wrong."""
    async with world.machine.service.db.begin() as session:
        root = (await session.scalars(select(Unit).where(Unit.code == "kecamatan"))).one()
        await add_category(
            session,
            code="pungli",
            name="Pungutan liar",
            unit=root,
            report_class="pengawasan",
            words=["pungli", "dimintai uang", "suap"],
            by="cli",
            now=NOW,
        )
    return world


async def inspects(world: World, parent: str = "kecamatan") -> None:
    """Irma is bound as an inspector."""
    async with world.machine.service.db.begin() as session:
        over = (await session.scalars(select(Unit).where(Unit.code == parent))).one()
        unit = await add_unit(
            session,
            code="pengawas",
            name="Tim Pengawas",
            parent=over,
            calendar_id=over.calendar_id,
            inspects=True,
            by="cli",
            now=NOW,
        )
        staff = await people.add_staff(session, unit, INSPECTOR, "officer", by="cli", now=NOW)
        token = await people.invite(session, staff, by="cli", now=NOW)
        account = world.telegram.person(INSPECTOR)
        account.chat.started = True
        person = await people.meet(session, account.id, account.account.user, "id", now=NOW)
        await people.bind(session, person, token, now=NOW)


async def accuses(world: World, whose: str = "Seksi Pelayanan") -> Someone:
    siti = world.citizen("Siti")
    await siti.sends(FEE)
    await siti.taps("Kirim")
    assert "Petugas bagian mana" in siti.last
    await siti.taps(whose)
    return siti


async def everything_kept(world: World) -> str:
    """Every row of every table, as text."""
    found = []
    async with world.machine.service.db.read() as session:
        for table in Base.metadata.sorted_tables:
            found += [repr(tuple(row)) for row in await session.execute(select(table))]
    return "\n".join(found)


async def test_an_inspector_works_it_like_any_other_and_the_citizen_hears(office: World) -> None:
    await inspects(office)
    siti = office.citizen("Siti")
    await siti.sends(FEE)
    assert "hanya pengawas" in siti.last.lower()
    assert "bukan bagian yang dilaporkan" in siti.last
    await siti.taps("Sembunyikan nama saya")
    await siti.taps("Kirim")
    await siti.taps("Seksi Pelayanan")
    ticket = await newest(office)
    assert (ticket.guarded, ticket.confidential, ticket.report_class) == (True, True, "pengawasan")
    assert ticket.code in siti.last
    irma = office.citizen(INSPECTOR)
    assert FEE in card(irma).text
    assert "Siti" not in card(irma).text
    assert not {"📌 Disposisi", "↩️ Kembalikan (bukan wewenang)"} & set(irma.buttons)
    await irma.taps("Terima", on=card(irma))
    await office.does(INSPECTOR, "ask", ticket, "Tanggal berapa?")
    assert "Tanggal berapa?" in siti.last
    await office.does(INSPECTOR, "resolve", ticket, EXPLAINS)
    assert (await steps(office))[-1] == "resolved"


async def test_nobody_else_in_the_office_sees_anything_of_it(office: World) -> None:
    await inspects(office)
    await accuses(office)
    ticket = await newest(office)
    others = [office.staff(name) for name in ("Kartika", "Hadi", "Budi", "Putri")]
    before = [len(one.person.messages) for one in others]
    await office.passes(days=40)  # reminders, escalations, digests
    for someone in others:
        await someone.sends("/tugas")
        await someone.sends(ticket.code)
        for verb in ("open", "accept", "reply", "dispose", "why", "merge", "unfold", "note"):
            await someone.taps_data(f"ticket:{verb}:{ticket.id}:1")
        await someone.sends("Apa ini?")
    for someone, seen in zip(others, before, strict=True):
        said = " ".join(one.text for one in someone.person.messages[seen:])
        assert [word for word in ("Gatot", "Pungutan liar") if word in said] == []
        assert ticket.code not in said
    assert (await newest(office)).state == "new"


async def test_the_panel_shows_it_to_nobody(office: World, aiohttp_panel: Browser) -> None:
    await inspects(office)
    await accuses(office)
    ticket = await newest(office)
    for path in ("/", "/laporan?show=", f"/laporan?show=&q={ticket.code}", "/laporan?show=&q=KTP"):
        page = await aiohttp_panel.get(path)
        assert page.status == 200
        assert f'href="/laporan/{ticket.code}' not in page.html
        assert "Gatot" not in page.html
    assert (await aiohttp_panel.get(f"/laporan/{ticket.code}")).status == 404
    assert (await aiohttp_panel.get(f"/laporan/{ticket.code}/tanda-terima")).status == 404


@pytest.fixture
async def aiohttp_panel(office: World) -> AsyncIterator[Browser]:
    """A coordinator's browser: who sees most."""
    machine: Any = office.machine
    async with machine.service.db.begin() as session:
        account = await accounts.create_account(
            session, "kartika", "Kartika", "coordinator", by="cli", now=NOW
        )
        token = await accounts.open_session(session, account, now=NOW)
    app = web.Application()
    add_panel(app, machine.service.db, machine.service.config, machine.service.clock)
    async with TestServer(app) as server:
        browser = Browser(server)  # type: ignore[arg-type]
        browser.session.cookie_jar.update_cookies({"tanggap_session": token})
        yield browser
        await browser.session.close()


async def test_where_no_inspector_is_bound_nothing_is_kept(office: World) -> None:
    siti = await accuses(office)
    assert "tidak kami simpan" in siti.last
    assert "lapor.go.id" in siti.last
    assert await office.count(Ticket) == 0
    assert "Gatot" not in await everything_kept(office)
    await siti.sends("/laporan")
    assert "belum" in siti.last.lower()
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    assert [one.text for one in await office.rows(Ticket)] == [LAMP]


async def test_an_inspector_in_the_line_is_none(office: World) -> None:
    """Neither under the accused unit nor over it."""
    await inspects(office, parent="pelayanan")
    siti = await accuses(office)
    assert "tidak kami simpan" in siti.last
    assert await office.count(Ticket) == 0
    await siti.sends(FEE)
    await siti.taps("Kirim")
    await siti.taps("Seksi Trantib")
    assert await office.count(Ticket) == 1


async def test_the_tested_channel_is_shown_and_a_guess_can_be_corrected(office: World) -> None:
    async with office.machine.service.db.begin() as session:
        await set_body(
            session,
            code=INSPECTORATE,
            name="Inspektorat Kabupaten Contoh",
            contact="Telepon (000) 000-111",
            source_title="Ditelepon kantor",
            mark="office",
            by="cli",
            now=NOW,
        )
    siti = await accuses(office, "Saya tidak tahu")
    assert "Inspektorat Kabupaten Contoh\nTelepon (000) 000-111" in siti.last
    await siti.sends(FEE)
    await siti.taps("Kirim")
    await siti.taps("Kembali")
    await siti.taps("Ganti kategori")
    await siti.taps("KTP dan KK")
    await siti.taps("Kirim")
    assert [one.guarded for one in await office.rows(Ticket)] == [False]
