"""Content that comes with the service: tables brought to what the content files say.

A table takes part with `code` (unique), `shipped`, `changed_at` and `retired_at`. What the files
no longer hold is retired, not deleted, because it was shown to somebody; what the office wrote
itself is left alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def bring_up(
    session: AsyncSession, table: Any, rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> list[Any]:
    """Insert, change and retire until the table says what the rows say; what was touched."""
    known = {one.code: one for one in await session.scalars(select(table).where(table.shipped))}
    brought = [_brought_up(known.pop(row["code"], None) or table(), row) for row in rows]
    touched = [one for one in brought if one is not None]
    for one in known.values():
        if one.retired_at is None:
            one.retired_at = now
            touched.append(one)
    for one in touched:
        one.changed_at = now
    session.add_all(touched)
    return touched


def _brought_up(one: Any, row: Mapping[str, Any]) -> Any:
    """`one` with the row's values; None when it has them already."""
    same = all(getattr(one, field) == value for field, value in row.items())
    if same and one.retired_at is None:
        return None
    for field, value in row.items():
        setattr(one, field, value)
    one.retired_at = None
    return one
