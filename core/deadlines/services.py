"""Entering deadlines."""

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from core.deadlines.models import MARKS, MEASURES, STAGES, DeadlineRule
from core.tickets.models import KINDS


class RuleRow(TypedDict):
    """One deadline; values as in `DeadlineRule`, what is left out is NULL."""

    unit_id: NotRequired[int | None]
    kind: NotRequired[str | None]
    report_class: NotRequired[str | None]
    stage: str
    amount: int
    measure: str
    source_title: str
    source_article: NotRequired[str | None]
    source_url: NotRequired[str | None]
    effective_from: date
    effective_to: NotRequired[date | None]
    mark: str
    checked_by: NotRequired[str | None]
    checked_on: NotRequired[date | None]


async def add_rules(session: AsyncSession, rows: Sequence[RuleRow]) -> list[DeadlineRule]:
    """Enter deadlines; tickets that are open keep the dates they were given.

    Raises ValueError, and enters nothing, when a row cannot be applied.
    """
    for number, row in enumerate(rows, start=1):
        if problem := _problem(row):
            raise ValueError(f"deadline {number}: {problem}")
    rules = [DeadlineRule(**row) for row in rows]
    session.add_all(rules)
    await session.flush()
    return rules


def _problem(row: RuleRow) -> str | None:
    for field, allowed in (("stage", STAGES), ("measure", MEASURES), ("mark", MARKS)):
        if row[field] not in allowed:  # type: ignore[literal-required]
            return f"{field} must be one of {', '.join(allowed)}"
    if row.get("kind") not in (None, *KINDS):
        return f"kind must be one of {', '.join(KINDS)}, or left out"
    if row["amount"] < 1:
        return "amount must be 1 or more"
    last = row.get("effective_to")
    if last is not None and last < row["effective_from"]:
        return "effective_to must not be before effective_from"
    return None
