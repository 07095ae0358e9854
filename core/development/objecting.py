"""Whoever a case is held against may object: until the head decides it is no evidence."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.development import rules, telling
from core.development.gauging import cases_of, recount, subject_of, subjects
from core.development.models import DevelopmentPlan, GapCase
from core.development.queries import plan_by_id
from core.development.rules import LEVELS
from core.errors import Refused
from core.people.models import Staff
from core.tickets.models import Ticket


async def case_by_id(session: AsyncSession, case_id: int) -> GapCase | None:
    """Locked; the caller checks who asks."""
    found = select(GapCase).where(GapCase.id == case_id).with_for_update()
    return (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()


async def object_(
    session: AsyncSession, case: GapCase, staff: Staff, reason: str, *, now: datetime
) -> None:
    """It is no evidence from now on; what rests on it waits when the rest does not carry it."""
    said = rules.words(reason)
    if case.staff_id != staff.id:
        raise Refused("development.refused.not_yours")
    if case.state != "counted" or case.objection:
        raise Refused("development.refused.objected")
    case.state, case.objection = "objected", said
    await _weigh(session, case, now)
    ticket = await session.get_one(Ticket, case.ticket_id)
    for plan in (await _plans(session, case))[:1]:
        await telling.object_(session, plan, ticket.code, said, case.id, now=now)


async def decide(
    session: AsyncSession, case: GapCase, *, upheld: bool, by: str, now: datetime
) -> None:
    """The head's word: the case is out for good, or counts again."""
    if case.state != "objected":
        raise Refused("development.refused.state")
    case.state = "upheld" if upheld else "counted"
    verb = "uphold" if upheld else "overrule"
    audit.record(session, by, f"development.{verb}", case, now=now)
    await _weigh(session, case, now)
    for plan in await _plans(session, case):
        if upheld and plan.held and not await _waits(session, plan):
            plan.state, plan.ended_at = rules.after("withdraw", plan.state), now
            await session.flush()
            await telling.withdraw(session, plan, now=now)


async def decider(session: AsyncSession, case: GapCase) -> DevelopmentPlan | None:
    """The plan whose head decides about the case."""
    plans = await _plans(session, case)
    return plans[0] if plans else None


async def _weigh(session: AsyncSession, case: GapCase, now: datetime) -> None:
    """Count anew what the case speaks about, and see whether the plans still stand."""
    await session.flush()
    for subject in subjects(case):
        await recount(session, subject, now=now)
    for plan in await _plans(session, case):
        await _stand(session, plan)


async def _stand(session: AsyncSession, plan: DevelopmentPlan) -> None:
    """A plan is held while what is left would not have opened it."""
    disputed = (GapCase.objection != "", GapCase.state != "counted")
    out = select(GapCase.bad).where(*cases_of(subject_of(plan)), *disputed)
    lost = (await session.scalars(out.where(GapCase.at <= plan.opened_at))).all()
    left = rules.Count(plan.before_n - len(lost), plan.before_bad - sum(lost))
    standard = rules.Standard(plan.threshold, plan.minimum)
    plan.held = not rules.is_gap(left, standard, plan.level, plan.split)
    await session.flush()


async def _waits(session: AsyncSession, plan: DevelopmentPlan) -> bool:
    """Whether another objection to its cases is not decided."""
    open_ = select(GapCase.id).where(*cases_of(subject_of(plan)), GapCase.state == "objected")
    return (await session.scalars(open_.limit(1))).first() is not None


async def _plans(session: AsyncSession, case: GapCase) -> list[DevelopmentPlan]:
    """The open plans that rest on a case, the narrowest first."""
    open_ = select(DevelopmentPlan).where(
        DevelopmentPlan.signal == case.signal,
        DevelopmentPlan.state.in_(rules.OPEN),
        DevelopmentPlan.opened_at >= case.at,
    )
    ids = (case.staff_id, case.unit_id, case.category_id, rules.EVERYBODY)
    whose = dict(zip(LEVELS, ids, strict=True))
    rows = (await session.scalars(open_.order_by(DevelopmentPlan.id))).all()
    mine = [one for one in rows if whose[one.level] == one.subject_id]
    mine.sort(key=lambda one: LEVELS.index(one.level))
    found = [await plan_by_id(session, one.id, lock=True) for one in mine]
    return [one for one in found if one is not None]
