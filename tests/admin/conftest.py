"""What tests of the panel share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.admin.panel import Panel, open_panel
from tests.databases import SQLiteDatabases


@pytest.fixture
async def panel(database_url: str, tmp_path: Path) -> AsyncIterator[Panel]:
    async with open_panel(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def sqlite_url(sqlite_databases: SQLiteDatabases) -> Iterator[str]:
    """For what has nothing to do with the kind of database."""
    with sqlite_databases.copy() as url:
        yield url
