"""How each database is opened."""

import aiosqlite
from sqlalchemy import URL, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from core.errors import ConfigError
from core.sqlite import OneHopConnection

SAFE_SQLITE = (3, 51, 3)


def make_engine(url: str, *, read_only: bool = False) -> AsyncEngine:
    """An engine for `database.url`; raises ConfigError for a URL that cannot serve."""
    try:
        parsed = make_url(url)
    except Exception:
        raise ConfigError("database.url: not a database URL") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed, read_only)
    if backend == "postgresql":
        return _postgresql(parsed, read_only)
    raise ConfigError(f"database.url: {backend} is not supported; use sqlite or postgresql")


def _sqlite(url: URL, read_only: bool) -> AsyncEngine:
    if aiosqlite.sqlite_version_info < SAFE_SQLITE:
        raise ConfigError(
            f"database.url: SQLite {aiosqlite.sqlite_version} can lose commits; 3.51.3 or newer is"
            " needed (the pysqlite3 wheel brings it)"
        )
    if not url.database or url.database == ":memory:":
        raise ConfigError(
            "database.url: SQLite needs a file, for example sqlite:///data/tanggap.db"
        )
    path = url.database
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        async_creator=lambda: OneHopConnection.connect(path, read_only=read_only),
        # What is bound to a statement may be a citizen's words; errors must not quote it.
        hide_parameters=True,
        # One writer: waiting happens here, in arrival order, not in SQLite's busy loop.
        pool_size=4 if read_only else 1,
        max_overflow=0,
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    event.listen(engine.sync_engine, "begin", lambda conn: conn.exec_driver_sql(begin))
    return engine


def _postgresql(url: URL, read_only: bool) -> AsyncEngine:
    settings = {"application_name": "tanggap", "timezone": "UTC"}
    if read_only:
        settings["default_transaction_read_only"] = "on"
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        connect_args={"server_settings": settings},
        hide_parameters=True,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
    )
