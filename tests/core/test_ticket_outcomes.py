"""How a case ends, what is asked of each end, and what is counted."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from core.errors import Refused
from core.tallies.front import front
from core.tickets import outcomes
from core.tickets.access import Sight
from core.tickets.models import OUTCOMES, SOLVED, Event
from core.tickets.queries import timeline
from tests.core.town import DONE, PHOTO, Town, open_town

TODAY = date(2026, 11, 20)
FACTS: dict[str, dict[str, str]] = {
    "planned": {"year": "2027", "budget": "Dana desa", "again_on": "2027-01-31"},
    "referred": {"body": "PLN", "letter": "005/12", "again_on": "4/12/2026"},
}
WHY = "Kabelnya milik instansi lain, jadi kami tidak boleh menyentuhnya."


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def ends(town: Town, outcome: str, **more: Any) -> int:
    ticket_id = await town.files(**more)
    facts = FACTS.get(outcome, {})
    await town.does("Budi", "resolve", ticket_id, WHY, outcome=outcome, facts=facts)
    return ticket_id


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("fixed", "sudah selesai ditangani"),
        ("answered", "menjawab laporan"),
        ("planned", "tahun 2027, dengan anggaran: Dana desa"),
        ("referred", "meneruskannya ke <b>PLN</b> dengan surat nomor 005/12"),
        ("declined", "tidak dapat kami penuhi"),
    ],
)
async def test_the_citizen_reads_honestly_how_it_ended(
    town: Town, outcome: str, words: str
) -> None:
    ticket = await town.ticket(await ends(town, outcome))
    said = (await town.reads("Sari"))[-1]
    assert words in said
    assert WHY in said
    assert "ditutup pada" in said
    assert (ticket.state, ticket.outcome) == ("resolved", outcome)
    buttons = (await town.letters("Sari"))[-1][1]["buttons"]
    agree = "Sudah beres" if outcome in SOLVED else "Saya terima"
    assert agree in buttons[0][0]["text"]


async def test_only_what_is_solved_counts_as_solved(town: Town) -> None:
    for outcome in OUTCOMES:
        await ends(town, outcome)
    async with town.database.read() as session:
        sight, since = Sight(None, "admin"), town.now - timedelta(days=7)
        found = await front(session, sight, since=since, now=town.now)
    numbers = found.figures
    assert (numbers.open, numbers.solution.n, numbers.unsolved) == (0, 2, 3)
    assert found.units[0].solved == 2


async def test_what_is_planned_is_looked_at_again_by_the_unit(town: Town) -> None:
    ticket_id = await ends(town, "planned")
    await town.does("Sari", "confirm", ticket_id)
    assert "Ditutup dengan penjelasan" in (await town.card("Budi"))["text"]
    assert await town.passes("2027-01-31 23:00") == []
    # The last of January is a Sunday.
    assert await town.passes("2027-02-01 09:00") == ["ticket.look_again"]
    for name in ("Budi", "Dewi"):
        assert "waktunya ditinjau kembali" in " ".join((await town.reads(name))[-2:])
    assert await town.buttons("Dewi") == ["note"]


async def test_what_went_outside_is_asked_about_by_the_officer(town: Town) -> None:
    ticket_id = await ends(town, "referred")
    assert "ticket.look_again" in await town.passes("2026-12-04 09:00")
    assert "dulu diteruskan ke PLN" in " ".join(await town.reads("Budi"))
    assert "dulu diteruskan" not in " ".join(await town.reads("Dewi"))
    assert (await town.ticket(ticket_id)).state == "resolved"


async def test_an_objection_takes_the_end_back(town: Town) -> None:
    ticket_id = await ends(town, "declined")
    await town.does("Sari", "object_", ticket_id, "Tahun lalu bisa.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.outcome, ticket.reopened) == ("accepted", None, 1)
    assert "keberatan atas penjelasan" in " ".join(await town.reads("Budi"))
    async with town.database.read() as session:
        kinds = [step.what.key for step in await timeline(session, ticket, public_only=True)]
    assert kinds[-2:] == ["ticket.event.resolved_declined", "ticket.event.objected_unsolved"]


async def test_the_second_objection_goes_to_the_head_and_is_counted(town: Town) -> None:
    ticket_id = await ends(town, "declined")
    await town.does("Sari", "object_", ticket_id, "Tahun lalu bisa.")
    assert "ke-2 kalinya" not in " ".join(await town.reads("Hadi"))
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "object_", ticket_id, "Masih mati.")
    assert "ke-2 kalinya" in " ".join(await town.reads("Hadi"))
    async with town.database.read() as session:
        sight, since = Sight(None, "admin"), town.now - timedelta(days=30)
        found = await front(session, sight, since=since, now=town.now)
        events = [
            step.kind
            for step in await timeline(session, await town.ticket(ticket_id), public_only=False)
        ]
    assert found.figures.objected_again == 1
    assert events[-2:] == ["objected", "escalated"]


async def test_a_photo_is_asked_only_of_what_was_repaired(town: Town) -> None:
    ticket_id = await town.files(category="jalan")
    with pytest.raises(Refused) as refusal:
        await town.does("Budi", "resolve", ticket_id, DONE)
    assert refusal.value.key == "ticket.refused.photo"
    await town.does("Budi", "resolve", ticket_id, WHY, outcome="declined")
    await town.does("Sari", "object_", ticket_id, "Tolong.")
    await town.does("Budi", "resolve", ticket_id, DONE, files=[PHOTO])
    assert (await town.ticket(ticket_id)).outcome == "fixed"


@pytest.mark.parametrize(
    ("outcome", "facts", "key"),
    [
        ("lost", {}, "outcome"),
        ("planned", {**FACTS["planned"], "year": "2025"}, "year"),
        ("planned", {**FACTS["planned"], "year": "depan"}, "year"),
        ("planned", {**FACTS["planned"], "budget": " "}, "budget"),
        ("planned", {**FACTS["planned"], "again_on": "20-11-2026"}, "again_on"),
        ("referred", {**FACTS["referred"], "again_on": "31-2-2027"}, "again_on"),
        ("referred", {**FACTS["referred"], "body": ""}, "body"),
        ("referred", {**FACTS["referred"], "letter": "x" * 201}, "letter"),
    ],
)
def test_what_is_missing_or_wrong_is_named(outcome: str, facts: dict[str, str], key: str) -> None:
    with pytest.raises(Refused) as refusal:
        outcomes.ending(outcome, facts, TODAY)
    assert refusal.value.key == f"ticket.refused.{key}"


@given(st.integers(1, 3650), st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d %m %Y", "%Y-%m-%d"]))
def test_a_day_is_understood_however_it_is_written(days: int, form: str) -> None:
    day = TODAY + timedelta(days=days)
    assert outcomes.fact("again_on", day.strftime(form), TODAY) == day.isoformat()


@given(st.text(max_size=300))
def test_a_fact_that_is_kept_reads_the_same_again(typed: str) -> None:
    for name in ("year", "budget", "again_on", "body", "letter"):
        with suppress(Refused):
            known = outcomes.fact(name, typed, TODAY)
            assert outcomes.fact(name, known, TODAY) == known


async def test_a_case_waits_for_an_outside_body_and_stays_open(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "refer", ticket_id, FACTS["referred"])
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.outside, ticket.assignee and ticket.assignee.name) == (
        "waiting",
        "PLN",
        "Budi",
    )
    said = (await town.reads("Sari"))[-1]
    assert "perlu tindakan <b>PLN</b>" in said
    assert "tetap terbuka" in said
    assert "Menunggu PLN" in (await town.card("Budi"))["text"]
    await town.does("Sari", "add", ticket_id, "Tiangnya miring.")
    assert (await town.ticket(ticket_id)).stands == "waiting_outside"
    before = len(await town.reads("Budi"))
    await town.passes("2026-12-04 09:00")
    assert "masih menunggu PLN" in " ".join((await town.reads("Budi"))[before:])
    assert "masih menunggu PLN" in " ".join(await town.reads("Sari"))


async def test_who_is_asked_or_given_it_no_longer_waits_outside(town: Town) -> None:
    for verb, words in (("ask", "Di mana?"), ("dispose", "Dewi"), ("resolve", DONE)):
        ticket_id = await town.files()
        await town.does("Budi", "refer", ticket_id, FACTS["referred"])
        await town.does("Budi", verb, ticket_id, words)
        assert (await town.ticket(ticket_id)).outside is None
    before = len(await town.reads("Budi"))
    await town.passes("2026-12-04 08:30")
    assert "masih menunggu" not in " ".join((await town.reads("Budi"))[before:])


async def test_a_step_written_before_ends_were_told_apart_still_reads(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    async with town.begin() as session:
        resolved = update(Event).where(Event.kind == "resolved")
        await session.execute(resolved.values(payload={"text": DONE, "files": 0}))
    async with town.database.read() as session:
        steps = await timeline(session, await town.ticket(ticket_id), public_only=True)
    assert steps[-1].what.key == "ticket.event.resolved"
