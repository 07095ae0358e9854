"""Reading plans: whose they are, what they hold, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.development import rules
from core.development.models import DevelopmentPlan, GapCase, PlanItem
from core.features.queries import current
from core.learning.models import Lesson, Question, ScenarioRun
from core.people.models import Staff
from core.people.queries import answers_for

MOST = 100


@dataclass(frozen=True)
class Step:
    """Something of a plan, and whether this member of staff has done it."""

    kind: str
    code: str
    done: bool


async def plan_by_id(
    session: AsyncSession, plan_id: int, *, lock: bool = False
) -> DevelopmentPlan | None:
    """With staff, mentor and unit; the caller checks who asks."""
    statement = whole().where(DevelopmentPlan.id == plan_id)
    if lock:
        statement = statement.with_for_update(of=DevelopmentPlan)
    return (await session.scalars(statement)).one_or_none()


async def plans_of(session: AsyncSession, staff: Staff) -> Sequence[DevelopmentPlan]:
    """What runs for somebody: their own first, then what their unit does together."""
    told = DevelopmentPlan.state.in_(("running", "watching"))
    statement = whole().where(told, _is_for(staff))
    order = (DevelopmentPlan.staff_id.is_(None), DevelopmentPlan.id)
    return (await session.scalars(statement.order_by(*order))).all()


async def plans_to_see(
    session: AsyncSession, units: Sequence[int] | None
) -> Sequence[DevelopmentPlan]:
    """All plans of these units, None for all: what is open first, then the newest."""
    statement = whole()
    if units is not None:
        statement = statement.where(DevelopmentPlan.unit_id.in_(units))
    order = (DevelopmentPlan.state.not_in(rules.OPEN), DevelopmentPlan.id.desc())
    return (await session.scalars(statement.order_by(*order).limit(MOST))).all()


async def is_in_use(session: AsyncSession) -> bool:
    """Whether there ever was a plan in this office; without one nothing of it is shown."""
    if not current(session).on("learning"):
        return False
    return (await session.scalars(select(DevelopmentPlan.id).limit(1))).first() is not None


async def decides(session: AsyncSession, staff: Staff, plan: DevelopmentPlan) -> bool:
    """Whether a plan is theirs to decide: the heads of the unit and above, and coordinators."""
    if staff.role == "officer" or staff.id == plan.staff_id:
        return False
    return await answers_for(session, staff, plan.unit_id)


async def steps(session: AsyncSession, plan: DevelopmentPlan, staff: Staff) -> list[Step]:
    """What is to be learned and practised in its stage, in order."""
    mine = select(PlanItem).where(PlanItem.plan_id == plan.id).order_by(PlanItem.place)
    items = (await session.scalars(mine)).all()
    done = await _done(session, plan, staff)
    return [Step(one.kind, one.code, (one.kind, one.code) in done) for one in items]


async def planned_questions(session: AsyncSession, staff: Staff) -> list[int]:
    """The questions of somebody's running plans that they did not answer yet, in order."""
    found = (
        select(Question.id)
        .join(PlanItem, and_(PlanItem.code == Question.code, PlanItem.kind == "question"))
        .join(DevelopmentPlan, DevelopmentPlan.id == PlanItem.plan_id)
        .where(_is_for(staff), DevelopmentPlan.state == "running", ~DevelopmentPlan.held)
        .where(Question.retired_at.is_(None), ~_answered(staff))
    )
    rows = await session.scalars(found.order_by(DevelopmentPlan.staff_id.is_(None), PlanItem.place))
    return list(dict.fromkeys(rows))


async def cases(session: AsyncSession, plan: DevelopmentPlan, staff: Staff) -> Sequence[GapCase]:
    """What somebody sees of the ground of a plan: their own cases that went wrong, newest first."""
    own = (GapCase.staff_id == staff.id, GapCase.signal == plan.signal, GapCase.bad)
    seen = select(GapCase).where(*own, GapCase.at <= plan.opened_at)
    return (await session.scalars(seen.order_by(GapCase.at.desc()).limit(MOST))).all()


async def count_people(session: AsyncSession, unit_id: int) -> int:
    """How many work in a unit: below five, figures of it would be about somebody."""
    here = select(func.count(Staff.id)).where(Staff.unit_id == unit_id, Staff.left_at.is_(None))
    return (await session.scalars(here)).one()


def whole() -> Select[DevelopmentPlan]:
    return select(DevelopmentPlan).options(
        joinedload(DevelopmentPlan.staff).joinedload(Staff.person),
        joinedload(DevelopmentPlan.mentor).joinedload(Staff.person),
        joinedload(DevelopmentPlan.mentor).joinedload(Staff.unit),
        joinedload(DevelopmentPlan.unit, innerjoin=True),
    )


def _is_for(staff: Staff) -> ColumnElement[bool]:
    together = DevelopmentPlan.staff_id.is_(None)
    here = or_(DevelopmentPlan.unit_id == staff.unit_id, DevelopmentPlan.level == "office")
    return or_(DevelopmentPlan.staff_id == staff.id, and_(together, here))


def _answered(staff: Staff) -> ColumnElement[bool]:
    return (
        select(Lesson.id)
        .where(
            Lesson.staff_id == staff.id,
            Lesson.question_id == Question.id,
            Lesson.answered_at >= DevelopmentPlan.decided_at,
        )
        .exists()
    )


async def _done(session: AsyncSession, plan: DevelopmentPlan, staff: Staff) -> set[tuple[str, str]]:
    if plan.decided_at is None:
        return set()
    answered = select(Question.code).join(Lesson, Lesson.question_id == Question.id)
    lessons = answered.where(Lesson.staff_id == staff.id, Lesson.answered_at >= plan.decided_at)
    played = select(ScenarioRun.scenario).where(
        ScenarioRun.staff_id == staff.id,
        ScenarioRun.ended_at >= plan.decided_at,
        ScenarioRun.ending != "changed",
    )
    done = {("question", code) for code in await session.scalars(lessons)}
    return done | {("scenario", code) for code in await session.scalars(played)}
