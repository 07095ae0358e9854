"""What tests of the panel share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.admin.panel import Panel, open_panel, panel_founded
from tests.databases import SQLiteDatabases


@pytest.fixture(params=["sqlite", "postgres"])
def panel_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with the town and the panel's accounts in it, once of each kind."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.copy(panel_founded) as url:
        yield url


@pytest.fixture
async def panel(panel_url: str, tmp_path: Path) -> AsyncIterator[Panel]:
    async with open_panel(panel_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def sqlite_url(sqlite_databases: SQLiteDatabases) -> Iterator[str]:
    """The same, for what has nothing to do with the kind of database."""
    with sqlite_databases.copy(panel_founded) as url:
        yield url
