"""A program writes down what a voice says, where the office has one; else it waits for staff."""

from functools import partial

import structlog

from core.clock import Clock
from core.config import TranscriberConfig
from core.db import Database
from core.jobs import Job
from core.runner import Work
from core.storage import Storage
from core.tickets.models import Attachment
from core.tickets.queries import ticket_by_id
from core.transcripts.models import Transcript
from core.transcripts.program import NotHeard, listen
from core.transcripts.services import MACHINE, MAKE, write

# A voice it could not make out so often stays with the staff.
TRIES = 2

log = structlog.get_logger()


def works(config: TranscriberConfig, storage: Storage, clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {MAKE: partial(make, config=config, storage=storage, clock=clock)}


async def make(
    db: Database, job: Job, *, config: TranscriberConfig, storage: Storage, clock: Clock
) -> None:
    """Let the program listen to one recording, unless somebody was faster."""
    if not config.command:
        return
    async with db.read() as session:
        row = await session.get(Transcript, job.data["attachment"])
        file = await session.get(Attachment, job.data["attachment"])
    if row is None or file is None or row.state != "waiting" or file.stored is None:
        return
    try:
        said = await listen(config, storage.path(file.stored))
    except NotHeard as problem:
        log.warning("transcriber.failed", attachment=file.id, problem=str(problem))
        if job.attempt < TRIES:
            raise
        return
    await _keep(db, row, said, clock)


async def _keep(db: Database, seen: Transcript, said: str, clock: Clock) -> None:
    async with db.begin() as session:
        ticket = await ticket_by_id(session, seen.ticket_id, lock=True)
        row = await session.get(Transcript, seen.attachment_id)
        # What an officer wrote meanwhile is better.
        if ticket is None or row is None or row.version != seen.version:
            return
        number, now = row.attachment_id, clock.now()
        await write(session, ticket, number, said, by=MACHINE, seen=row.version, now=now)
