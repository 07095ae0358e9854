"""What every test can ask for."""

import gc
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from core.config import ServiceConfig
from core.db import Database
from core.knowledge import index
from core.secrets import Keyring
from tests import dialects, network, world
from tests.core import town
from tests.databases import PostgresDatabases, SQLiteDatabases, postgres_server
from tests.system import chromium_program, needed, postgres_programs

sys.addaudithook(network.guard)
dialects.share()

# What was imported stays, and is not looked through again after every test.
gc.freeze()
gc.set_threshold(50_000, 20, 100)

# A busy machine is slow; what is slow is not therefore wrong.
settings.register_profile("tanggap", deadline=None)
settings.load_profile("tanggap")
index.PATIENCE = 30.0


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SQLiteDatabases:
    return SQLiteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    programs = needed("PostgreSQL", postgres_programs())
    with postgres_server(programs) as folder:
        databases = PostgresDatabases(folder)
        yield databases
        databases.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database; a test that asks for it runs once on each kind."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.copy() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def office_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same, with the kecamatan of the tests and its staff in it."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.copy(world.founded) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def town_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same, with the town of the tests of core in it."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.copy(town.town_founded) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The same, open: sessions to work in and to look with, holding a key and the defaults."""
    opened = Database(database_url, {"keys": Keyring({1: bytes(32)}), "service": ServiceConfig()})
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser for pages driven with Playwright."""
    return needed("Chromium", chromium_program())
