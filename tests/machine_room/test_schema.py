"""The schema: brought up once whoever starts, and never by or for another release."""

import asyncio
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, MetaData, inspect, select, text

from core import schema
from core.config import Config
from core.db import Database
from core.engines import make_engine
from core.errors import ConfigError
from core.knowledge.models import Article, ArticleVersion, AskedQuestion
from core.knowledge.services import load_articles
from core.models import Base
from core.secrets import write_key_file
from tanggap.cli import main
from tanggap.opening import bring_up, open_database, refuse_what_does_not_fit
from tests.core.sample_content import ARTICLES
from tests.kecamatan import NOW

SAMPLES: dict[type, Any] = {
    int: 1,
    bool: False,
    str: "x",
    bytes: b"x",
    datetime: NOW,
    date: NOW.date(),
}


def plant(connection: Connection, *names: str) -> None:
    """One row in each of these tables as they are in the database; every number in it is 1."""
    tables = MetaData()
    tables.reflect(connection, only=names)
    for name in names:
        wanted = [column for column in tables.tables[name].columns if not column.nullable]
        row = {one.name: SAMPLES.get(one.type.python_type, {}) for one in wanted}
        connection.execute(tables.tables[name].insert().values(row))


@pytest.fixture
def empty_url(database_url: str, tmp_path: Path) -> str:
    """A database with nothing in it, on each kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return database_url


def config_for(url: str, folder: Path) -> Config:
    if not (folder / "key").exists():
        write_key_file(folder / "key")
    return Config.model_validate(
        {"database": {"url": url}, "security": {"key_file": folder / "key"}}
    )


async def emptied(url: str) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()


async def tables(url: str) -> set[str]:
    engine = make_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    return set(found)


async def test_two_processes_bring_up_an_empty_database_together(
    empty_url: str, tmp_path: Path
) -> None:
    await emptied(empty_url)
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "{empty_url}"\n')
    command = (sys.executable, "-m", "tanggap", "migrate", "--config", str(config))
    both = [
        await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    ends = await asyncio.gather(*(one.communicate() for one in both))
    assert [one.returncode for one in both] == [0, 0], ends
    assert {table.name for table in Base.metadata.sorted_tables} <= await tables(empty_url)


async def test_tickets_of_an_older_release_stay_and_may_then_be_without_a_reporter(
    empty_url: str, tmp_path: Path
) -> None:
    await emptied(empty_url)
    engine = make_engine(empty_url)
    await schema.migrate(engine, "0006")
    async with engine.begin() as connection:
        await connection.run_sync(plant, "calendars", "units", "people", "tickets")
    await schema.migrate(engine)
    async with engine.begin() as connection:
        before = await connection.execute(text("SELECT reporter_id, confidential FROM tickets"))
        assert [tuple(row) for row in before] == [(1, False)]
        await connection.execute(text("UPDATE tickets SET reporter_id = NULL"))
        if connection.dialect.name == "sqlite":
            whole = await connection.exec_driver_sql("PRAGMA integrity_check")
            broken = await connection.exec_driver_sql("PRAGMA foreign_key_check")
            assert (whole.scalar_one(), broken.all()) == ("ok", [])
    await engine.dispose()


async def test_articles_of_an_older_release_stay_and_then_follow_the_files(
    empty_url: str, tmp_path: Path
) -> None:
    await emptied(empty_url)
    engine = make_engine(empty_url)
    await schema.migrate(engine, "0021")
    async with engine.begin() as connection:
        await connection.run_sync(plant, "people", "articles", "asked_questions")
        older = "UPDATE articles SET id = 1000, shipped = true, code = 'ktp/biaya', aliases = '[]'"
        await connection.execute(text(older))
    await schema.migrate(engine)
    await engine.dispose()
    db = Database(empty_url, {})
    async with db.begin() as session:
        assert await load_articles(session, ARTICLES, now=NOW) == len(ARTICLES)
    async with db.begin() as session:
        assert await load_articles(session, ARTICLES, now=NOW) == 0
        kept = await session.get_one(Article, 1000)
        assert (kept.answer, kept.base, kept.theirs) == ("Jawaban ktp/biaya.", None, None)
        versions = (await session.scalars(select(ArticleVersion.content))).all()
        assert [one["answer"] for one in versions] == ["x", "Jawaban ktp/biaya."]
        asked = await session.get_one(AskedQuestion, 1)
        assert (asked.draft_id, asked.closed_at) == (None, None)
    await db.close()


async def test_bringing_up_twice_changes_nothing(database_url: str, tmp_path: Path) -> None:
    config = config_for(database_url, tmp_path)
    db = Database(database_url, {})
    before = await schema.current(db.engine)
    await bring_up(config)
    assert await schema.current(db.engine) == before == schema.newest()
    await db.close()


@pytest.mark.parametrize(
    ("revision", "words"),
    [("from the future", "made by a newer release"), (None, "the schema is behind")],
)
async def test_another_release_s_schema_is_refused(
    database_url: str, tmp_path: Path, revision: str | None, words: str
) -> None:
    config = config_for(database_url, tmp_path)
    db = open_database(config)
    async with db.begin() as session:
        await session.execute(text("DELETE FROM alembic_version"))
        if revision:
            statement = text("INSERT INTO alembic_version VALUES (:it)")
            await session.execute(statement, {"it": revision})
    with pytest.raises(ConfigError, match=words):
        await refuse_what_does_not_fit(db)
    if revision:
        with pytest.raises(ConfigError, match=words):
            await bring_up(config)
        assert await schema.current(db.engine) == revision
    await db.close()


async def test_another_key_is_refused_before_it_can_spoil_anything(
    database_url: str, tmp_path: Path
) -> None:
    config = config_for(database_url, tmp_path)
    db = open_database(config)
    await refuse_what_does_not_fit(db)
    await refuse_what_does_not_fit(db)
    await db.close()
    (tmp_path / "key").unlink()
    other = open_database(config_for(database_url, tmp_path))
    with pytest.raises(ConfigError, match="not the key of this database"):
        await refuse_what_does_not_fit(other)
    await other.close()


@pytest.mark.parametrize("command", [["run"], ["verify"], ["admin", "create", "--name", "a"]])
def test_a_missing_database_is_refused_and_not_made(tmp_path: Path, command: list[str]) -> None:
    write_key_file(tmp_path / "key")
    config = tmp_path / "config.toml"
    path = tmp_path / "nothing.db"
    config.write_text(
        f'[telegram]\ntoken = "1234567:AAAAAAAAAAAAAAAAAAAA"\n[database]\nurl = "sqlite:///{path}"\n'
        f'[security]\nkey_file = "{tmp_path / "key"}"\n'
    )
    more = ["--full-name", "A"] if command[0] == "admin" else []
    ended = CliRunner().invoke(main, [*command, *more, "--config", str(config)])
    assert (ended.exit_code, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("tanggap: database.url: cannot be opened")
    assert not path.exists()
