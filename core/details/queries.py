"""Reading the questions of a category."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.details.models import CategoryQuestion


async def questions_of(session: AsyncSession, category_id: int) -> Sequence[CategoryQuestion]:
    """The questions that are asked about reports of the category, in order."""
    own = (CategoryQuestion.category_id == category_id, CategoryQuestion.closed_at.is_(None))
    statement = select(CategoryQuestion).where(*own).order_by(CategoryQuestion.id)
    return (await session.scalars(statement)).all()


async def question_by_id(session: AsyncSession, question_id: int) -> CategoryQuestion | None:
    """One that is asked; None when it is not, or not any more."""
    found = await session.get(CategoryQuestion, question_id)
    return found if found is not None and found.closed_at is None else None
