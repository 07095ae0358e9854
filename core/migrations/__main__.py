"""`python -m core.migrations "what changes"`: draft a migration from the models, to be read."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from core import schema
from core.engines import make_engine


async def draft(message: str) -> None:
    """Compare the models with a database made by the migrations so far."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'draft.db'}")
        if schema.count():
            await schema.migrate(engine)
        async with engine.begin() as connection:
            await connection.run_sync(_revise, message)
        await engine.dispose()


def _revise(connection: Connection, message: str) -> None:
    number = f"{schema.count() + 1:04d}"
    command.revision(schema.config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    asyncio.run(draft(" ".join(sys.argv[1:]) or sys.exit("say what changes")))
