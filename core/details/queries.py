"""Reading the questions of a category."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.details.models import CategoryQuestion, Stopper


async def questions_of(session: AsyncSession, category_id: int) -> Sequence[CategoryQuestion]:
    """The questions that are asked about reports of the category, in order."""
    own = (CategoryQuestion.category_id == category_id, CategoryQuestion.closed_at.is_(None))
    in_order = (CategoryQuestion.place, CategoryQuestion.id)
    statement = select(CategoryQuestion).where(*own).order_by(*in_order)
    return (await session.scalars(statement)).all()


async def question_by_id(session: AsyncSession, question_id: int) -> CategoryQuestion | None:
    """One that is asked; None when it is not, or not any more."""
    found = await session.get(CategoryQuestion, question_id)
    return found if found is not None and found.closed_at is None else None


async def retired_of(session: AsyncSession, category_id: int) -> Sequence[CategoryQuestion]:
    """Those that are not asked any more, the last one first; what was answered keeps them."""
    own = (CategoryQuestion.category_id == category_id, CategoryQuestion.closed_at.is_not(None))
    statement = select(CategoryQuestion).where(*own).order_by(CategoryQuestion.closed_at.desc())
    return (await session.scalars(statement)).all()


async def stoppers_of(session: AsyncSession, question: CategoryQuestion) -> dict[str, Stopper]:
    """By the choice they stop at, each with its number."""
    statement = select(Stopper).options(joinedload(Stopper.number))
    found = await session.scalars(statement.where(Stopper.question_id == question.id))
    return {one.choice: one for one in found}
