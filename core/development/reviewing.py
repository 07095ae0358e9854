"""Looking after plans: what was learned, whether the signal recovers, what comes next."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.development import rules, telling
from core.development.gauging import cases_of, subject_of
from core.development.models import DevelopmentPlan, GapCase, GapRule
from core.development.queries import plan_by_id, steps
from core.development.rules import Count, Standard
from core.development.services import fill


async def review(session: AsyncSession, *, now: datetime) -> None:
    """Every plan under way, once a day."""
    open_ = select(DevelopmentPlan.id).where(DevelopmentPlan.state.in_(rules.OPEN))
    ids = await session.scalars(open_.where(~DevelopmentPlan.held).order_by(DevelopmentPlan.id))
    for plan_id in ids.all():
        plan = await plan_by_id(session, plan_id, lock=True)
        assert plan is not None
        if plan.staff is not None and plan.staff.left_at is not None:
            plan.state, plan.ended_at = rules.after("withdraw", plan.state), now
        if plan.state == "running":
            await _train(session, plan, now)
        if plan.state == "watching":
            await _watch(session, plan, now)


async def after(session: AsyncSession, plan: DevelopmentPlan) -> Count:
    """The cases that came in after the training and count."""
    if plan.trained_at is None:
        return Count()
    fresh = (GapCase.at > plan.trained_at, GapCase.state == "counted")
    counts = select(func.count(GapCase.id), func.count(GapCase.id).filter(GapCase.bad))
    n, bad = (await session.execute(counts.where(*cases_of(subject_of(plan)), *fresh))).one()
    return Count(n, bad)


async def _train(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    """All was done, or the day has come: what a unit does together, and a talk, end with it."""
    over = telling.today(session, now) >= plan.due_on
    if plan.staff is not None and plan.stage != "coaching":
        found = await steps(session, plan, plan.staff)
        if found and all(one.done for one in found):
            return await _finish(session, plan, now)
        if over:
            await _escalate(session, plan, now)
        return None
    return await _finish(session, plan, now) if over else None


async def _finish(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    plan.state, plan.trained_at = rules.after("finish", plan.state), now
    await session.flush()


async def _watch(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    """The signal itself says whether it is over."""
    assert plan.trained_at is not None
    count = await after(session, plan)
    plan.after_n, plan.after_bad = count.n, count.bad
    standard = Standard(plan.threshold, plan.minimum)
    if rules.recovered(count, standard):
        plan.state, plan.ended_at = rules.after("recover", plan.state), now
        await session.flush()
        return await telling.recover(session, plan, now=now)
    days = await standards.amount(session, "development_watch")
    waited = now - plan.trained_at >= timedelta(days=days) and count.n >= plan.minimum
    if waited or rules.is_gap(count, standard, plan.level, plan.split):
        await _escalate(session, plan, now)
    return None


async def _escalate(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    """Another form of help; the last one is gone on with as long as it takes."""
    plan.state = rules.after("escalate", plan.state)
    plan.stage, plan.trained_at = rules.next_stage(plan.stage), None
    plan.decided_at, plan.due_on = now, telling.today(session, now) + timedelta(days=plan.days)
    await fill(session, plan, await session.get_one(GapRule, plan.signal))
    await telling.escalate(session, plan, now=now)
