"""Statements compiled once for all the databases of a run.

Every test opens databases of its own, and every engine begins with an empty cache: a sixth of the
time of the tests went into compiling the same statements again.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite


class _Shared:
    """All dialects of a class are one key in the one cache: they speak to the same server."""

    _compiled: dict[Any, Any] = {}  # noqa: RUF012 - shared on purpose

    def __hash__(self) -> int:
        return hash(type(self))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls._compiled)


class SharedSQLite(_Shared, SQLiteDialect_aiosqlite):
    supports_statement_cache = True


class SharedPostgreSQL(_Shared, PGDialect_asyncpg):
    supports_statement_cache = True


def share() -> None:
    """From now on engines share what they compile."""
    registry.register("sqlite.aiosqlite", __name__, SharedSQLite.__name__)
    registry.register("postgresql.asyncpg", __name__, SharedPostgreSQL.__name__)
