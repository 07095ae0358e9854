"""The two databases behind one set of types.

SQLite runs with WAL, synchronous=FULL and BEGIN IMMEDIATE; PostgreSQL as it is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Executable,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase

from core import rows
from core.engines import make_engine

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite only numbers rows by itself for a column of type INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


PROCESS = "process"


def where(condition: str) -> dict[str, Any]:
    """What a partial index holds, said to both databases: `Index(…, **where("state = 'open'"))`."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every table; what the database fills in by itself has a default here as well.

    So nothing has to be read back, and the rows of one flush go in one statement for each table.
    """

    __mapper_args__: Any = {"eager_defaults": False}  # noqa: RUF012 - as declared above it
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime(), int: BigId}


class Database:
    """One engine, and the sessions everybody works in.

    `info` travels with every session: the keyring and the service settings; under `PROCESS` lies
    what was read before and all sessions of this process share.
    """

    def __init__(self, url: str, info: dict[str, Any]) -> None:
        info = {**info, PROCESS: {}}
        self.engine: AsyncEngine = make_engine(url)
        self.reader: AsyncEngine = make_engine(url, read_only=True)
        self._sessions = async_sessionmaker(
            self.engine, expire_on_commit=False, autoflush=False, info=info
        )
        self._reading = async_sessionmaker(
            self.reader, expire_on_commit=False, autoflush=False, info=info
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction, committed when the block ends well."""
        async with self._sessions() as session, session.begin():
            yield session
            await rows.write(session)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that cannot write."""
        async with self._reading() as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()
        await self.reader.dispose()


def insert(session: AsyncSession, table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, which each database spells in its own module."""
    return insert_for(session.get_bind().dialect.name, table)


@cache
def insert_for(dialect: str, table: Any) -> Any:
    """The same, made once for each table."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


async def changed(session: AsyncSession, statement: Executable) -> int:
    """Run an UPDATE, INSERT or DELETE past the identity map; how many rows it changed."""
    options = {"synchronize_session": False}
    result = await session.execute(statement, execution_options=options)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
