"""The deadlines of the office, for people to read."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.deadlines.models import DeadlineRule
from core.people.models import Unit

Rule = tuple[DeadlineRule, Unit | None]


async def all_rules(session: AsyncSession) -> Sequence[Rule]:
    """Every rule with the unit it is for, by stage, the newest first."""
    statement = select(DeadlineRule, Unit).outerjoin(Unit, Unit.id == DeadlineRule.unit_id)
    order = (DeadlineRule.stage, DeadlineRule.effective_from.desc(), DeadlineRule.id)
    return [(rule, unit) for rule, unit in await session.execute(statement.order_by(*order))]


async def rule_by_id(session: AsyncSession, rule_id: int | None) -> DeadlineRule | None:
    return None if rule_id is None else await session.get(DeadlineRule, rule_id)
