"""Queues inside a table: a row waits until every older open row of its lane is settled.

A table takes part with `id`, `lane`, `state` ("open" until settled), `lease_until` (when an open
row may be taken; empty means now) and `attempt`. Taking a row adds to `attempt`, and only the
holder of that attempt may settle it: a worker that was too slow finds its hands tied.

The statements are made once and run thousands of times: making one costs more than running it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

OPEN = "open"


def heads(table: Table) -> Select[Any]:
    """The oldest open row of each lane, where it may be taken at `:now`.

    On PostgreSQL the rows are locked, and those that another process is just taking are passed
    over: two processes that ask at once get different lanes, not one of them nothing.
    """
    oldest = (
        select(func.min(table.c.id).label("id"))
        .where(table.c.state == OPEN)
        .group_by(table.c.lane)
        .subquery()
    )
    found = select(table).join(oldest, oldest.c.id == table.c.id).where(_takeable(table))
    return found.with_for_update(of=table, skip_locked=True)


def taking(table: Table) -> Update:
    """Take the rows with `:ids` until `:until`, unless somebody else did; returns the ids."""
    return (
        update(table)
        .where(table.c.id.in_(bindparam("ids", expanding=True)), _takeable(table))
        .values(attempt=table.c.attempt + 1, lease_until=bindparam("until"))
        .returning(table.c.id)
    )


async def take(
    session: AsyncSession,
    statement: Update,
    ids: Collection[int],
    *,
    now: datetime,
    until: datetime,
) -> set[int]:
    """Run a `taking` statement; the ids that are now ours."""
    if not ids:
        return set()
    connection = await session.connection()
    values = {"ids": list(ids), "now": now, "until": until}
    return set((await connection.execute(statement, values)).scalars())


def _takeable(table: Table) -> ColumnElement[bool]:
    lease = table.c.lease_until
    return and_(table.c.state == OPEN, or_(lease.is_(None), lease <= bindparam("now")))
