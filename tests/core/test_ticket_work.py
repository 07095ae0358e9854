"""Staff work a ticket, the citizen follows it and has the last word."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.errors import Moved, Refused
from core.tickets.queries import timeline
from tests.core.offices import moment
from tests.core.town import DONE, PHOTO, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_an_accepted_ticket_tells_the_citizen_and_every_card(town: Town) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-11-20 10:00")
    await town.does("Budi", "accept", ticket_id, expected_version=1)
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.version) == ("accepted", 2)
    assert ticket.accept_seconds == 3600
    assert "sedang ditangani" in (await town.reads("Sari"))[-1]
    for name in ("Budi", "Dewi"):
        assert "Petugas: Budi" in (await town.card(name))["text"]
        assert "accept" not in await town.buttons(name)
        assert len(await town.reads(name)) == 1


async def test_what_is_past_is_not_promised_any_more(town: Town) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-12-14 10:00")
    await town.does("Budi", "accept", ticket_id)
    said = (await town.reads("Sari"))[-1]
    assert "batas waktunya (Jumat, 27 November 2026) sudah lewat" in said
    assert "Paling lambat" not in said


async def test_of_two_officers_one_wins_and_the_other_is_told(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id, expected_version=1)
    with pytest.raises(Moved) as told:
        await town.does("Dewi", "accept", ticket_id, expected_version=1)
    assert told.value.key == "ticket.moved.staff.accepted"
    assert told.value.params["who"] == "Budi"


async def test_of_two_taps_at_the_same_moment_one_wins(town: Town) -> None:
    ticket_id = await town.files()
    both = [town.does(name, "accept", ticket_id, expected_version=1) for name in ("Budi", "Dewi")]
    results = await asyncio.gather(*both, return_exceptions=True)
    [refusal] = [result for result in results if isinstance(result, Moved)]
    ticket = await town.ticket(ticket_id)
    assert ticket.assignee is not None
    assert (ticket.last_seq, ticket.version) == (2, 2)
    assert refusal.params["who"] == ticket.assignee.name


async def test_a_used_button_does_nothing_more(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id, expected_version=1)
    with pytest.raises(Moved):
        await town.does("Budi", "accept", ticket_id, expected_version=1)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id, expected_version=3)
    for name, verb in (("Budi", "accept"), ("Sari", "confirm")):
        with pytest.raises(Moved) as told:
            await town.does(name, verb, ticket_id, expected_version=1)
        assert told.value.key.endswith(".closed")
    assert (await town.ticket(ticket_id)).last_seq == 4


async def test_an_update_that_comes_twice_has_one_effect(town: Town) -> None:
    ticket_id = await town.files()
    assert await town.does("Budi", "reply", ticket_id, "Kami cek.", source="7:x")
    assert not await town.does("Budi", "reply", ticket_id, "Kami cek.", source="7:x")
    assert (await town.ticket(ticket_id)).last_seq == 3  # filed, accepted, replied
    assert len(await town.reads("Sari")) == 2


async def test_who_answers_a_new_ticket_has_it(town: Town) -> None:
    ticket_id = await town.files()
    town.now = moment("2026-11-20 14:00")
    await town.does("Dewi", "reply", ticket_id, "Petugas berangkat sore ini.")
    ticket = await town.ticket(ticket_id)
    assert ticket.assignee is not None
    assert (ticket.state, ticket.assignee.name) == ("accepted", "Dewi")
    assert ticket.response_seconds == 3.5 * 3600
    assert "Petugas berangkat sore ini." in (await town.reads("Sari"))[-1]


async def test_only_the_first_answer_counts_as_first_response(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "reply", ticket_id, "Kami cek.")
    town.now = moment("2026-11-23 09:00")
    await town.does("Budi", "reply", ticket_id, "Sudah kami cek.")
    assert (await town.ticket(ticket_id)).response_seconds == 0


async def test_a_question_waits_for_the_answer(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    assert (await town.ticket(ticket_id)).state == "waiting"
    assert "Tiang nomor berapa?" in (await town.reads("Sari"))[-1]
    await town.does("Sari", "add", ticket_id, "Nomor 12", files=[PHOTO])
    assert (await town.ticket(ticket_id)).state == "accepted"
    assert any("Nomor 12" in text for text in await town.reads("Budi"))
    assert not any("Nomor 12" in text for text in await town.reads("Dewi"))
    assert "send_photo" in [row.method for row, _ in await town.letters("Budi")]


async def test_what_a_citizen_adds_reaches_the_whole_unit_while_nobody_has_it(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Sari", "add", ticket_id, "Sekarang dua lampu.")
    for name in ("Budi", "Dewi"):
        assert any("Sekarang dua lampu." in text for text in await town.reads(name))
    assert (await town.ticket(ticket_id)).version == 1


async def test_words_after_the_solution_ask_again_and_begin_the_silence_anew(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    version = (await town.ticket(ticket_id)).version
    town.now = moment("2026-11-27 10:00")
    await town.does("Sari", "add", ticket_id, "Belum pak, masih gelap.")
    _, asked = (await town.letters("Sari"))[-1]
    assert "Sudah kami tambahkan" in asked["text"]
    assert "Jumat, 11 Desember 2026" in asked["text"]
    assert [row[0]["do"] for row in asked["buttons"]] == ["ticket.confirm", "ticket.object"]
    assert await town.passes("2026-12-11 15:59") == []
    await town.does("Sari", "object_", ticket_id, "Masih gelap.", expected_version=version)
    assert (await town.ticket(ticket_id)).state == "accepted"


async def test_an_edit_is_a_step_and_the_first_words_stay(town: Town) -> None:
    ticket_id = await town.files(text="Lampu mati")
    await town.does("Sari", "edit", ticket_id, "Lampu mati dan tiang miring")
    ticket = await town.ticket(ticket_id)
    assert ticket.text == "Lampu mati"
    assert any("tiang miring" in text for text in await town.reads("Budi"))
    async with town.database.read() as session:
        steps = await timeline(session, ticket, public_only=True)
    assert [step.said for step in steps] == ["Lampu mati", "Lampu mati dan tiang miring"]


async def test_a_note_is_for_the_office_only(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    before = len(await town.reads("Sari"))
    await town.does("Dewi", "note", ticket_id, "Pelapor pernah lapor bulan lalu.")
    assert len(await town.reads("Sari")) == before
    assert "bulan lalu" in (await town.reads("Budi"))[-1]
    ticket = await town.ticket(ticket_id)
    async with town.database.read() as session:
        public = await timeline(session, ticket, public_only=True)
        office = await timeline(session, ticket, public_only=False)
    assert [step.kind for step in public] == ["filed", "accepted"]
    assert [step.by for step in public] == ["", ""]
    assert [(step.kind, step.by) for step in office][-1] == ("noted", "Dewi")


@pytest.mark.parametrize("text", ["", "Beres", "   ok      "])
async def test_a_solution_needs_an_explanation(town: Town, text: str) -> None:
    ticket_id = await town.files()
    with pytest.raises(Refused) as refusal:
        await town.does("Budi", "resolve", ticket_id, text)
    assert refusal.value.key == "ticket.refused.explain"


async def test_a_solution_is_shown_where_the_category_asks_for_a_photo(town: Town) -> None:
    ticket_id = await town.files(category="jalan")
    with pytest.raises(Refused) as refusal:
        await town.does("Budi", "resolve", ticket_id, DONE)
    assert refusal.value.key == "ticket.refused.photo"
    await town.does("Budi", "resolve", ticket_id, DONE, files=[PHOTO])
    assert "send_photo" in [row.method for row, _ in await town.letters("Sari")]


async def test_a_solved_ticket_is_confirmed_and_rated(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "accept", ticket_id)
    town.now = moment("2026-11-23 09:00")
    await town.does("Budi", "resolve", ticket_id, DONE)
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.resolve_seconds) == ("resolved", 6.5 * 3600)
    _, asked = (await town.letters("Sari"))[-1]
    assert DONE in asked["text"]
    assert [row[0]["do"] for row in asked["buttons"]] == ["ticket.confirm", "ticket.object"]
    await town.does("Sari", "confirm", ticket_id, expected_version=ticket.version)
    _, thanked = (await town.letters("Sari"))[-1]
    assert [row[0]["value"] for row in thanked["buttons"]] == [
        f"{ticket_id}-{n}" for n in (4, 3, 2, 1)
    ]
    await town.does("Sari", "rate", ticket_id, 4)
    closed = await town.ticket(ticket_id)
    assert (closed.state, closed.rating) == ("closed", 4)
    with pytest.raises(Moved):
        await town.does("Sari", "rate", ticket_id, 1)
    assert (await town.ticket(ticket_id)).rating == 4


async def test_an_objection_reopens_and_the_second_tells_the_head(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    town.now = moment("2026-12-01 09:00")
    await town.does("Sari", "object_", ticket_id, "Masih gelap.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.reopened, ticket.resolved_at) == ("accepted", 1, None)
    assert ticket.due_at == moment("2026-12-08 16:00")
    assert any("Masih gelap." in text for text in await town.reads("Budi"))
    assert await town.letters("Hadi") == []
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "object_", ticket_id, "Tetap gelap.")
    assert any("Tetap gelap." in text for text in await town.reads("Hadi"))
    assert "resolve" in await town.buttons("Hadi")


async def test_a_rating_outside_the_scale_is_refused(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    with pytest.raises(Refused):
        await town.does("Sari", "rate", ticket_id, 5)


async def test_markup_in_words_stays_words(town: Town) -> None:
    await town.files(text="<b>Resmi</b> <a href='https://jahat.example'>klik</a>", place="<i>x</i>")
    text = (await town.card("Budi"))["text"]
    assert "&lt;b&gt;Resmi&lt;/b&gt;" in text
    assert "jahat.example'>klik&lt;/a&gt;" not in text.replace("&gt;", "?")
