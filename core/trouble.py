"""Whose fault a failure is, and how to tell of it without telling secrets."""

import errno
import traceback

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# What the machine lacks when the work is not to blame; a file that is missing is another matter.
_MACHINE = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
}
# What SQLite says when the disk, not the statement, is the problem.
_SQLITE = ("disk i/o", "disk is full", "locked", "readonly", "unable to open")
# PostgreSQL's classes: connection, resources, shutdown, system; and a server that only reads.
_POSTGRESQL = ("08", "53", "57", "58", "25006")


def is_outage(problem: BaseException) -> bool:
    """Whether the database, the disk or the network failed: the work is innocent then."""
    if isinstance(problem, (ConnectionError, PoolTimeoutError)):
        return True
    if isinstance(problem, OSError) and problem.errno in _MACHINE:
        return True
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return True
    cause = getattr(problem, "orig", problem)
    if str(getattr(cause, "sqlstate", "") or "").startswith(_POSTGRESQL):
        return True
    text = str(cause).lower()
    return isinstance(problem, OperationalError) and any(word in text for word in _SQLITE)


def story(problem: BaseException) -> str:
    """The kind of failure and where it was; never its message, which may quote a citizen."""
    frames = traceback.extract_tb(problem.__traceback__)[-4:]
    places = " < ".join(f"{_short(f.filename)}:{f.lineno}" for f in reversed(frames))
    return f"{type(problem).__name__} at {places}"


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])
