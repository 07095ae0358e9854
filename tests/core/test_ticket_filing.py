"""A citizen's words become a ticket."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import timers
from core.errors import ConfigError, Refused
from core.jobs import Job
from core.tickets.models import Attachment, Event, Ticket
from core.tickets.notices import pieces
from core.timers import Timer
from tests.core.counting import Statements
from tests.core.offices import moment
from tests.core.town import LAMP, PHOTO, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_a_report_gets_a_number_and_a_due_date(town: Town) -> None:
    ticket = await town.ticket(await town.files())
    [said] = await town.reads("Sari")
    assert ticket.code in said
    assert "Jumat, 27 November 2026" in said
    assert ticket.due_at == moment("2026-11-27 16:00")
    assert ticket.accept_due_at == moment("2026-11-23 16:00")
    assert (ticket.state, ticket.text, ticket.unit.code) == ("new", LAMP, "trantib")


async def test_every_officer_on_duty_gets_the_card_and_nobody_else(town: Town) -> None:
    await town.files(place="Balai desa", location=(-6.2, 106.8))
    for name in ("Budi", "Dewi"):
        text = (await town.card(name))["text"]
        assert LAMP in text
        assert "Sari" in text
        assert "q=-6.200000,106.800000" in text
    for name in ("Hadi", "Kartika", "Lina", "Putri", "Tono"):
        assert await town.letters(name) == []


async def test_the_card_offers_what_an_officer_may_do(town: Town) -> None:
    await town.files()
    daily = ["accept", "reply", "ask", "dispose", "return", "note", "resolve"]
    assert await town.buttons("Budi") == [*daily, "unfold"]


async def test_what_nobody_can_place_goes_to_the_coordinator(town: Town) -> None:
    ticket = await town.ticket(await town.files(category=None))
    assert ticket.unit.code == "kecamatan"
    assert LAMP in (await town.card("Kartika"))["text"]
    assert await town.letters("Budi") == []


async def test_timers_set_one_by_one_and_with_a_ticket_never_take_each_others_number(
    town: Town,
) -> None:
    await town.files()
    async with town.begin() as session:
        for number in range(8):
            await timers.start(session, f"lesson:{number}", "lesson", town.now, now=town.now)
    ticket_id = await town.files()
    async with town.begin() as session:
        mine = select(func.count()).select_from(Timer).where(Timer.ticket_id == ticket_id)
        assert (await session.scalars(mine)).one() == 6


async def test_one_source_never_makes_two_tickets(town: Town) -> None:
    await town.files(source="7:same")
    with pytest.raises(IntegrityError):
        await town.files(source="7:same")
    async with town.database.read() as session:
        assert (await session.scalars(select(func.count(Ticket.id)))).one() == 1
    assert len(await town.reads("Sari")) == 1


async def test_a_photo_goes_to_the_officers_and_is_fetched(town: Town) -> None:
    ticket_id = await town.files(files=[PHOTO, PHOTO])
    letters = await town.letters("Budi")
    assert [row.method for row, _ in letters] == ["send_message", "send_photo"]
    assert letters[1][1] == {"photo": "FILE-1"}
    async with town.database.read() as session:
        [kept] = await session.scalars(select(Attachment).where(Attachment.ticket_id == ticket_id))
        [job] = await session.scalars(select(Job))
    assert job.data == {"attachment": kept.id}
    assert b"FILE-1" not in kept.file_id


async def test_an_album_goes_to_the_officers_in_one_message(town: Town) -> None:
    more = {**PHOTO, "file_id": "FILE-2", "unique_name": "unique-2"}
    await town.files(files=[PHOTO, more])
    letters = await town.letters("Budi")
    assert [row.method for row, _ in letters] == ["send_message", "send_media_group"]
    assert [one["file_id"] for one in letters[1][1]["media"]] == ["FILE-1", "FILE-2"]


@pytest.mark.parametrize("kind", ["document", "voice", "audio", "video", "video_note"])
async def test_what_may_hide_something_goes_on_only_when_it_is_cleaned(
    town: Town, kind: str
) -> None:
    await town.files(files=[{**PHOTO, "kind": kind}])
    assert [row.method for row, _ in await town.letters("Budi")] == ["send_message"]


async def test_a_photo_needs_no_words(town: Town) -> None:
    ticket = await town.ticket(await town.files(text="", files=[PHOTO]))
    assert ticket.text == ""


@pytest.mark.parametrize(("text", "key"), [("  ", "empty"), ("a" * 20_001, "too_long")])
async def test_a_report_without_words_or_without_end_is_refused(
    town: Town, text: str, key: str
) -> None:
    with pytest.raises(Refused) as refusal:
        await town.files(text=text)
    assert refusal.value.key == f"ticket.refused.{key}"


async def test_a_report_longer_than_a_message_reaches_staff_whole(town: Town) -> None:
    text = "Jalan rusak 🕳 di mana-mana. " * 400
    ticket_id = await town.files(text=text)
    texts = await town.reads("Budi")
    assert all(len(one.encode("utf-16-le")) // 2 <= 4096 for one in texts)
    assert all(piece in one for piece, one in zip(pieces(text), texts, strict=True))
    assert (await town.ticket(ticket_id)).text == text


async def test_an_office_without_deadlines_says_so_and_files_nothing(town: Town) -> None:
    async with town.begin() as session:
        await session.execute(Ticket.metadata.tables["deadline_rules"].delete())
    with pytest.raises(ConfigError, match="stage accept"):
        await town.files()
    async with town.database.read() as session:
        assert (await session.scalars(select(func.count(Ticket.id)))).one() == 0


async def test_filing_takes_few_statements(town: Town) -> None:
    """It is the service's most frequent act, and its speed is measured."""
    await town.files()
    with Statements(town.database.engine) as statements:
        await town.files()
    # SQLite inserts the messages one by one.
    messages = sum(one.startswith("INSERT INTO outbox") for one in statements)
    meeting = 1
    assert len(statements) - messages <= 6 + meeting
    assert messages <= 3


async def test_a_ticket_starts_its_timers_and_its_timeline(town: Town) -> None:
    ticket_id = await town.files()
    async with town.database.read() as session:
        timers = await session.execute(select(Timer.kind, Timer.due_at).order_by(Timer.due_at))
        [event] = await session.scalars(select(Event).where(Event.ticket_id == ticket_id))
    assert [(kind, at.isoformat()[:16]) for kind, at in timers] == [
        ("ticket.accept_soon", "2026-11-23T06:30"),
        ("ticket.assign", "2026-11-23T09:00"),
        ("ticket.due_soon", "2026-11-25T01:30"),
        ("ticket.due_soon", "2026-11-26T07:30"),
        ("ticket.due", "2026-11-27T09:00"),
        ("ticket.overdue", "2026-11-30T09:00"),
    ]
    assert (event.kind, event.by_reporter, event.seq) == ("filed", True, 1)


async def test_a_closed_category_no_longer_takes_reports(town: Town) -> None:
    async with town.begin() as session:
        await session.execute(
            Ticket.metadata.tables["categories"].update().values(closed_at=town.now)
        )
    assert (await town.ticket(await town.files())).unit.code == "kecamatan"
