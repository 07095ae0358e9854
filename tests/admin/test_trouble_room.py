"""What was set aside or could not be sent, looked at and tried again."""

from core.audit import Audit
from core.outbox import Outgoing
from core.updates import Update
from tests.admin.panel import Panel
from tests.core.town import KEYS

WORDS = "Tolong, rumah saya <b>kebanjiran</b>"


async def set_aside(panel: Panel) -> int:
    async with panel.town.begin() as session:
        row = Update(
            bot_id=7,
            update_id=900,
            body_hash="x",
            lane="lane",
            body=KEYS.seal_json({"message": {"text": WORDS}}),
            state="quarantined",
            attempt=5,
            received_at=panel.now(),
            settled_at=panel.now(),
            problem="KeyError",
        )
        session.add(row)
        await session.flush()
        return row.id


async def dead(panel: Panel) -> int:
    await panel.town.files()
    async with panel.town.begin() as session:
        row = await session.get_one(Outgoing, (await panel.rows(Outgoing))[0].id)
        row.state, row.problem, row.settled_at = "dead", "chat not found", panel.now()
        return row.id


async def test_a_quarantined_update_is_listed_without_its_words_and_replayed(panel: Panel) -> None:
    number = await set_aside(panel)
    browser = await panel.signed_in("kartika")
    page = await browser.get("/gangguan")
    assert "KeyError" in page.text
    assert "kebanjiran" not in page.text
    answer = await browser.post(f"/gangguan/masuk/{number}/ulang")
    assert answer.location == "/gangguan?said=replayed"
    [row] = await panel.rows(Update)
    assert (row.state, row.attempt) == ("open", 0)
    again = await browser.post(f"/gangguan/masuk/{number}/ulang")
    assert again.status == 422
    assert "sudah tidak ada dalam daftar" in again.text


async def test_a_dead_message_is_listed_and_sent_again(panel: Panel) -> None:
    number = await dead(panel)
    browser = await panel.signed_in("kartika")
    assert "chat not found" in (await browser.get("/gangguan")).text
    answer = await browser.post(f"/gangguan/keluar/{number}/ulang")
    assert answer.location == "/gangguan?said=resent"
    row = next(one for one in await panel.rows(Outgoing) if one.id == number)
    assert (row.state, row.attempt) == ("open", 0)


async def test_reading_somebodys_words_is_noted(panel: Panel) -> None:
    incoming, outgoing = await set_aside(panel), await dead(panel)
    browser = await panel.signed_in("kartika")
    page = await browser.post(f"/gangguan/masuk/{incoming}/isi")
    assert page.status == 200
    assert "&lt;b&gt;kebanjiran" in page.html
    assert (await browser.post(f"/gangguan/keluar/{outgoing}/isi")).status == 200
    acts = [(one.actor, one.action, one.object) for one in await panel.rows(Audit)]
    assert acts[-2:] == [
        ("admin:kartika", "update.read", f"update:{incoming}"),
        ("admin:kartika", "outgoing.read", f"outgoing:{outgoing}"),
    ]
    assert (await browser.get(f"/gangguan/masuk/{incoming}/isi")).status == 405


async def test_a_viewer_and_a_head_see_none_of_it(panel: Panel) -> None:
    incoming = await set_aside(panel)
    for name in ("vina", "hadi"):
        browser = await panel.signed_in(name)
        assert (await browser.get("/gangguan")).status == 403
        assert (await browser.post(f"/gangguan/masuk/{incoming}/isi")).status == 403
        assert "Gangguan" not in (await browser.get("/")).text


async def test_the_front_page_tells_that_something_waits(panel: Panel) -> None:
    await set_aside(panel)
    for name, told in (("kartika", True), ("vina", False)):
        text = (await (await panel.signed_in(name)).get("/")).text
        assert ("1 pesan tidak bisa diproses" in text) is told


async def test_who_sent_a_quarantined_update_is_not_shown(panel: Panel) -> None:
    who = {"id": 5550001, "first_name": "Zuleha", "username": "zuleha_qq"}
    message = {"text": WORDS, "from": who, "chat": who, "contact": {"phone_number": "0812"}}
    async with panel.town.begin() as session:
        row = await session.get_one(Update, await set_aside(panel))
        row.body = KEYS.seal_json({"update_id": 900, "message": message})
        number = row.id
    browser = await panel.signed_in("kartika")
    page = await browser.post(f"/gangguan/masuk/{number}/isi")
    assert "kebanjiran" in page.text
    assert not [one for one in ("Zuleha", "zuleha_qq", "5550001", "0812") if one in page.html]


async def test_a_dead_message_of_a_confidential_ticket_is_not_read_by_an_admin(
    panel: Panel,
) -> None:
    await panel.files(confidential=True)
    async with panel.town.begin() as session:
        row = await session.get_one(Outgoing, (await panel.rows(Outgoing))[0].id)
        row.state, row.problem, row.settled_at = "dead", "chat not found", panel.now()
        number = row.id
    for name, status in (("ani", 422), ("kartika", 200)):
        browser = await panel.signed_in(name)
        assert (await browser.post(f"/gangguan/keluar/{number}/isi")).status == status
