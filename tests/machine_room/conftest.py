"""What tests of the machine room can ask for."""

from collections.abc import AsyncIterator

import pytest

from tests.machine_room.room import Room, open_room


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    """A bot that repeats what it hears; a test that asks for it runs once on each database."""
    async with open_room(database_url) as opened:
        yield opened
