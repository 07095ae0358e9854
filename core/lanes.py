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
    CTE,
    ColumnElement,
    Select,
    String,
    Table,
    Update,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

OPEN = "open"


def named(state: str) -> ColumnElement[str]:
    """A state written out, not bound: an index of such rows only serves a statement that says so.

    For constants of the program only.
    """
    return literal_column(f"'{state}'", String())


_OPEN = named(OPEN)


def heads(table: Table) -> Select[Any]:
    """The oldest open row of each lane, where it may be taken at `:now`.

    The index is asked for one lane after the other, because grouping would read every waiting row:
    a lane with a thousand rows costs no more than one with two. On PostgreSQL the rows are locked,
    and those that another process is just taking are passed over: two processes that ask at once
    get different lanes, not one of them nothing.
    """
    waiting = _waiting(table)
    row = table.alias()
    oldest = (
        select(func.min(row.c.id))
        .where(row.c.state == _OPEN, row.c.lane == waiting.c.lane)
        .correlate(waiting)
        .scalar_subquery()
    )
    found = select(table).select_from(waiting).join(table, table.c.id == oldest)
    return found.where(_is_free(table)).with_for_update(of=table, skip_locked=True)


def _waiting(table: Table) -> CTE:
    """The lanes that have open rows; the last row is empty."""
    first = table.alias()
    lane = select(func.min(first.c.lane).label("lane")).where(first.c.state == _OPEN)
    waiting = lane.cte("waiting", recursive=True)
    following = table.alias()
    after = (
        select(func.min(following.c.lane))
        .where(following.c.state == _OPEN, following.c.lane > waiting.c.lane)
        .correlate(waiting)
        .scalar_subquery()
    )
    return waiting.union_all(select(after).where(waiting.c.lane.is_not(None)))


def taking(table: Table) -> Update:
    """Take the rows with `:ids` until `:until`, unless somebody else did; returns the ids."""
    return (
        update(table)
        .where(
            table.c.id.in_(bindparam("ids", expanding=True)),
            table.c.state == _OPEN,
            _is_free(table),
        )
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


def _is_free(table: Table) -> ColumnElement[bool]:
    lease = table.c.lease_until
    return or_(lease.is_(None), lease <= bindparam("now"))
