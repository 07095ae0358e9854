"""Announcements: batches that neither skip nor repeat anybody, and words that fit elsewhere."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select, update

from core.announcements import queries, rules, sending, services
from core.announcements.models import Announcement, Delivery, Subscription
from core.announcements.poster import SIDE, poster
from core.announcements.services import Author
from core.announcements.themes import add_theme
from core.chats import new_chat
from core.outbox import Outgoing
from core.people.models import Person
from core.privacy.models import Consent
from core.timers import Timer
from tests.core.town import KEYS, Town, open_town

MANY = 650
OFFICE = "Kantor Kecamatan Tirta Asri"


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def crowd(town: Town, count: int = MANY) -> int:
    """So many people who want news, and an announcement on its way to them; its id."""
    async with town.begin() as session:
        theme = await add_theme(session, code="air", name="Air", by="cli", now=town.now)
        people = [_person(town, number) for number in range(count)]
        session.add_all([*people, *(new_chat(KEYS, 1000 + number) for number in range(count))])
        await session.flush()
        for person in people:
            session.add(Subscription(person_id=person.id, theme_id=theme.id))
            session.add(_agreed(town, person.id))
        await session.flush()
        author = Author.of(await town.staff(session, "Kartika"))
        facts: dict[str, Any] = {"title": "Air mati", "text": "Besok air mati.", "area": None}
        row = await services.draft(session, author, theme=theme, now=town.now, **facts)
        await services.send(session, row, author, now=town.now)
        if row.state == "waiting":
            other = Author.of(await town.staff(session, "Hadi"))
            await services.approve(session, row, other, now=town.now)
        return row.id


def _person(town: Town, number: int) -> Person:
    known = {"profile": KEYS.seal_json({}), "created_at": town.now, "last_seen_at": town.now}
    return Person(lane=new_chat(KEYS, 1000 + number).lane, **known)


def _agreed(town: Town, person_id: int) -> Consent:
    facts = {"version": 1, "text_hash": "x", "channel": "telegram", "at": town.now}
    return Consent(person_id=person_id, purpose="news", given=True, **facts)


async def write(town: Town, announcement_id: int) -> None:
    going = True
    while going:
        async with town.begin() as session:
            going = await sending.write_batch(session, announcement_id, now=town.now)


async def begin_and_die(town: Town, announcement_id: int) -> None:
    async with town.begin() as session:
        await sending.write_batch(session, announcement_id, now=town.now)
        raise ConnectionError


async def arrive(town: Town, share: int = 1) -> None:
    """Telegram took every message, or only every second one and so on."""
    async with town.begin() as session:
        mine = (Outgoing.kind == "bulk", Outgoing.state == "open", Outgoing.id % share == 0)
        await session.execute(update(Outgoing).where(*mine).values(state="sent"))


async def bulk(town: Town) -> list[Outgoing]:
    async with town.database.read() as session:
        return list(await session.scalars(select(Outgoing).where(Outgoing.kind == "bulk")))


async def test_everybody_gets_it_once_however_often_the_work_is_killed(town: Town) -> None:
    announcement = await crowd(town)
    with pytest.raises(ConnectionError):
        await begin_and_die(town, announcement)
    assert await bulk(town) == []
    await write(town, announcement)
    # Only so many wait at once; the rest when those have left.
    assert len(await bulk(town)) == 3 * sending.BATCH
    await write(town, announcement)
    assert len(await bulk(town)) == 3 * sending.BATCH
    await arrive(town)
    await write(town, announcement)
    rows = await bulk(town)
    assert (len(rows), len({row.lane for row in rows})) == (MANY, MANY)
    await arrive(town)
    await write(town, announcement)
    async with town.database.read() as session:
        row = await session.get_one(Announcement, announcement)
        assert (row.state, row.sent, row.total) == ("done", MANY, MANY)
        left = select(func.count()).select_from(Delivery)
        assert (await session.scalars(left)).one() == 0
        # One timer at a time, however often the job began anew.
        timers = (await session.scalars(select(Timer).where(Timer.kind == sending.TIMER))).all()
        assert len(timers) == 1


async def test_stopping_takes_back_what_has_not_left(town: Town) -> None:
    announcement = await crowd(town, 20)
    await write(town, announcement)
    await arrive(town, share=2)
    sent = len([row for row in await bulk(town) if row.state == "sent"])
    async with town.begin() as session:
        flying = select(Outgoing.id).where(Outgoing.kind == "bulk", Outgoing.state == "open")
        one = (await session.scalars(flying.limit(1))).one()
        await session.execute(update(Outgoing).where(Outgoing.id == one).values(attempt=1))
    async with town.begin() as session:
        row = await queries.announcement_by_id(session, announcement, lock=True)
        assert row is not None
        await services.stop(
            session, row, Author.of(await town.staff(session, "Hadi")), now=town.now
        )
    # What is leaving this very moment still arrives.
    assert len(await bulk(town)) == sent + 1
    async with town.database.read() as session:
        row = await session.get_one(Announcement, announcement)
        assert (row.state, row.sent) == ("stopped", sent + 1)
    await write(town, announcement)
    assert len(await bulk(town)) == sent + 1


WORDS = st.text(st.characters(codec="utf-8"), max_size=600)


@given(WORDS, WORDS, WORDS)
def test_a_short_post_always_fits_and_a_long_one_loses_nothing(
    heading: str, words: str, office: str
) -> None:
    assert len(rules.short_post(heading, words, office)) <= rules.LONGEST_POST
    assert words in rules.long_post(heading, words, office)


@pytest.mark.parametrize(
    ("written", "title", "text"),
    [
        ("Air mati\nBesok pagi.", "Air mati", "Besok pagi."),
        ("Air mati besok pagi.", "", "Air mati besok pagi."),
        ("x" * 81 + "\nBesok.", "", "x" * 81 + "\nBesok."),
        ("\n\n Judul  dua \n\nIsi", "Judul dua", "Isi"),
    ],
    ids=["two lines", "one line", "no title", "blank lines"],
)
def test_the_first_line_is_the_title(written: str, title: str, text: str) -> None:
    assert rules.split(written) == (title, text)


@pytest.mark.parametrize(
    "text",
    ["", "Besok air mati.", "kata " * 600, "x" * 3000, "😀 ſ é – “air” 水\n\n" * 40],
    ids=["empty", "short", "long", "no spaces", "odd signs"],
)
def test_the_picture_is_square_whatever_it_says(text: str) -> None:
    drawn = Image.open(BytesIO(poster("Pengumuman: pelayanan pindah", text, OFFICE)))
    assert (drawn.format, drawn.size) == ("PNG", (SIDE, SIDE))
    # Nothing runs into the margins.
    assert len(drawn.convert("RGB").crop((0, 0, 80, SIDE - 150)).getcolors() or []) == 1
    assert len(drawn.convert("RGB").crop((SIDE - 60, 0, SIDE, SIDE - 150)).getcolors() or []) == 1
