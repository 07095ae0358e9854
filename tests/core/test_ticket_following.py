"""Somebody else's case is one's own too: joining it, hearing of it, a voice in its end."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import Moved, Refused
from core.tickets import following
from core.tickets.arrivals import give_up
from core.tickets.chain import verify
from core.tickets.models import Attachment
from core.tickets.queries import mine, ticket_by_id, timeline
from tests.core.counting import Statements
from tests.core.town import DONE, PHOTO, Town, open_town

OWN_WORDS = "Di depan rumah saya juga gelap, telepon saya 0812-3456-7890."


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def joins(town: Town, name: str, ticket_id: int, text: str = OWN_WORDS, **more: Any) -> bool:
    """Somebody was shown the case and says "me too"."""
    async with town.begin() as session:
        ticket = await ticket_by_id(session, ticket_id, lock=True)
        assert ticket is not None
        person = await town.person(session, name)
        more = {"source": town.source(), **more}
        return await following.follow(session, ticket, person, text, now=town.now, **more)


async def followed(town: Town) -> int:
    """Sari's case, which Tono follows and Budi has."""
    ticket_id = await town.files()
    await joins(town, "Tono", ticket_id)
    await town.does("Budi", "accept", ticket_id)
    return ticket_id


async def kinds(town: Town, ticket_id: int) -> list[str]:
    async with town.database.read() as session:
        ticket = await ticket_by_id(session, ticket_id)
        assert ticket is not None
        return [step.kind for step in await timeline(session, ticket, public_only=False)]


async def test_me_too_adds_own_words_and_photos_for_the_office(town: Town) -> None:
    ticket_id = await town.files()
    await joins(town, "Tono", ticket_id, files=[PHOTO])
    assert (await town.ticket(ticket_id)).followers == 1
    assert any(OWN_WORDS in text for text in await town.reads("Budi"))
    assert "Sari, + 1 warga lain" in (await town.card("Budi"))["text"]
    async with town.database.read() as session:
        [file] = await session.scalars(select(Attachment))
    assert (file.by_reporter, file.follower_id is None) == (True, False)
    assert await kinds(town, ticket_id) == ["filed", "followed"]


async def test_me_too_twice_is_one_follower(town: Town) -> None:
    ticket_id, source = await town.files(), town.source()
    assert await joins(town, "Tono", ticket_id, source=source)
    assert not await joins(town, "Tono", ticket_id, source=source)
    assert await joins(town, "Tono", ticket_id, "Masih gelap.")
    assert (await town.ticket(ticket_id)).followers == 1


async def test_nobody_follows_their_own_case_or_a_closed_one(town: Town) -> None:
    ticket_id = await town.files()
    with pytest.raises(Refused):
        await joins(town, "Sari", ticket_id)
    await town.does("Budi", "resolve", ticket_id, DONE)
    with pytest.raises(Refused):
        await joins(town, "Tono", ticket_id)
    assert (await town.ticket(ticket_id)).followers == 0


async def test_followers_hear_of_every_step_that_the_citizen_hears_of(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "reply", ticket_id, "Kami cek sore ini, hubungi 0812 9999 8888.")
    await town.does("Hadi", "dispose", ticket_id, "linmas")
    await town.does("Lina", "resolve", ticket_id, DONE, files=[PHOTO])
    await town.does("Sari", "confirm", ticket_id)
    heard = "\n".join(await town.reads("Tono"))
    for words in ("sudah diterima petugas", "Kami cek sore ini", "diteruskan ke", DONE, "ditutup"):
        assert words in heard
    assert "9999" not in heard
    methods = [row.method for row, _ in await town.letters("Tono")]
    assert "send_photo" in methods


