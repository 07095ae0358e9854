"""The rooms about personal data: requests, rules, breaches, retention, limited citizens."""

from datetime import timedelta

from sqlalchemy import select, update

from core.audit import Audit
from core.bans import services as bans
from core.bans.models import Ban
from core.bans.queries import ban_by_id
from core.breaches.models import Breach, BreachPerson
from core.chats import lane_of
from core.conversations import Conversation
from core.improvements.models import Suggestion
from core.improvements.suggesting import suggest
from core.people.models import Person
from core.privacy import services as rights
from core.privacy.models import PrivacyRequest, PrivacyRule
from core.tickets import chain
from core.tickets.models import Attachment, Event, HiddenReporter, Ticket
from tests.admin.panel import Panel
from tests.core.town import CHATS, KEYS, LAMP, PHOTO


async def asks(panel: Panel, kind: str, said: str = "", name: str = "Sari") -> int:
    """The id of somebody's new request."""
    async with panel.town.begin() as session:
        person = await panel.town.person(session, name)
        return (await rights.ask(session, person, kind, now=panel.town.now, said=said)).id


async def person(panel: Panel, ticket: Ticket) -> Person:
    async with panel.db.read() as session:
        return await session.get_one(Person, ticket.reporter_id)


async def acts(panel: Panel) -> list[str]:
    return [one.action for one in await panel.rows(Audit) if one.actor == "admin:ani"]


async def breaks(panel: Panel) -> list[chain.Break]:
    async with panel.db.read() as session:
        return [one async for one in chain.verify(session)]


async def test_a_request_is_read_with_its_clock_and_met(panel: Panel) -> None:
    code = await panel.files()
    number = await asks(panel, "correct", "RT saya keliru, seharusnya RT 4.")
    browser = await panel.signed_in("ani")
    assert "1 permintaan warga" in (await browser.get("/")).text
    assert "3 hari lagi" in (await browser.get("/hak-data")).text
    page = await browser.get(f"/hak-data/{number}")
    for held in ("RT saya keliru", code, "Sari", "standar kantor ini"):
        assert held in page.text
    sent = {"decision": "done", "reason": "RT sudah kami betulkan."}
    page = await browser.post(f"/hak-data/{number}", **sent)
    assert page.location == "/hak-data?said=request_decided"
    assert "RT sudah kami betulkan." in (await panel.town.reads("Sari"))[-1]
    [row] = await panel.rows(PrivacyRequest)
    assert (row.state, row.decided_by) == ("done", "admin:ani")
    assert (await acts(panel))[-1] == "privacyrequest.done"
    page = await browser.post(f"/hak-data/{number}", **sent)
    assert page.status == 422
    assert "permintaan warga" not in (await browser.get("/")).text


async def test_a_refusal_needs_a_reason_that_the_person_reads(panel: Panel) -> None:
    number = await asks(panel, "delete")
    browser = await panel.signed_in("kartika")
    page = await browser.post(f"/hak-data/{number}", decision="refused", reason=" ")
    assert (page.status, "tulis alasannya" in page.text) == (422, True)
    await browser.post(f"/hak-data/{number}", decision="refused", reason="Perkara berjalan.")
    assert "Perkara berjalan." in (await panel.town.reads("Sari"))[-1]
    assert all(one.erased_at is None for one in await panel.rows(Person))


async def test_a_deletion_that_is_met_forgets_the_person_and_keeps_the_case(panel: Panel) -> None:
    await panel.files()
    number = await asks(panel, "delete")
    browser = await panel.signed_in("ani")
    await browser.post(f"/hak-data/{number}", decision="done", reason="")
    [ticket] = await panel.rows(Ticket)
    gone = await person(panel, ticket)
    assert gone.erased_at
    assert KEYS.open_json(gone.profile)["first_name"] == ""
    assert gone.lane != lane_of(KEYS, CHATS["Sari"])
    assert ticket.text == LAMP
    assert "sudah dihapus" in (await panel.town.reads("Sari"))[-1]
    assert "Pelapor: Sari" not in (await panel.town.card("Budi"))["text"]
    assert await breaks(panel) == []
    # What happens to the case later is told to nobody, and stands in no queue.
    said = len(await panel.town.reads("Sari"))
    await panel.town.does("Budi", "accept", ticket.id)
    assert len(await panel.town.reads("Sari")) == said


