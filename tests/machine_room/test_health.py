"""`/healthz` says that the process answers, `/readyz` that it could serve."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text

from core.db import Database
from tanggap.health import add_health
from tanggap.warming import Warming
from tests.machine_room.room import INFO

Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def serving(db: Database) -> AsyncIterator[Client]:
    app = web.Application()
    add_health(app, db, Warming(db))
    async with TestClient(TestServer(app)) as client:
        yield client


async def asked(client: Client, path: str) -> tuple[int, Any]:
    async with client.get(path) as answer:
        return answer.status, await answer.json()


async def test_a_process_with_its_database_is_alive_and_ready(database: Database) -> None:
    async with serving(database) as client:
        assert await asked(client, "/healthz") == (200, {"alive": True})
        assert await asked(client, "/readyz") == (200, {"ready": True, "problem": None})


async def test_another_schema_is_not_ready(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    async with serving(database) as client:
        assert await asked(client, "/readyz") == (503, {"ready": False, "problem": "schema"})
        assert (await asked(client, "/healthz"))[0] == 200


@pytest.mark.parametrize(
    "url", ["sqlite:///{}/nothing.db", "postgresql://nobody@127.0.0.1:9/nothing"]
)
async def test_without_a_database_it_is_alive_and_not_ready(tmp_path: Path, url: str) -> None:
    away = Database(url.format(tmp_path), INFO)
    async with serving(away) as client:
        assert await asked(client, "/readyz") == (503, {"ready": False, "problem": "database"})
        assert (await asked(client, "/healthz"))[0] == 200
    await away.close()
    assert not (tmp_path / "nothing.db").exists()


async def test_looking_writes_nothing(database: Database) -> None:
    async with serving(database) as client:
        for path in ("/healthz", "/readyz"):
            async with client.post(path) as answer:
                assert answer.status == 405
