"""An aiosqlite connection that crosses to its thread once per statement.

aiosqlite crosses four times (cursor, execute, fetch, close), and each crossing costs more than
the statement itself. BEGIN travels with the first statement after it for the same reason.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

import aiosqlite

BUSY_MS = 5_000
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)

Row = tuple[Any, ...]


class OneHopCursor:
    """Execute and fetch in one visit to the thread; closing needs none."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: Sequence[Row] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "OneHopCursor":
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "OneHopCursor":
        if sql.startswith("BEGIN"):
            self._connection.pending_begin = sql
            self.description = None
            return self
        return await self._run(partial(_execute, sql=sql, parameters=parameters))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> "OneHopCursor":
        return await self._run(partial(_executemany, sql=sql, parameters=parameters))

    async def _run(self, statement: Any) -> "OneHopCursor":
        begin, self._connection.pending_begin = self._connection.pending_begin, None
        cursor, self._rows = await self._connection.visit(statement, begin)
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        return self

    async def fetchall(self) -> Sequence[Row]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()


class OneHopConnection(aiosqlite.Connection):
    """What SQLAlchemy's aiosqlite dialect talks to."""

    pending_begin: str | None = None

    @classmethod
    async def connect(cls, path: str, *, read_only: bool) -> "OneHopConnection":
        """Open the file; a read-only connection never creates it."""
        mode = "ro" if read_only else "rwc"
        connection = cls(partial(_open, path, mode), iter_chunk_size=64)
        connection._thread.daemon = True  # a forgotten connection must not hold the process
        try:
            await connection
        except BaseException:
            # Its last word must find the loop still open.
            await asyncio.to_thread(connection._thread.join)
            raise
        return connection

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        return OneHopCursor(self)

    async def visit(self, statement: Any, begin: str | None) -> tuple[sqlite3.Cursor, list[Row]]:
        run: Any = self._execute
        result: tuple[sqlite3.Cursor, list[Row]] = await run(_visit, self._conn, statement, begin)
        return result

    async def commit(self) -> None:
        if not self._forget_begin():
            await super().commit()

    async def rollback(self) -> None:
        if not self._forget_begin():
            await super().rollback()

    def _forget_begin(self) -> bool:
        begin, self.pending_begin = self.pending_begin, None
        return begin is not None


def _open(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_MS / 1000
    )
    pragmas = PRAGMAS if mode != "ro" else (*PRAGMAS[2:], "PRAGMA query_only=ON")
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _visit(
    connection: sqlite3.Connection, statement: Any, begin: str | None
) -> tuple[sqlite3.Cursor, list[Row]]:
    if begin is not None:
        connection.execute(begin)
    cursor = connection.cursor()
    return cursor, statement(cursor)


def _execute(cursor: sqlite3.Cursor, sql: str, parameters: Iterable[Any]) -> list[Row]:
    cursor.execute(sql, tuple(parameters))
    return cursor.fetchall() if cursor.description else []


def _executemany(
    cursor: sqlite3.Cursor, sql: str, parameters: Iterable[Sequence[Any]]
) -> list[Row]:
    cursor.executemany(sql, parameters)
    return []
