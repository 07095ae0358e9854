"""Changing what is asked: other words, another order, and where a choice sends people instead.

What was answered before keeps the words it was asked with.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.details import rules
from core.details.models import CategoryQuestion, Stopper
from core.details.queries import questions_of, stoppers_of
from core.errors import Refused
from core.tickets.categories import tested_number, warning_text


async def change_question(
    session: AsyncSession,
    question: CategoryQuestion,
    *,
    wording: str,
    by: str,
    now: datetime,
    wording_en: str = "",
    choices: Sequence[str] = (),
    required: bool = False,
) -> None:
    """Ask it in other words; a choice that is gone no longer stops anybody."""
    question.wording = rules.wording(wording)
    question.wording_en = rules.wording(wording_en, may_miss=True)
    question.required = required
    if question.kind == "choice":
        question.choices = rules.choices(choices)
        gone = Stopper.choice.not_in(question.choices)
        await session.execute(delete(Stopper).where(Stopper.question_id == question.id, gone))
    audit.record(session, by, "question.change", question, now=now)
    await session.flush()


async def move_up(
    session: AsyncSession, question: CategoryQuestion, *, by: str, now: datetime
) -> None:
    """Ask it before the one that is asked before it; the first one stays where it is."""
    asked = list(await questions_of(session, question.category_id))
    at = asked.index(question)
    if at == 0:
        return
    asked[at - 1 : at + 1] = question, asked[at - 1]
    for place, one in enumerate(asked, start=1):
        one.place = place
    audit.record(session, by, "question.move", question, now=now)
    await session.flush()


async def set_stopper(
    session: AsyncSession,
    question: CategoryQuestion,
    choice: str,
    *,
    words: str,
    by: str,
    now: datetime,
    words_en: str = "",
    number: int | None = None,
) -> None:
    """Say this, and whom to call, to whoever takes the choice; without words nothing is said.

    `number` is the id of a tested one.
    """
    if choice not in question.choices:
        raise Refused("details.refused.stop_choice")
    found = (await stoppers_of(session, question)).get(choice)
    audit.record(session, by, "question.stop", question, now=now)
    if not words.strip():
        if found is not None:
            await session.delete(found)
        return await session.flush()
    if found is None:
        found = Stopper(question_id=question.id, choice=choice)
        session.add(found)
    found.words, found.words_en = warning_text(words), warning_text(words_en)
    found.number_id = await tested_number(session, number)
    return await session.flush()
