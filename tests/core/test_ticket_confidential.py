"""A confidential ticket is there for whoever has it, the head of its unit and coordinators."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from core.errors import Refused
from core.i18n import html
from core.tickets.access import standing_of, within_reach
from core.tickets.confiding import confide
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for, whole
from core.tickets.workload import tasks
from tests.core.town import DONE, STAFF, Town, open_town

WORDS = "Petugas loket meminta uang."
EVERYBODY = [name for name, _, _ in STAFF.values()]


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def seen_by(town: Town, ticket_id: int) -> list[str]:
    """Who gets through the door; lists, tasks and the door agree on each."""
    seen = []
    async with town.begin() as session:
        for name in EVERYBODY:
            staff = await town.staff(session, name)
            ticket = (await session.scalars(whole().where(Ticket.id == ticket_id))).one()
            through = await standing_of(session, staff, ticket) != "none"
            reach = select(Ticket.id).where(within_reach(staff), Ticket.id == ticket_id)
            listed = (await session.scalars(reach)).first() is not None
            task = await tasks(session, staff, now=town.now)
            assert through == listed == (ticket_id in [one.ticket.id for one in task.tasks]), name
            seen += [name] if through else []
    return seen


async def confides(town: Town, ticket_id: int) -> None:
    async with town.begin() as session:
        kartika = await town.staff(session, "Kartika")
        ticket = await ticket_for(session, kartika, ticket_id, lock=True)
        await confide(session, ticket, by="admin:kartika", name="Kartika", now=town.now)


async def test_it_is_filed_with_the_head_and_handed_to_one_officer(town: Town) -> None:
    ticket_id = await town.files(text=WORDS, confidential=True)
    assert await seen_by(town, ticket_id) == ["Kartika", "Hadi"]
    assert any(WORDS in text for text in await town.reads("Hadi"))
    await town.does("Hadi", "dispose", ticket_id, "Budi")
    assert await seen_by(town, ticket_id) == ["Kartika", "Hadi", "Budi"]
    assert "Rahasia" in (await town.card("Budi"))["text"]
    await town.does("Budi", "resolve", ticket_id, DONE)
    for name in ("Dewi", "Lina", "Putri"):
        assert not any(WORDS in text for text in await town.reads(name))


async def test_without_a_head_it_goes_to_the_coordinators(town: Town) -> None:
    ticket_id = await town.files(text=WORDS, confidential=True)
    await town.does("Kartika", "reassign", ticket_id, "pelayanan", "Urusan loket.")
    assert await seen_by(town, ticket_id) == ["Kartika"]
    assert await town.buttons("Kartika")
    assert not any(WORDS in text for text in await town.reads("Putri"))


async def test_nothing_that_happens_by_itself_shows_it_to_anybody_else(town: Town) -> None:
    ticket_id = await town.files(text=WORDS, confidential=True)
    await town.does("Kartika", "reassign", ticket_id, "linmas", "Urusan Linmas.")
    await town.passes("2026-12-14 16:00")
    for name in ("Hadi", "Budi", "Dewi", "Lina", "Putri"):
        later = [text for text in await town.reads(name) if WORDS in text]
        assert len(later) == (name == "Hadi"), name  # the card of the first unit's head


async def test_the_refusal_of_it_is_the_refusal_of_what_is_not_there(town: Town) -> None:
    ticket_id = await town.files(confidential=True)
    refusals = []
    for wanted in (ticket_id, 999_999):
        async with town.begin() as session:
            budi = await town.staff(session, "Budi")
            with pytest.raises(Refused) as refusal:
                await ticket_for(session, budi, wanted)
        refusals.append((refusal.value.key, refusal.value.params))
    assert refusals[0] == refusals[1]


async def test_made_confidential_later_the_cards_of_the_others_are_emptied(town: Town) -> None:
    ticket_id = await town.files(text=WORDS)
    assert await town.buttons("Dewi")
    await confides(town, ticket_id)
    assert await seen_by(town, ticket_id) == ["Kartika", "Hadi"]
    code = (await town.ticket(ticket_id)).code
    for name in ("Budi", "Dewi"):
        card = await town.card(name)
        assert card["text"] == empty_card(code)
        assert "buttons" not in card
    assert "Rahasia" in (await town.card("Hadi"))["text"]
    assert "rahasia" in (await town.reads("Sari"))[-1]


def empty_card(code: str) -> str:
    return html("ticket.card_closed", "id", code=code)
