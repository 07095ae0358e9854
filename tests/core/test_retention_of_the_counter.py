"""What an officer wrote down about somebody at the counter is not kept for ever either."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import update

from core.privacy import retention
from core.tickets import services as tickets
from core.tickets.citizens import Citizen
from core.tickets.counter import Receiver
from core.tickets.models import Reception, Ticket
from tests.core.town import LAMP, Town, open_town

TWENTY_YEARS = timedelta(days=20 * 365)


@pytest_asyncio.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_name_and_number_of_an_old_case_go_and_the_case_stays(town: Town) -> None:
    async with town.begin() as session:
        ticket = await tickets.receive(
            session,
            Receiver.of(await town.staff(session, "Putri")),
            Citizen("Ningsih", "6281234567890"),
            channel="counter",
            kind="complaint",
            text=LAMP,
            category_id=None,
            now=town.now,
            source="loket:1",
        )
        await session.flush()
        await session.execute(
            update(Ticket)
            .where(Ticket.id == ticket.id)
            .values(state="closed", closed_at=town.now - TWENTY_YEARS)
        )
    async with town.begin() as session:
        assert (await retention.would_go(session, now=town.now))["cases"] == 1
        await retention.erase(session, by="admin:ani", now=town.now)
    async with town.begin() as session:
        assert (await session.get_one(Reception, ticket.id)).citizen is None
        assert (await session.get_one(Ticket, ticket.id)).text == LAMP
        assert (await retention.would_go(session, now=town.now))["cases"] == 0
