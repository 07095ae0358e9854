"""Finding the deadline of a case."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import CTE, ColumnElement, bindparam, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.deadlines.models import STAGES, DeadlineRule
from core.deadlines.rules import most_specific
from core.people.models import Unit

DEEPEST = 16


def _chain() -> CTE:
    """The unit `:unit` and the units above it; the limit ends a chain that was tied into a ring."""
    own = select(Unit.id, Unit.parent_id, literal(0).label("depth")).where(
        Unit.id == bindparam("unit")
    )
    above = own.cte("above", recursive=True)
    parent = select(Unit.id, Unit.parent_id, above.c.depth + 1)
    return above.union_all(
        parent.join(above, Unit.id == above.c.parent_id).where(above.c.depth < DEEPEST)
    )


def _any_or(column: InstrumentedAttribute[str | None], name: str) -> ColumnElement[bool]:
    return or_(column.is_(None), column == bindparam(name))


_ABOVE = _chain()
# Made once: putting a recursive statement together costs more than running it.
_FITTING = (
    select(DeadlineRule)
    .outerjoin(_ABOVE, _ABOVE.c.id == DeadlineRule.unit_id)
    .where(or_(DeadlineRule.unit_id.is_(None), _ABOVE.c.id.is_not(None)))
    .where(_any_or(DeadlineRule.kind, "kind"), _any_or(DeadlineRule.report_class, "class"))
    .where(DeadlineRule.stage.in_(bindparam("stages", expanding=True)))
    .order_by(_ABOVE.c.depth)
)


async def rule_for(
    session: AsyncSession,
    *,
    unit_id: int | None,
    kind: str | None,
    report_class: str | None,
    stage: str,
    on: date,
) -> DeadlineRule | None:
    """The rule for one stage of a case, or None when the office has set none."""
    found = await rules_for(
        session, unit_id=unit_id, kind=kind, report_class=report_class, on=on, stages=(stage,)
    )
    return found.get(stage)


async def rules_for(
    session: AsyncSession,
    *,
    unit_id: int | None,
    kind: str | None,
    report_class: str | None,
    on: date,
    stages: Sequence[str] = STAGES,
) -> dict[str, DeadlineRule]:
    """The rule for each stage of a case that has one, in one statement."""
    values = {"unit": unit_id, "kind": kind, "class": report_class, "stages": list(stages)}
    rules = (await session.scalars(_FITTING, values)).all()
    nearest_first = dict.fromkeys(rule.unit_id for rule in rules if rule.unit_id is not None)
    choose = partial(
        most_specific, rules, unit_chain=list(nearest_first), kind=kind, report_class=report_class
    )
    chosen = {stage: choose(stage=stage, on=on) for stage in stages}
    return {stage: rule for stage, rule in chosen.items() if rule is not None}
