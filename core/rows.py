"""Rows that nobody reads again in their transaction: written when it ends, many in one statement.

Every statement costs about as much as ten rows. Turns share a transaction, and what they only
leave behind, such as timers, is written for all of them at once.
"""

from typing import Any

from sqlalchemy import Insert
from sqlalchemy.ext.asyncio import AsyncSession

LATER = "rows"


def write_later(session: AsyncSession, statement: Insert, rows: list[dict[str, Any]]) -> None:
    """Run the statement with these rows, and others given to the same one, before the commit.

    The statement is one object that is made once; all its rows have the same columns.
    """
    if rows:
        session.info.setdefault(LATER, {}).setdefault(statement, []).extend(rows)


async def write(session: AsyncSession) -> None:
    """Write what waits, after everything the session itself has to write."""
    waiting: dict[Insert, list[dict[str, Any]]] = session.info.pop(LATER, {})
    if waiting:
        await session.flush()
        connection = await session.connection()
        for statement, rows in waiting.items():
            await connection.execute(statement, rows)
