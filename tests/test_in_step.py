"""Things written twice that have to agree: texts in two languages, tables and migrations."""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from core.db import Database
from core.i18n import LANGUAGES, keys
from core.models import Base
from core.schema import in_models
from tanggap.permissions import page


def test_every_language_has_every_text_with_the_same_parameters() -> None:
    for language in LANGUAGES:
        assert keys(language) == keys("id")


def test_the_page_of_permissions_says_what_the_tables_say() -> None:
    written = Path("docs/hak-akses.md").read_text(encoding="utf-8")
    assert written == f"{page()}\n", "tanggap permissions --write docs/hak-akses.md"


async def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"include_name": in_models})
    return list(compare_metadata(context, Base.metadata))
