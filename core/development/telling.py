"""Telling whom a plan concerns, in warm words: the learner, the head, the mentor."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.development.models import DevelopmentPlan
from core.i18n import Text
from core.outbox import Button, Rows
from core.people.models import Staff
from core.people.queries import ancestors
from core.tickets.staffing import coordinators, on_duty, people


def today(session: AsyncSession, now: datetime) -> date:
    """The day it is for the office."""
    day: date = now.astimezone(session.info["service"].zone).date()
    return day


async def heads(session: AsyncSession, plan: DevelopmentPlan) -> Sequence[Staff]:
    """Who decides: the heads of the unit, else of the nearest above, else the coordinators."""
    others = people().where(on_duty(), Staff.role == "head", Staff.id != (plan.staff_id or 0))
    for unit_id in (plan.unit_id, *await ancestors(session, plan.unit_id)):
        found = (await session.scalars(others.where(Staff.unit_id == unit_id))).all()
        if found:
            return found
    return [one for one in await coordinators(session) if one.id != plan.staff_id]


async def learners(session: AsyncSession, plan: DevelopmentPlan) -> Sequence[Staff]:
    """Whom it is for, of those who are here and have an account."""
    here = people().where(Staff.left_at.is_(None)).order_by(Staff.id)
    if plan.staff_id is not None:
        here = here.where(Staff.id == plan.staff_id)
    elif plan.level != "office":
        here = here.where(Staff.unit_id == plan.unit_id)
    return (await session.scalars(here)).all()


def who(plan: DevelopmentPlan) -> Text:
    """The person, or the unit without names."""
    if plan.staff is not None:
        return Text("development.who.person", name=plan.staff.name, unit=plan.unit.name)
    return Text(f"development.who.{plan.level}", unit=plan.unit.name)


def why(plan: DevelopmentPlan) -> Text:
    """What the cases showed, with how many there were."""
    return Text(
        "development.why",
        what=Text(f"development.signal.{plan.signal}"),
        bad=plan.before_bad,
        n=plan.before_n,
        threshold=plan.threshold,
    )


def mentor(plan: DevelopmentPlan) -> Text:
    if plan.mentor is None:
        return Text("development.mentor.none")
    return Text(f"development.mentor.{plan.mentoring}", name=plan.mentor.name)


async def propose(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    """A card to the heads, to be decided."""
    for head in await heads(session, plan):
        _tell(session, head, "development.proposed", plan, now, [[_open(plan)]])


async def begin(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    key = "development.begun" if plan.staff_id else "development.begun_together"
    for one in await learners(session, plan):
        _tell(session, one, key, plan, now, [[Button("development.mine")]])


async def stop(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    for one in await learners(session, plan):
        _tell(session, one, "development.stopped", plan, now)


async def escalate(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    """Another form of help, for whoever it is and for the head."""
    for one in await learners(session, plan):
        rows = [[Button("development.mine")]]
        _tell(session, one, f"development.next.{plan.stage}", plan, now, rows)
    for head in await heads(session, plan):
        key = f"development.next_head.{plan.stage}"
        _tell(session, head, key, plan, now, [[_open(plan)]])


async def recover(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    """It is better again: before and after, to everybody who had a part in it."""
    told = {one.id: one for one in (*await learners(session, plan), *await heads(session, plan))}
    if plan.mentor is not None and plan.mentoring == "accepted":
        told[plan.mentor.id] = plan.mentor
    for one in told.values():
        _tell(session, one, "development.recovered", plan, now)


async def object_(
    session: AsyncSession, plan: DevelopmentPlan, code: str, said: str, case: int, *, now: datetime
) -> None:
    """The head decides on an objection."""
    rows = [[Button("development.uphold", case), Button("development.overrule", case)]]
    for head in await heads(session, plan):
        _tell(session, head, "development.objected_head", plan, now, rows, code=code, said=said)


async def withdraw(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    for one in await learners(session, plan):
        _tell(session, one, "development.withdrawn", plan, now)


def ask_mentor(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    rows = [[Button("development.accept", plan.id), Button("development.decline", plan.id)]]
    if plan.mentor is not None:
        _tell(session, plan.mentor, "development.ask_mentor", plan, now, rows)


def pair(session: AsyncSession, plan: DevelopmentPlan, *, now: datetime) -> None:
    if plan.staff is not None:
        _tell(session, plan.staff, "development.mentor_found", plan, now)


def _tell(
    session: AsyncSession,
    staff: Staff,
    key: str,
    plan: DevelopmentPlan,
    now: datetime,
    rows: Rows = (),
    **more: Any,
) -> None:
    if staff.person is None or staff.left_at is not None:
        return
    facts: dict[str, Any] = {
        "who": who(plan),
        "why": why(plan),
        "mentor": mentor(plan),
        "what": Text(f"development.signal.{plan.signal}"),
        "due": plan.due_on,
        "before_n": plan.before_n,
        "before_bad": plan.before_bad,
        "after_n": plan.after_n,
        "after_bad": plan.after_bad,
    }
    facts["name"] = plan.mentor.name if plan.mentor else ""
    outbox.tell(
        session, staff.person, key, now=now, kind="notice", buttons=rows, **{**facts, **more}
    )


def _open(plan: DevelopmentPlan) -> Button:
    return Button("development.open", plan.id)
