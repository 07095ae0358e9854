"""The schema's version: bringing it up, and saying where it stands."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS = Path(__file__).parent / "migrations"
# Two processes that start together must not both migrate (PostgreSQL; SQLite locks the file).
LOCK = 7_468_271_390


def in_models(name: str | None, kind: str, *_: Any) -> bool:
    """Whether Alembic compares it with the models: what finds words is made by migrations alone."""
    return not (name or "").startswith(("ticket_words", "ix_ticket_words"))


def newest() -> str:
    """The revision this code was written for."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    assert revision is not None
    return revision


async def current(engine: AsyncEngine) -> str | None:
    """The revision the database has; None for an empty one."""
    async with engine.connect() as connection:
        return await connection.run_sync(_current)


def count() -> int:
    """How many migrations there are."""
    return len(list(ScriptDirectory.from_config(config()).walk_revisions()))


def is_known(revision: str | None) -> bool:
    """Whether this code knows the revision: an older release refuses a newer database."""
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return revision is None or revision in known


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the schema to a revision, in one transaction."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    command.upgrade(config(connection), revision)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def config(connection: Connection | None = None) -> AlembicConfig:
    """Alembic's settings, on a connection where one is needed."""
    made = AlembicConfig()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made
