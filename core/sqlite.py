"""An aiosqlite connection that crosses to its thread only for what may take long.

aiosqlite crosses four times a statement (cursor, execute, fetch, close), and each crossing costs
more than a short statement itself. A reader, whose statements may be long, crosses once. The
writer's are short: they run where they are, and only what waits goes to the thread, the fsync of
a COMMIT and the lock of somebody else. BEGIN comes with the first statement after it.
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

    def __init__(self, path: str, *, read_only: bool) -> None:
        mode = "ro" if read_only else "rwc"
        super().__init__(partial(_open, path, mode), iter_chunk_size=64)
        self.pending_begin: str | None = None
        self._writes = not read_only
        self._changes = 0
        # One is counted by the loop, the other by the thread: neither needs a lock.
        self._asked = self._answered = 0

    @classmethod
    async def connect(cls, path: str, *, read_only: bool) -> "OneHopConnection":
        """Open the file; a read-only connection never creates it."""
        connection = cls(path, read_only=read_only)
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
        """Run the statement, beginning the transaction before it when it is the first."""
        run: Any = self._execute
        if self._writes and begin is not None:
            await self._begin(begin)
            self._changes, begin = self._conn.total_changes, None
        if self._writes and self._is_idle:
            return _visit(self._conn, statement, begin)
        result: tuple[sqlite3.Cursor, list[Row]] = await run(_visit, self._conn, statement, begin)
        return result

    @property
    def _is_idle(self) -> bool:
        """Whether the thread is done: a commit whose waiter gave up may still be under way."""
        return self._asked == self._answered

    async def _begin(self, begin: str) -> None:
        if self._is_idle:
            try:
                self._conn.execute(begin)
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            else:
                return
        await self._execute(_begin_patiently, self._conn, begin)

    async def _execute(self, fn: Any, *args: Any, **more: Any) -> Any:
        self._asked += 1
        return await super()._execute(self._answer, fn, *args, **more)  # type: ignore[no-untyped-call]

    def _answer(self, fn: Any, *args: Any, **more: Any) -> Any:
        try:
            return fn(*args, **more)
        finally:
            self._answered += 1

    async def commit(self) -> None:
        if self._forget_begin():
            return
        if self._writes and self._is_idle and self._conn.total_changes == self._changes:
            self._conn.commit()  # nothing was written, so there is no fsync to wait for
        else:
            await super().commit()

    async def rollback(self) -> None:
        if not self._forget_begin():
            await super().rollback()

    def _forget_begin(self) -> bool:
        begin, self.pending_begin = self.pending_begin, None
        return begin is not None


def _open(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
        check_same_thread=False,
    )
    # The writer never waits for a lock where it is: see _begin_patiently.
    writing = (*PRAGMAS, "PRAGMA busy_timeout=0")
    pragmas = writing if mode != "ro" else (*PRAGMAS[2:], "PRAGMA query_only=ON")
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _begin_patiently(connection: sqlite3.Connection, begin: str) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    try:
        connection.execute(begin)
    finally:
        connection.execute("PRAGMA busy_timeout=0")


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
