"""Things written twice that have to agree: texts in two languages, tables and migrations."""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from admin.routes import ROUTES
from core.db import Database
from core.i18n import LANGUAGES, has_text, keys
from core.models import Base
from core.schema import in_models
from tanggap.permissions import page


def test_every_language_has_every_text_with_the_same_parameters() -> None:
    for language in LANGUAGES:
        assert keys(language) == keys("id")


def test_every_field_of_a_form_has_a_name_for_whoever_must_correct_it() -> None:
    fields = {field for route in ROUTES if route.form for field in route.form.model_fields}
    assert {field for field in fields if not has_text(f"panel.field.{field}")} == set()


def test_the_page_of_permissions_says_what_the_tables_say() -> None:
    written = Path("docs/hak-akses.md").read_text(encoding="utf-8")
    assert written == f"{page()}\n", "tanggap permissions --write docs/hak-akses.md"


async def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"include_name": in_models})
    return list(compare_metadata(context, Base.metadata))
