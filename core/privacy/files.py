"""Stored files of somebody who asked to have them erased."""

import asyncio
from functools import partial

from core.db import Database
from core.jobs import Job
from core.runner import Work
from core.storage import Storage

DROP = "file.drop"


def works(storage: Storage) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {DROP: partial(drop, storage=storage)}


async def drop(db: Database, job: Job, *, storage: Storage) -> None:
    """Delete one file, after the transaction in which nothing named it any more."""
    await asyncio.to_thread(storage.drop, job.data["stored"])
