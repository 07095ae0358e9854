"""Real databases for tests: each worker migrates once, each test gets its own copy."""

import asyncio
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from core.engines import make_engine
from core.models import Base
from core.schema import MIGRATIONS, migrate

OWNER = "tanggap"
START_SECONDS = 30
# The data dies with the run, so nothing has to reach the disk.
CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "32MB",
}

# Whoever a test left behind in its database goes.
LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# What is in every copy: what the migrations wrote, such as the rules every office starts with.
KEEP = """
DO $$
DECLARE found name; filled boolean;
BEGIN
    DROP SCHEMA IF EXISTS kept CASCADE;
    CREATE SCHEMA kept;
    FOR found IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind = 'r' AND relname <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', found) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE kept.%1$I AS SELECT * FROM public.%1$I', found);
        END IF;
    END LOOP;
END $$
"""
# Deleting from a small table is much faster than truncating it; numbers go on after what was kept.
EMPTY = """
DO $$
DECLARE found regclass; kept name;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind = 'r' AND relname <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %s', found);
    END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S';
    FOR kept IN SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace
        AND relkind = 'r' LOOP
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', kept);
        IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = kept::regclass AND attname = 'id') THEN
            EXECUTE format('SELECT setval(pg_get_serial_sequence(%1$L, ''id''), max(id)) FROM %1$I',
                kept);
        END IF;
    END LOOP;
END $$
"""
# All that a test may have changed and emptying does not mend.
SCHEMA = """
SELECT md5(concat(
    (SELECT string_agg(version_num, ',') FROM alembic_version),
    (SELECT string_agg(concat(attrelid::regclass, '.', attname, atttypid, attnotnull), ','
        ORDER BY attrelid::regclass::text, attname) FROM pg_attribute JOIN pg_class
        ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0),
    (SELECT string_agg(indexdef, ',' ORDER BY indexdef) FROM pg_indexes
        WHERE schemaname = 'public'),
    (SELECT string_agg(pg_get_constraintdef(oid), ',' ORDER BY conrelid::regclass::text, conname)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace)))
"""


# Fills the migrated database at this URL with what tests begin with.
Filling = Callable[[str], Coroutine[Any, Any, None]]


class SQLiteDatabases:
    """Copies of one migrated file, or of it as somebody filled it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._templates: dict[Filling | None, Path] = {None: folder / "template.db"}
        asyncio.run(_make_schema(f"sqlite:///{folder / 'template.db'}"))

    @contextmanager
    def copy(self, filling: Filling | None = None) -> Iterator[str]:
        """The URL of a fresh database with the whole schema; it goes away with the block."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        shutil.copyfile(self._template(filling), folder / "tanggap.db")
        yield f"sqlite:///{folder / 'tanggap.db'}"
        shutil.rmtree(folder)

    def _template(self, filling: Filling | None) -> Path:
        if filling is not None and filling not in self._templates:
            path = self._folder / f"{filling.__name__}.db"
            shutil.copyfile(self._templates[None], path)
            asyncio.run(filling(f"sqlite:///{path}"))
            with closing(sqlite3.connect(path)) as last:  # what is in the log goes into the file
                last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._templates[filling] = path
        return self._templates[filling]


class PostgresDatabases:
    """Databases that are emptied and lent again; making one takes half a second, emptying far less.

    The server's socket is in `folder`, and its own template is migrated; a database that was
    filled is the template of those that begin with the same.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._templates: dict[Filling | None, str] = {None: "template1"}
        self._spare: dict[Filling | None, list[str]] = defaultdict(list)
        # An own loop, so that no test's loop ever sees these connections.
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._runner.run(_make_schema(self._url("template1")))
        self._run("template1", KEEP)
        self._schema = self._run("template1", SCHEMA)

    @contextmanager
    def copy(self, filling: Filling | None = None) -> Iterator[str]:
        """The URL of a database as the migrations, or `filling`, leave it."""
        spare = self._spare[filling]
        name = spare.pop() if spare else self._make(self._template(filling))
        yield self._url(name)
        if self._run(name, LEAVE, EMPTY, SCHEMA) == self._schema:
            spare.append(name)
        else:
            self._run("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._runner.close()

    def _template(self, filling: Filling | None) -> str:
        if filling is not None and filling not in self._templates:
            name = self._make("template1")
            self._runner.run(filling(self._url(name)))
            self._run(name, LEAVE, KEEP)
            self._templates[filling] = name
        return self._templates[filling]

    def _make(self, template: str) -> str:
        name = f"test{next(self._numbers)}"
        self._run("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _url(self, name: str) -> str:
        return f"postgresql://{OWNER}@/{name}?host={self._folder}"

    def _run(self, name: str, *statements: str) -> Any:
        """Run statements; the value that the last one found."""
        return self._runner.run(_run(str(self._folder), name, *statements))


async def _run(host: str, name: str, *statements: str) -> Any:
    connection = await asyncpg.connect(host=host, user=OWNER, database=name)
    try:
        found = [await connection.fetch(statement) for statement in statements]
    finally:
        await connection.close()
    return found[-1][0][0] if found[-1] else None


@contextmanager
def postgres_server(programs: str) -> Iterator[Path]:
    """Run a private PostgreSQL; yields the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="tanggap-postgres-"))
    as_owner = ["setpriv", "--pdeathsig", "INT", *_owner_options(folder)]
    try:
        _make_cluster(as_owner, programs, folder)
        server = _start(as_owner, programs, folder)
        try:
            _wait_until_ready(server, programs, folder)
            yield folder
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder)


def _owner_options(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root hands the folder to nobody."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def _make_cluster(as_owner: list[str], programs: str, folder: Path) -> None:
    command = [f"{programs}/initdb", "--pgdata=data", f"--username={OWNER}", "--auth=trust"]
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run(
        [*as_owner, *command, *options], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )


def _start(as_owner: list[str], programs: str, folder: Path) -> subprocess.Popen[bytes]:
    settings = [part for name in CARELESS for part in ("-c", f"{name}={CARELESS[name]}")]
    place = ["-D", "data", "-k", str(folder), "-c", "listen_addresses="]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*as_owner, f"{programs}/postgres", *place, *settings], cwd=folder, stderr=log
        )


def _wait_until_ready(server: subprocess.Popen[bytes], programs: str, folder: Path) -> None:
    ready = [f"{programs}/pg_isready", "--quiet", f"--host={folder}"]
    give_up = time.monotonic() + START_SECONDS
    while subprocess.run(ready, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.02)


async def _make_schema(url: str) -> None:
    engine = make_engine(url)
    try:
        if any((MIGRATIONS / "versions").glob("*.py")):
            await migrate(engine)
        else:  # until the first migration is written
            async with engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
    finally:
        await engine.dispose()
