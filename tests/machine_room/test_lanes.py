"""Finding the next row of every lane costs by the lanes, not by how much waits in them."""

import re
from typing import Any

import pytest
from sqlalchemy import Executable, event, text

from core import outbox, postoffice, updates
from core.db import Database
from core.outbox import Letter
from tests.machine_room.room import KEYS, Room

# The open rows have an index of their own; everything else is reached by its key.
CHEAP = {"ix_outbox_open", "ix_updates_open"}
KEY = re.compile(r"pk_\w+|uq_\w+|sqlite_autoindex_\w+|INTEGER PRIMARY KEY")


@pytest.mark.parametrize("statement", [postoffice._READY, updates._HEADS])
async def test_only_the_index_of_open_rows_is_read(room: Room, statement: Executable) -> None:
    await _crowd(room)
    plan = await _plan(room.db, statement, {"now": room.clock.now(), "limit": 16})
    used = set(re.findall(r"ix_\w+", plan))
    assert used
    assert used <= CHEAP
    reads = [line for line in plan.splitlines() if re.search(r"\b(SCAN|SEARCH|Scan)\b", line)]
    tables = [line for line in reads if re.search(r"outbox|updates|chats|target", line)]
    assert [line for line in tables if not (used & set(line.split()) or KEY.search(line))] == []


async def _crowd(room: Room) -> None:
    """Twenty lanes with a history, and one of them with a thousand rows that wait."""
    now = room.clock.now()
    people = [await room.knows(room.person(f"Warga {number}")) for number in range(20)]
    async with room.db.begin() as session:
        for number in range(3_000):
            state = "open" if number < 1_000 else "done"
            lane = people[0].lane if state == "open" else people[number % 20].lane
            outbox.post(session, lane, Letter("send_message"), now=now, kind="notice").state = state
            row = updates.row_for(KEYS, 7, {"update_id": number}, now)
            session.add(updates.Update(**{**row, "lane": lane, "state": state}))
        await session.flush()
        await session.execute(text("ANALYZE"))


async def _plan(db: Database, statement: Executable, values: dict[str, Any]) -> str:
    """How the database goes about it, with indexes preferred as they are when much waits."""
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, sql: str, parameters: Any, *rest: Any) -> None:
        seen.append((sql, parameters))

    async with db.engine.connect() as connection:
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            explain = "EXPLAIN"
            for kind in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
                await connection.execute(text(f"SET LOCAL enable_{kind} = off"))
        event.listen(db.engine.sync_engine, "before_cursor_execute", note)
        await connection.execute(statement, values)
        event.remove(db.engine.sync_engine, "before_cursor_execute", note)
        sql, parameters = seen[-1]
        rows = await connection.exec_driver_sql(f"{explain} {sql}", parameters)
        return "\n".join(str(row[-1]) for row in rows)
