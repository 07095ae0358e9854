"""What tests of the core share."""

from collections.abc import AsyncIterator

import pytest

from core.db import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, info={})
    yield opened
    await opened.close()
