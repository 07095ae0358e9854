"""Forgetting what is in memory, so that the next question is asked as after a night."""

import os
from contextlib import suppress
from pathlib import Path

from core.db import Database


async def cool(db: Database) -> None:
    """Close every connection; of a SQLite file the machine keeps no pages either.

    What a PostgreSQL server keeps in memory is out of reach: there only the connection is new.
    """
    await db.reader.dispose()
    await db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        for name in Path(str(db.engine.url.database)).parent.glob("*.db*"):
            # The log goes with the last connection.
            with suppress(FileNotFoundError):
                _forget(name)


def _forget(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())  # only what is on the disk can be forgotten
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
