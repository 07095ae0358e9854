"""A plan from its gap on: proposed, decided by the head, with a mentor or without."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, standards
from core.db import changed
from core.development import rules, telling
from core.development.gauging import Gap, cover, recount, touched_by
from core.development.mentors import candidate
from core.development.models import DevelopmentPlan, GapRule, PlanItem
from core.errors import Refused
from core.people.models import Staff, Unit
from core.people.queries import root_unit, staff_by_id, unit_by_id
from core.tickets.models import Category

MOST_QUESTIONS = 8
DAYS = (14, 30, 60)


async def open_plan(session: AsyncSession, gap: Gap, *, now: datetime) -> DevelopmentPlan | None:
    """Propose what helps to the head; its cases no longer count here nor for anything wider.

    None for somebody who has left, or a service nobody answers for.
    """
    subject = gap.subject
    staff, unit = await _whose(session, gap)
    if unit is None or (subject.level == "person" and staff is None):
        return None
    rule = await session.get_one(GapRule, subject.signal)
    days = await standards.amount(session, "development_days")
    plan = DevelopmentPlan(
        level=subject.level,
        subject_id=subject.subject_id,
        signal=subject.signal,
        competency=rule.competency,
        threshold=rule.threshold,
        minimum=rule.minimum,
        staff=staff,
        unit=unit,
        state="proposed",
        stage=rules.STAGES[0],
        held=False,
        before_n=gap.count.n,
        before_bad=gap.count.bad,
        bound=gap.bound,
        split=gap.split,
        mentoring="proposed",
        declined=[],
        days=days,
        due_on=telling.today(session, now) + timedelta(days=days),
        opened_at=now,
    )
    session.add(plan)
    await session.flush()
    await cover(session, subject, now=now)
    for one in await touched_by(session, subject, now=now):
        await recount(session, one, now=now)
    await fill(session, plan, rule)
    plan.mentor = await candidate(session, plan, now) if staff is not None else None
    await session.flush()
    await telling.propose(session, plan, now=now)
    return plan


async def approve(session: AsyncSession, plan: DevelopmentPlan, *, by: str, now: datetime) -> None:
    """From now on it runs: whoever it is for hears why, and the mentor is asked."""
    plan.state = rules.after("approve", plan.state)
    plan.decided_at = now
    plan.due_on = telling.today(session, now) + timedelta(days=plan.days)
    audit.record(session, by, "development.approve", plan, now=now)
    await session.flush()
    await telling.begin(session, plan, now=now)
    if plan.mentor is not None:
        await _ask_mentor(session, plan, now)


async def reject(
    session: AsyncSession, plan: DevelopmentPlan, reason: str, *, by: str, now: datetime
) -> None:
    """Nothing follows from it; the reason stays with the plan."""
    said = rules.words(reason)
    told = plan.state != "proposed"
    plan.state = rules.after("reject", plan.state)
    plan.reason, plan.ended_at = said, now
    audit.record(session, by, "development.reject", plan, now=now)
    await session.flush()
    if told:
        await telling.stop(session, plan, now=now)


async def set_days(
    session: AsyncSession, plan: DevelopmentPlan, days: int, *, by: str, now: datetime
) -> None:
    if days not in DAYS or plan.state not in ("proposed", "running"):
        raise Refused("development.refused.state")
    plan.days, plan.due_on = days, telling.today(session, now) + timedelta(days=days)
    audit.record(session, by, "development.change", plan, now=now, days=days)
    await session.flush()


async def other_mentor(
    session: AsyncSession, plan: DevelopmentPlan, *, by: str, now: datetime
) -> None:
    """The next who could; in the end nobody."""
    if plan.state not in rules.OPEN:
        raise Refused("development.refused.state")
    await _next_mentor(session, plan, now)
    audit.record(session, by, "development.change", plan, now=now, mentor=plan.mentor_id)


async def accept(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    """The mentor is willing; both hear of each other."""
    if plan.state not in rules.OPEN or plan.mentoring != "asked":
        raise Refused("development.refused.state")
    plan.mentoring = "accepted"
    await session.flush()
    telling.pair(session, plan, now=now)


async def decline(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    """The mentor cannot, and need not say why; the next one is asked."""
    if plan.state not in rules.OPEN or plan.mentoring not in ("asked", "accepted"):
        raise Refused("development.refused.state")
    await _next_mentor(session, plan, now)


async def fill(session: AsyncSession, plan: DevelopmentPlan, rule: GapRule) -> None:
    """What belongs to the stage, instead of what was there."""
    await changed(session, delete(PlanItem).where(PlanItem.plan_id == plan.id))
    kinds = {"lessons": "question", "practice": "scenario"}
    codes = {"lessons": rule.questions[:MOST_QUESTIONS], "practice": rule.scenarios}
    session.add_all(
        PlanItem(plan_id=plan.id, kind=kinds[plan.stage], code=code, place=place)
        for place, code in enumerate(codes.get(plan.stage, ()))
    )
    await session.flush()


async def change_rule(
    session: AsyncSession,
    rule: GapRule,
    *,
    competency: str,
    threshold: int,
    minimum: int,
    by: str,
    now: datetime,
) -> None:
    """The office's own standard from now on; plans that are open keep theirs."""
    if not (1 <= threshold <= 90 and 5 <= minimum <= 200):
        raise Refused("development.refused.rule")
    rule.competency, rule.threshold, rule.minimum = competency, threshold, minimum
    rule.shipped = False
    audit.record(session, by, "development.rule", rule, now=now, threshold=threshold)
    await session.flush()


async def _whose(session: AsyncSession, gap: Gap) -> tuple[Staff | None, Unit | None]:
    """The person, if it is about one, and the unit that decides."""
    number = gap.subject.subject_id
    if gap.subject.level == "person":
        staff = await staff_by_id(session, number)
        here = staff is not None and staff.left_at is None and staff.person_id is not None
        return (staff, staff.unit) if staff is not None and here else (None, None)
    if gap.subject.level == "unit":
        return None, await unit_by_id(session, number)
    if gap.subject.level == "office":
        return None, await root_unit(session)
    unit_id = select(Category.unit_id).where(Category.id == number)
    return None, await unit_by_id(session, (await session.scalars(unit_id)).one())


async def _next_mentor(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    if plan.mentor_id is not None:
        plan.declined = [*plan.declined, plan.mentor_id]
    plan.mentor = await candidate(session, plan, now)
    plan.mentoring = "proposed"
    await session.flush()
    if plan.mentor is not None and plan.state != "proposed":
        await _ask_mentor(session, plan, now)


async def _ask_mentor(session: AsyncSession, plan: DevelopmentPlan, now: datetime) -> None:
    plan.mentoring = "asked"
    await session.flush()
    telling.ask_mentor(session, plan, now=now)
