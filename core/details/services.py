"""Asking one more question or one less, and keeping what citizens answer."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, i18n
from core.details import rules
from core.details.models import KINDS, CategoryQuestion
from core.details.queries import questions_of
from core.errors import Refused
from core.people.models import Person
from core.tickets import chain
from core.tickets.access import admits
from core.tickets.cards import refresh
from core.tickets.models import Category, Ticket

# More questions than these nobody answers.
MOST_QUESTIONS = 5


async def add_question(
    session: AsyncSession,
    category: Category,
    *,
    kind: str,
    wording: str,
    by: str,
    now: datetime,
    wording_en: str = "",
    choices: Sequence[str] = (),
    required: bool = False,
) -> CategoryQuestion:
    """Ask one more thing about reports of the category. `by` is the actor of the audit log."""
    if kind not in KINDS:
        raise Refused("details.refused.kind")
    if len(asked := await questions_of(session, category.id)) >= MOST_QUESTIONS:
        raise Refused("details.refused.many", most=MOST_QUESTIONS)
    question = CategoryQuestion(
        category_id=category.id,
        kind=kind,
        wording=rules.wording(wording),
        wording_en=rules.wording(wording_en, may_miss=True),
        choices=rules.choices(choices) if kind == "choice" else [],
        required=required,
        place=1 + max((one.place for one in asked), default=0),
    )
    session.add(question)
    await session.flush()
    audit.record(session, by, "question.add", question, now=now, category=category.code)
    return question


async def close_question(
    session: AsyncSession, question: CategoryQuestion, *, by: str, now: datetime
) -> None:
    """Do not ask it any more; what was answered stays with the reports."""
    question.closed_at = now
    audit.record(session, by, "question.close", question, now=now)
    await session.flush()


async def answer(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    question: CategoryQuestion,
    typed: str,
    *,
    now: datetime,
    today: date,
    source: str | None = None,
    message: int | None = None,
) -> str | None:
    """Keep an answer with the ticket, in place of an earlier one; the answer as it is kept.

    The cards of the office show it at once; nobody is disturbed by it. None when this very
    `source` had its effect already. Refused when it answers nothing of the kind. `message` is the
    number of the one it came in: whoever edits that corrects the answer.
    """
    said = rules.read(question.kind, question.choices, typed, today)
    if question.kind == "date":
        said = i18n.day(date.fromisoformat(said), session.info["service"].language)
    return await _keep(session, ticket, reporter, question, said, now, source, message)


async def answer_unknown(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    question: CategoryQuestion,
    *,
    now: datetime,
    source: str | None = None,
) -> str | None:
    """Keep that the citizen does not know, as `answer` does."""
    said = i18n.plain("details.unknown", session.info["service"].language)
    return await _keep(session, ticket, reporter, question, said, now, source, None)


async def _keep(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    question: CategoryQuestion,
    said: str,
    now: datetime,
    source: str | None,
    message: int | None,
) -> str | None:
    if not await admits(session, ticket, reporter, "edit", source=source):
        return None
    given = {"question": question.id, "wording": question.wording, "answer": said}
    if message is not None:
        given["message"] = message
    ticket.details = rules.with_answer(ticket.details or [], given)
    line = f"{question.wording} {said}"
    chain.append(session, ticket, "detailed", now=now, source=source, by_reporter=True, text=line)
    await refresh(session, ticket, now=now)
    return said