async def test_the_words_go_only_when_the_office_agrees_and_the_chain_holds(panel: Panel) -> None:
    await panel.files(files=[PHOTO], place="Rumah Pak Joyo RT 3")
    number = await asks(panel, "delete_words")
    [ticket] = await panel.rows(Ticket)
    await panel.town.does("Budi", "accept", ticket.id)
    browser = await panel.signed_in("ani")
    await browser.post(f"/hak-data/{number}", decision="done", reason="")
    [ticket] = await panel.rows(Ticket)
    assert (ticket.text, ticket.place) == ("", "")
    events = await panel.rows(Event)
    assert all(one.payload == {} for one in events if one.by_reporter)
    assert [one.kind for one in events][-1] == "erased"
    assert [one.problem for one in await panel.rows(Attachment)] == ["erased"]
    assert await breaks(panel) == []
    page = await browser.get(f"/laporan/{ticket.code}")
    assert (page.status, "Pak Joyo" in page.text, LAMP in page.text) == (200, False, False)


async def test_a_restriction_is_told_to_whoever_has_the_case(panel: Panel) -> None:
    await panel.files()
    number = await asks(panel, "restrict")
    browser = await panel.signed_in("ani")
    await browser.post(f"/hak-data/{number}", decision="done", reason="")
    [ticket] = await panel.rows(Ticket)
    assert (await person(panel, ticket)).restricted_at
    assert "dibatasi" in (await panel.town.reads("Budi"))[-1]
    assert "dibatasi" in (await panel.town.reads("Sari"))[-1]


