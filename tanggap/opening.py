"""Opening the database from outside the service: the schema it must have, and making it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.knowledge.loader import load as load_library
from bot.knowledge.planting import plant
from core import marks, schema
from core.clock import SystemClock
from core.config import Config
from core.db import Database
from core.engines import make_engine
from core.errors import ConfigError
from core.people.queries import root_unit
from core.secrets import Keyring, keys_of, read_key_file
from core.storage import Storage

KEY = "key"


def open_database(config: Config) -> Database:
    """The database with keys and settings, as the service opens it."""
    info = {
        "keys": read_key_file(config.security.key_file),
        "service": config.service,
        "storage": Storage(config.storage.path),
    }
    return Database(config.database.url, info)


@asynccontextmanager
async def transaction(config: Config) -> AsyncIterator[AsyncSession]:
    """One transaction of a command; refuses a database that this release or key does not fit."""
    db = open_database(config)
    try:
        await refuse_what_does_not_fit(db)
        async with db.begin() as session:
            yield session
    finally:
        await db.close()


async def refuse_what_does_not_fit(db: Database) -> None:
    """Raise ConfigError for a missing database, another release's schema, another key's data."""
    found = await _revision(db.reader)
    if not schema.is_known(found):
        raise ConfigError("database.url: made by a newer release; install that one")
    if found != schema.newest():
        raise ConfigError("database.url: the schema is behind; run tanggap migrate")
    async with db.begin() as session:
        await _refuse_other_key(session)


async def bring_up(config: Config) -> None:
    """Make the database if there is none, and give it this release's schema."""
    engine = make_engine(config.database.url)
    try:
        _make_private(config.database.url)
        if not schema.is_known(await _revision(engine)):
            raise ConfigError("database.url: made by a newer release; install that one")
        await schema.migrate(engine)
    finally:
        await engine.dispose()


async def bring_content(config: Config) -> int | None:
    """Merge what this release ships into an office that is there; how many entries changed.

    None where no office was founded yet, which `tanggap setup` does, or where there is no key.
    """
    if not config.security.key_file.exists():
        return None
    now = SystemClock().now()
    async with transaction(config) as session:
        if await root_unit(session) is None:
            return None
        return await plant(session, load_library(), now=now)


async def _revision(engine: AsyncEngine) -> str | None:
    try:
        return await schema.current(engine)
    except Exception as problem:
        # A driver fails in its own ways; what to do about it is always the same.
        raise ConfigError(
            f"database.url: cannot be opened ({type(problem).__name__}); is it there and running?"
            " tanggap setup makes a new one"
        ) from None


def check_of(keys: Keyring) -> str:
    """What a database remembers of the key it was made with; the key cannot be told from it."""
    return keys.index("key", "check")


async def _refuse_other_key(session: AsyncSession) -> None:
    """With another key everything would look damaged, and be set aside as such."""
    ours = check_of(keys_of(session))
    known = await marks.named(session, KEY)
    if not known:
        await marks.name(session, KEY, ours, now=SystemClock().now())
    elif known != ours:
        raise ConfigError("security.key_file: not the key of this database; restore the right one")


def _make_private(url: str) -> None:
    """An SQLite file and its folder, for their owner only; other databases have neither.

    What SQLite writes beside the file takes over its mode.
    """
    path = make_url(url).database
    if url.startswith("sqlite") and path:
        try:
            Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            Path(path).touch(mode=0o600)
        except OSError as problem:
            raise ConfigError(f"database.url: {path}: {problem.strerror}") from None
