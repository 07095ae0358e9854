"""Who could help: strong in the same signal, here, and not overloaded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.development import rules
from core.development.models import DevelopmentPlan, GapEvidence
from core.development.rules import Count, Standard
from core.people.models import Staff
from core.tickets.staffing import on_duty, people
from core.tickets.workload import loads

MOST_AT_ONCE = 2


async def candidate(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> Staff | None:
    """Of their own unit if there is one, else of another; the best of them, or nobody."""
    strong = await _strong(session, plan, now)
    free = [one for one in await _free(session, plan, list(strong)) if one.id != plan.mentor_id]
    order = sorted(free, key=lambda one: (one.unit_id != plan.unit_id, -strong[one.id].n, one.id))
    return order[0] if order else None


async def _strong(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> dict[int, Count]:
    """By staff what the longest running bet holds of those who do well."""
    first = rules.bets(now.astimezone(session.info["service"].zone).date())
    found = select(GapEvidence).where(
        GapEvidence.level == "person",
        GapEvidence.signal == plan.signal,
        GapEvidence.started_on.in_(first),
    )
    standard = Standard(plan.threshold, plan.minimum)
    counts: dict[int, Count] = {}
    for row in await session.scalars(found):
        if row.n > counts.get(row.subject_id, Count()).n:
            counts[row.subject_id] = Count(row.n, row.bad)
    return {staff_id: one for staff_id, one in counts.items() if rules.is_strong(one, standard)}


async def _free(
    session: AsyncSession, plan: DevelopmentPlan, ids: Sequence[int]
) -> Sequence[Staff]:
    """Who is here, was not asked before, has no such plan, and has room for it."""
    unable = {plan.staff_id, *plan.declined}
    here = people().where(on_duty(), Staff.id.in_([one for one in ids if one not in unable]))
    staff = (await session.scalars(here)).all()
    busy = await _busy(session, plan.signal)
    load = await loads(session, [one.id for one in staff])
    most = await standards.amount(session, "development_load")
    return [one for one in staff if one.id not in busy and load.get(one.id, 0) < most]


async def _busy(session: AsyncSession, signal: str) -> set[int]:
    """Mentors of enough others, and those who learn the same themselves."""
    open_ = DevelopmentPlan.state.in_(rules.OPEN)
    learn = select(DevelopmentPlan.staff_id).where(open_, DevelopmentPlan.signal == signal)
    teach = (
        select(DevelopmentPlan.mentor_id)
        .where(open_, DevelopmentPlan.mentoring.in_(("asked", "accepted")))
        .group_by(DevelopmentPlan.mentor_id)
        .having(func.count() >= MOST_AT_ONCE)
    )
    found = [*await session.scalars(learn), *await session.scalars(teach)]
    return {one for one in found if one is not None}
