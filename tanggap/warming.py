"""What the first question would have to wait for, made ready while the others are served."""

import structlog

from core.db import Database
from core.knowledge import index
from core.trouble import story

log = structlog.get_logger()


class Warming:
    """`ready` unless the index of answers is just being built for the first time."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.ready = True

    async def run(self) -> None:
        """Build the index in a thread; after a failure the first question tries again."""
        self.ready = False
        try:
            async with self._db.begin() as session:
                building = await index.started(session)
            await building
        except Exception as problem:
            log.error("warming.failed", problem=story(problem))
        finally:
            self.ready = True
