"""Bringing a file of cases in: its columns are confirmed, its rows looked at, then it is filed.

`by` is the actor of the audit log, `name` who the office reads did it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, jobs
from core.db import changed
from core.errors import Refused
from core.handover import columns, queries
from core.handover.models import CaseImport
from core.handover.tables import Table
from core.secrets import keys_of
from core.tickets.external import LONGEST

CHECK, FILE = "handover.check", "handover.file"
SAMPLE = 3
# Nobody has to wait for what is being done; it is over in a minute.
MOVABLE = ("columns", "ready", "failed")
UNFINISHED_KEPT = timedelta(days=14)


async def bring(
    session: AsyncSession,
    data: bytes,
    head: Table,
    system: str,
    *,
    by: str,
    name: str,
    now: datetime,
) -> CaseImport:
    """Take a file in; nothing is filed yet. `head` is what `tables.peek` made of it."""
    if not system or len(system) > LONGEST:
        raise Refused("panel.refused.external", most=LONGEST)
    keys = keys_of(session)
    sample = {"header": head.header, "rows": [row for _, row in head.rows[:SAMPLE]]}
    row = CaseImport(
        system=system,
        state="columns",
        content=keys.seal(data),
        headers=keys.seal_json(sample),
        columns=columns.guess(head.header),
        counts={},
        by=by,
        name=name,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def choose(
    session: AsyncSession, row: CaseImport, chosen: Mapping[str, int | None], *, now: datetime
) -> None:
    """Say which column holds what; the rows are then looked at."""
    _check(row, *MOVABLE)
    width = len(queries.head_of(session, row)["header"])
    row.columns = columns.checked(chosen, width)
    row.state, row.problem, row.report, row.counts = "checking", None, None, {}
    jobs.start(session, CHECK, now=now, case_import=row.id)


async def file(
    session: AsyncSession, row: CaseImport, *, by: str, name: str, now: datetime
) -> None:
    """File every good row, all in one go or none."""
    _check(row, "ready")
    if not row.counts.get("file"):
        raise Refused("handover.refused.nothing")
    row.state, row.by, row.name = "filing", by, name
    jobs.start(session, FILE, now=now, case_import=row.id)


async def drop(session: AsyncSession, row: CaseImport, *, by: str, now: datetime) -> None:
    """Forget a file of which nothing was filed."""
    _check(row, *MOVABLE)
    audit.record(session, by, "ticket.import_dropped", row, now=now)
    await session.delete(row)


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Delete files that nobody finished with: they hold what citizens wrote elsewhere."""
    old = CaseImport.created_at < now - UNFINISHED_KEPT
    await changed(session, delete(CaseImport).where(CaseImport.state.in_(MOVABLE), old))


def _check(row: CaseImport, *states: str) -> None:
    if row.state not in states:
        raise Refused("handover.refused.moved")
