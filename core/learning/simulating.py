"""Simulations as somebody goes through them: begun, gone on with, ended; each step is kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.learning.models import ScenarioRun
from core.people.models import Staff

Scores = Mapping[str, int]


async def run_at(
    session: AsyncSession, staff: Staff, scenario: str, version: str, start: str, *, now: datetime
) -> ScenarioRun:
    """The run that waits; a new one when there is none, or its content has another version now."""
    waiting = select(ScenarioRun).where(
        ScenarioRun.staff_id == staff.id,
        ScenarioRun.scenario == scenario,
        ScenarioRun.ended_at.is_(None),
    )
    for run in await session.scalars(waiting.order_by(ScenarioRun.id.desc()).with_for_update()):
        if run.version == version:
            return run
        run.ended_at, run.ending = now, "changed"
    run = ScenarioRun(
        staff_id=staff.id,
        scenario=scenario,
        version=version,
        at=start,
        path=[],
        scores={},
        most={},
        started_at=now,
        changed_at=now,
    )
    session.add(run)
    await session.flush()
    return run


async def run_by_id(session: AsyncSession, staff: Staff, run_id: int) -> ScenarioRun | None:
    """One of somebody's own, locked."""
    theirs = (ScenarioRun.id == run_id, ScenarioRun.staff_id == staff.id)
    return (
        await session.scalars(select(ScenarioRun).where(*theirs).with_for_update())
    ).one_or_none()


async def outcomes(session: AsyncSession, staff: Staff) -> dict[str, str]:
    """By scenario how it stands: "waiting", or the best ending somebody reached."""
    runs = select(ScenarioRun.scenario, ScenarioRun.ending).where(ScenarioRun.staff_id == staff.id)
    found: dict[str, str] = {}
    for scenario, ending in await session.execute(runs):
        found[scenario] = max(found.get(scenario, ""), ending or "waiting", key=_rank)
    return found


def _rank(outcome: str) -> int:
    """What is under way comes first, then the best ending."""
    return ("", "changed", "poor", "fair", "good", "waiting").index(outcome)


def step(
    run: ScenarioRun, said: int | list[int], to: str, scores: Scores, most: Scores, *, now: datetime
) -> None:
    """A reply was given: its number, or the points it held, and where that leads."""
    run.path = [*run.path, [run.at, said]]
    run.scores = _added(run.scores, scores)
    run.most = _added(run.most, most)
    run.at, run.changed_at = to, now


def end(run: ScenarioRun, ending: str, *, now: datetime) -> None:
    run.ending, run.ended_at, run.changed_at = ending, now, now


def _added(one: Scores, other: Scores) -> dict[str, int]:
    return {code: one.get(code, 0) + other.get(code, 0) for code in {**one, **other}}