async def test_a_clock_is_changed_with_who_checked_it(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    assert "perlu dicek" in (await browser.get("/hak-data/aturan")).text
    page = await browser.post("/hak-data/aturan/correct", amount="48", checked="1")
    assert page.location == "/hak-data/aturan?said=saved"
    async with panel.db.read() as session:
        rule = await session.get_one(PrivacyRule, "correct")
    assert (rule.amount, rule.checked_by, rule.is_law) == (48, "Ani", True)
    await asks(panel, "correct")
    [request] = await panel.rows(PrivacyRequest)
    assert request.due_at - request.received_at == timedelta(hours=48)
    for wrong in ("0", "banyak", ""):
        page = await browser.post("/hak-data/aturan/correct", amount=wrong)
        assert page.status == 422
    assert (await browser.get("/hak-data/aturan/lainnya")).status == 404


BREACH = {
    "happened_at": "2026-11-19T21:00",
    "found_at": "2026-11-20T08:00",
    "what": "Daftar laporan terkirim ke alamat yang salah.",
    "data": "Nama depan dan isi laporan.",
    "handling": "Penerima sudah menghapusnya.",
}


async def test_a_breach_is_recorded_told_to_those_affected_and_to_the_agency(panel: Panel) -> None:
    code = await panel.files("Sari")
    browser = await panel.signed_in("ani")
    page = await browser.post("/insiden", **BREACH)
    assert page.location == "/insiden/1?said=breach_recorded"
    [row] = await panel.rows(Breach)
    assert row.due_at - row.found_at == timedelta(hours=72)
    page = await browser.post("/insiden/1/beritahu")
    assert (page.status, "Tambahkan dulu" in page.text) == (422, True)
    page = await browser.post("/insiden/1/terdampak", codes=f"{code.lower()}\nLP-0000-0000")
    assert (page.status, "LP-0000-0000" in page.text) == (422, True)
    await browser.post("/insiden/1/terdampak", codes=code.lower())
    page = await browser.get("/insiden/1")
    assert "1 orang terdampak, 0 sudah diberi tahu" in page.text
    assert "4. Jumlah orang yang terdampak: 1" in page.text
    await browser.post("/insiden/1/beritahu")
    assert "Nama depan dan isi laporan." in (await panel.town.reads("Sari"))[-1]
    assert not await panel.town.reads("Tono")
    assert (await browser.post("/insiden/1/beritahu")).status == 422
    await browser.post("/insiden/1/lembaga", letter="045/112/2026")
    [row] = await panel.rows(Breach)
    assert row.authority_letter == "045/112/2026"
    did = [one for one in await acts(panel) if one.startswith("breach.")]
    assert did == ["breach.record", "breach.affected", "breach.tell", "breach.authority"]


async def test_everybody_can_be_affected(panel: Panel) -> None:
    await panel.files("Sari")
    await panel.files("Tono")
    browser = await panel.signed_in("ani")
    await browser.post("/insiden", **BREACH)
    await browser.post("/insiden/1/terdampak", codes="", everybody="1")
    async with panel.db.read() as session:
        affected = (await session.scalars(select(BreachPerson))).all()
    assert len(affected) == len(await panel.rows(Person))


async def test_a_breach_found_before_it_happened_is_refused_with_the_form_kept(
    panel: Panel,
) -> None:
    browser = await panel.signed_in("ani")
    page = await browser.post("/insiden", **{**BREACH, "happened_at": "2026-11-20T08:30"})
    assert (page.status, "kedua waktunya" in page.text) == (422, True)
    assert BREACH["what"] in page.text
    page = await browser.post("/insiden", **{**BREACH, "what": " "})
    assert page.status == 422
    assert await panel.rows(Breach) == []


async def test_what_would_go_is_counted_before_it_goes(panel: Panel) -> None:
    code = await panel.files()
    new = await panel.files("Tono")
    async with panel.town.begin() as session:
        old = panel.town.now - timedelta(days=2000)
        closed = update(Ticket).where(Ticket.code == code)
        await session.execute(closed.values(state="closed", closed_at=old))
        reporter = await panel.town.person(session, "Sari")
        draft = KEYS.seal_json({"said": [[1, "Draf lama", ""]]})
        session.add(Conversation(person_id=reporter.id, version=1, data=draft, changed_at=old))
    browser = await panel.signed_in("ani")
    before = await panel.all_rows()
    text = (await browser.get("/retensi")).text
    assert "Identitas pelapor pada laporan yang sudah ditutup 1.825 hari" in text
    assert await panel.all_rows() == before
    await browser.post("/retensi")
    tickets = await panel.rows_of_tickets()
    assert (await person(panel, tickets[code])).erased_at
    assert tickets[code].text == LAMP
    assert (await person(panel, tickets[new])).erased_at is None
    async with panel.db.read() as session:
        kept = (await session.scalars(select(Conversation.data))).all()
    assert kept == [None]
    assert await breaks(panel) == []
    assert (await acts(panel))[-2:] == ["privacyrule.apply"] * 2
    assert "Tidak ada yang disimpan terlalu lama" in (await browser.get("/retensi")).text
    assert "Data lama dihapus" in (await browser.get("/jejak")).text


async def test_what_was_really_written_in_a_suggestion_goes_in_time(panel: Panel) -> None:
    async with panel.town.begin() as session:
        sari, old = await panel.town.person(session, "Sari"), panel.town.now - timedelta(days=400)
        await suggest(session, sari, "Loket dibuka lebih pagi.", now=old)
        await suggest(session, sari, "Kursi tunggu ditambah.", now=panel.town.now)
    await (await panel.signed_in("ani")).post("/retensi")
    first, second = await panel.rows(Suggestion)
    assert (first.words, first.text) == (None, "Loket dibuka lebih pagi.")
    assert second.words is not None


async def test_a_citizen_is_limited_by_a_report_and_the_limit_is_lifted(panel: Panel) -> None:
    code = await panel.files()
    browser = await panel.signed_in("ani")
    assert f"/pembatasan/baru?report={code}" in (await browser.get(f"/laporan/{code}")).html
    assert code in (await browser.get(f"/pembatasan/baru?report={code}")).html
    page = await browser.post("/pembatasan", report="LP-0000-0000", reason="Mengganggu.")
    assert (page.status, "tidak ada" in page.text) == (422, True)
    page = await browser.post("/pembatasan", report=code, reason="")
    assert page.status == 422
    page = await browser.post("/pembatasan", report=code, reason="Mengganggu.")
    assert page.location == "/pembatasan/1?said=banned"
    assert "Mengganggu." in (await panel.town.reads("Sari"))[-1]
    assert (await browser.post("/pembatasan", report=code, reason="Lagi.")).status == 422
    assert "Mengganggu." in (await browser.get("/pembatasan")).text
    assert "mengajukan keberatan" not in (await browser.get("/")).text
    async with panel.town.begin() as session:
        ban = await ban_by_id(session, 1)
        assert ban is not None
        await bans.appeal(session, ban, "Itu bukan saya.", now=panel.town.now)
    assert "1 warga yang dibatasi mengajukan keberatan" in (await browser.get("/")).text
    assert "Itu bukan saya." in (await browser.get("/pembatasan/1")).text
    page = await browser.post("/pembatasan/1/cabut")
    assert page.location == "/pembatasan?said=ban_lifted"
    assert "sudah dicabut" in (await panel.town.reads("Sari"))[-1]
    [row] = await panel.rows(Ban)
    assert row.lifted_by == "admin:ani"
    assert (await acts(panel))[-2:] == ["ban.add", "ban.lift"]


async def test_staff_are_not_limited(panel: Panel) -> None:
    code = await panel.files("Budi")
    browser = await panel.signed_in("ani")
    page = await browser.post("/pembatasan", report=code, reason="Mengganggu.")
    assert (page.status, "petugas kantor" in page.text) == (422, True)


async def test_an_anonymous_reporter_is_never_named_by_a_report(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    browser = await panel.signed_in("ani")
    assert "/pembatasan/baru" not in (await browser.get(f"/laporan/{code}")).html
    page = await browser.post("/pembatasan", report=code, reason="Mengganggu.")
    assert (page.status, "tanpa nama" in page.text) == (422, True)
    await browser.post("/insiden", **BREACH)
    page = await browser.post("/insiden/1/terdampak", codes=code)
    assert (page.status, "tanpa nama" in page.text) == (422, True)
    number = await asks(panel, "correct")
    assert code not in (await browser.get(f"/hak-data/{number}")).text


async def test_a_deleted_reporter_has_no_identity_left_to_open(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    number = await asks(panel, "delete")
    await panel.sets_password("ani", "Kopi-tubruk-7-cangkir")
    browser = await panel.signed_in("ani")
    assert "Identitas pelapor" in (await browser.get(f"/laporan/{code}")).text
    await browser.post(f"/hak-data/{number}", decision="done", reason="")
    assert "Identitas pelapor" not in (await browser.get(f"/laporan/{code}")).text
    fields = {"identity_reason": "Perlu.", "current_password": "Kopi-tubruk-7-cangkir"}
    page = await browser.post(f"/laporan/{code}/identitas", **fields)
    assert (page.status, "sudah dihapus" in page.text) == (422, True)


async def test_old_anonymous_cases_are_cut_from_who_reported_them(panel: Panel) -> None:
    code = await panel.files(anonymous=True)
    async with panel.town.begin() as session:
        old = panel.town.now - timedelta(days=2000)
        closed = update(Ticket).where(Ticket.code == code)
        await session.execute(closed.values(state="closed", closed_at=old))
    browser = await panel.signed_in("ani")
    await browser.post("/retensi")
    async with panel.db.read() as session:
        [hidden] = (await session.scalars(select(HiddenReporter))).all()
    assert hidden.is_gone
    assert await breaks(panel) == []
    assert "Tidak ada yang disimpan terlalu lama" in (await browser.get("/retensi")).text