async def test_nobody_reads_the_words_or_the_name_of_another_citizen(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Sari", "add", ticket_id, "Rumah saya nomor 7, nama saya Sari.")
    await town.does("Tono", "add", ticket_id, "Saya di nomor 9.")
    await town.does("Budi", "reply", ticket_id, "Baik Bu Sari, kami ke sana.")
    read_by_tono, read_by_sari = await town.reads("Tono"), await town.reads("Sari")
    assert not any("Sari" in text or "nomor 7" in text for text in read_by_tono)
    assert not any("nomor 9" in text or "0812" in text for text in read_by_sari)
    assert any("Saya di nomor 9." in text for text in await town.reads("Budi"))
    async with town.database.read() as session:
        ticket = await ticket_by_id(session, ticket_id)
        assert ticket is not None
        steps = await timeline(session, ticket, public_only=True)
    assert not any("nomor 9" in step.said or OWN_WORDS in step.said for step in steps)


async def test_a_question_is_for_the_reporter_alone_to_answer(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "ask", ticket_id, "Tiang nomor berapa?")
    assert not any("Tiang nomor berapa?" in text for text in await town.reads("Tono"))
    await town.does("Tono", "add", ticket_id, "Kalau saya, tiang 9.")
    assert (await town.ticket(ticket_id)).state == "waiting"


async def test_an_objection_of_a_follower_counts_like_the_reporters(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Tono", "object_", ticket_id, "Di tempat saya masih gelap.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.reopened, ticket.resolved_at) == ("accepted", 1, None)
    assert any("Di tempat saya masih gelap." in text for text in await town.reads("Budi"))
    assert any(
        "dibuka kembali" in text or "buka kembali" in text for text in await town.reads("Sari")
    )
    assert not any("Di tempat saya" in text for text in await town.reads("Sari"))


async def test_a_follower_may_object_after_the_reporter_was_content_until_the_time_is_over(
    town: Town,
) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    await town.does("Sari", "rate", ticket_id, 4)
    await town.does("Tono", "object_", ticket_id, "Masih gelap.")
    ticket = await town.ticket(ticket_id)
    assert (ticket.state, ticket.closed_at, ticket.rating) == ("accepted", None, None)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    until = (await town.ticket(ticket_id)).verdict_until
    assert until is not None
    town.now = until.replace(year=until.year + 1)
    with pytest.raises(Moved):
        await town.does("Tono", "object_", ticket_id, "Masih gelap.")


async def test_the_reporter_cannot_reopen_what_they_closed(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Sari", "confirm", ticket_id)
    with pytest.raises(Moved):
        await town.does("Sari", "object_", ticket_id, "Ternyata belum.")


async def test_a_follower_who_is_content_closes_nothing(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Budi", "resolve", ticket_id, DONE)
    await town.does("Tono", "confirm", ticket_id)
    assert (await town.ticket(ticket_id)).state == "resolved"
    assert (await kinds(town, ticket_id))[-1] == "follower_confirmed"


async def test_whoever_stops_hears_nothing_more_and_may_join_again(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Tono", "stop", ticket_id)
    heard = len(await town.reads("Tono"))
    await town.does("Budi", "reply", ticket_id, "Kami cek.")
    assert len(await town.reads("Tono")) == heard
    assert (await town.ticket(ticket_id)).followers == 0
    with pytest.raises(Refused):
        await town.does("Tono", "add", ticket_id, "Halo?")
    await joins(town, "Tono", ticket_id, "Masih gelap.")
    assert (await town.ticket(ticket_id)).followers == 1


async def test_what_somebody_follows_is_in_their_list(town: Town) -> None:
    ticket_id = await followed(town)
    own = await town.files("Tono", "Sampah menumpuk di pasar.")
    async with town.begin() as session:
        found = await mine(session, await town.person(session, "Tono"))
    assert {one.id for one in found} == {ticket_id, own}


async def test_a_lost_file_is_told_to_the_follower_who_sent_it(town: Town) -> None:
    ticket_id = await town.files()
    await joins(town, "Tono", ticket_id, files=[{**PHOTO, "kind": "video"}])
    async with town.begin() as session:
        [file] = await session.scalars(select(Attachment))
        await give_up(session, file.id, "lost", now=town.now)
    assert any("kirim ulang" in text for text in await town.reads("Tono"))
    assert not any("kirim ulang" in text for text in await town.reads("Sari"))


async def test_a_case_without_followers_asks_the_database_nothing_more(town: Town) -> None:
    ticket_id = await town.files()
    with Statements(town.database.engine) as statements:
        await town.does("Budi", "accept", ticket_id)
    assert not any("followers" in one for one in statements if "FROM followers" in one)


async def test_the_chain_holds_with_steps_of_followers(town: Town) -> None:
    ticket_id = await followed(town)
    await town.does("Tono", "add", ticket_id, "Tambahan.")
    async with town.database.read() as session:
        assert [one async for one in verify(session)] == []
