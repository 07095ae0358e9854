"""Bringing the tables to what the content files say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.learning.models import Question, Remedy, Tip
from core.shipped import bring_up


class TipRow(TypedDict):
    """One tip; values as in `Tip`."""

    code: str
    title: str
    text: str
    competency: str
    level: int
    source: str
    source_url: str | None
    mark: str


class QuestionRow(TypedDict):
    """One quiz question; values as in `Question`, `tip` is the code of its tip."""

    code: str
    tip: str
    question: str
    options: list[str]
    correct: int
    explanation: str
    competency: str
    level: int
    source: str
    source_url: str | None
    mark: str


async def load_lessons(
    session: AsyncSession,
    tips: Sequence[TipRow],
    questions: Sequence[QuestionRow],
    remedies: Mapping[str, Sequence[str]],
    *,
    now: datetime,
) -> int:
    """Bring tips and questions to what the rows say; how many changed.

    `remedies` are the codes of the questions for each signal.
    """
    touched = await bring_up(session, Tip, tips, now=now)
    await session.flush()
    ids = {tip.code: tip.id for tip in await session.scalars(select(Tip))}
    rows = [_with_tip(row, ids) for row in questions]
    touched += await bring_up(session, Question, rows, now=now)
    for signal, codes in remedies.items():
        await session.merge(Remedy(signal=signal, questions=list(codes)))
    await session.flush()
    return len(touched)


def _with_tip(row: QuestionRow, ids: Mapping[str, int]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row)
    values["tip_id"] = ids[values.pop("tip")]
    return values
