"""The long work on a file: looking at its rows, and filing them. Both run as jobs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, marks
from core.clock import Clock
from core.db import Database
from core.errors import Refused
from core.handover import arriving, cells, queries, rules, tables
from core.handover.models import CaseImport
from core.handover.rules import Case, Fate
from core.handover.services import CHECK, FILE
from core.jobs import Job
from core.runner import Work
from core.secrets import keys_of
from core.trouble import story

Step = Callable[..., Awaitable[None]]

log = structlog.get_logger()

# Two files filed at once could hold the same case.
ONE_AT_A_TIME = "handover"
# What failed so often fails again; whoever waits for it is told, and may try it once more.
TRIES = 3


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {
        CHECK: partial(_tried, check, "checking", clock),
        FILE: partial(_tried, file, "filing", clock),
    }


async def _tried(work: Step, state: str, clock: Clock, db: Database, job: Job) -> None:
    try:
        await work(db, job, clock=clock)
    except Exception as problem:
        if job.attempt < TRIES:
            raise
        log.error("handover.given_up", job=job.id, problem=story(problem))
        await _stop(db, job.data["case_import"], state, "handover.refused.given_up")


async def check(db: Database, job: Job, *, clock: Clock) -> None:
    """Look at every row, and keep what would become of it."""
    row = await _waiting(db, job, "checking")
    if row is None:
        return
    try:
        fates = await _judged(db, row, clock)
    except Refused as refused:
        await _stop(db, row.id, "checking", refused.key)
        return
    async with db.begin() as session:
        found = await queries.import_by_id(session, row.id, lock=True)
        if found is not None and found.state == "checking":
            found.state, found.counts = "ready", rules.counts(fates)
            found.report = keys_of(session).seal_json([told(one) for one in fates])


async def file(db: Database, job: Job, *, clock: Clock) -> None:
    """File the good rows in one transaction; what is made ready for it is made before."""
    row = await _waiting(db, job, "filing")
    if row is None:
        return
    fates = await _judged(db, row, clock)
    async with db.read() as session:
        batch = await arriving.prepare(session, row, fates, now=clock.now())
    async with db.begin() as session:
        await marks.lock(session, ONE_AT_A_TIME, clock.now())
        found = await queries.import_by_id(session, row.id, lock=True)
        if found is not None and found.state == "filing":
            await _file(session, found, fates, batch, clock)


async def _file(
    session: AsyncSession,
    row: CaseImport,
    fates: Sequence[Fate],
    batch: arriving.Batch,
    clock: Clock,
) -> None:
    """What came in by another way since it was looked at is left out."""
    now = clock.now()
    late = await queries.here(session, row.system, [one.number for one in fates if one.case])
    fates = [_unless_here(one, late) for one in fates]
    wanted = {one.row for one in fates if one.fate == "file"}
    codes = await batch.write(session, wanted)
    await batch.tell(session, wanted, row.system, now=now)
    row.state, row.done_at, row.counts = "done", now, rules.counts(fates)
    report = [{**told(one), "said": "", "code": codes.get(one.row, "")} for one in fates]
    row.report = keys_of(session).seal_json(report)
    row.content = row.headers = None
    audit.record(session, row.by, "ticket.import", row, now=now, n=len(codes))


def _unless_here(fate: Fate, numbers: set[str]) -> Fate:
    if fate.fate != "file" or cells.key(fate.number) not in numbers:
        return fate
    return replace(fate, fate="here", problem="handover.problem.here", case=None)


def told(fate: Fate) -> dict[str, Any]:
    """A fate as the report keeps it: of a case only what the list shows."""
    facts = {name: str(value) for name, value in fate.facts.items()}
    return {
        "row": fate.row,
        "fate": fate.fate,
        "number": fate.number,
        "said": fate.said,
        "column": fate.column,
        "problem": fate.problem,
        "facts": facts,
        "code": "",
        **(_shown(fate.case) if fate.case else {}),
    }


def _shown(case: Case) -> dict[str, Any]:
    return {
        "received": case.received.isoformat(),
        "category": case.category_id,
        "confidential": case.confidential,
    }


async def _waiting(db: Database, job: Job, state: str) -> CaseImport | None:
    async with db.read() as session:
        row = await queries.import_by_id(session, job.data["case_import"])
    return row if row is not None and row.state == state else None


async def _judged(db: Database, row: CaseImport, clock: Clock) -> list[Fate]:
    """The file read and compared with what is here, off the event loop."""
    assert row.content is not None
    async with db.read() as session:
        content = keys_of(session).open(row.content)
    table = await asyncio.to_thread(tables.read, content)
    at = row.columns["number"] - 1
    numbers = [cells_[at] for _, cells_ in table.rows if at < len(cells_)]
    async with db.read() as session:
        office = await queries.office_for(session, row.system, numbers, clock)
    return await asyncio.to_thread(rules.judge, table, row.columns, office)


async def _stop(db: Database, import_id: int, state: str, problem: str) -> None:
    async with db.begin() as session:
        row = await queries.import_by_id(session, import_id, lock=True)
        if row is not None and row.state == state:
            row.state, row.problem = "failed", problem
