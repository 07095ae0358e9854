"""Setting questions, and keeping what citizens answer to them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, i18n
from core.details.models import KINDS, CategoryQuestion
from core.details.queries import questions_of
from core.details.rules import read
from core.errors import Refused
from core.people.models import Person
from core.tickets import chain
from core.tickets.access import admits
from core.tickets.cards import refresh
from core.tickets.models import Category, Ticket

# More questions than these nobody answers.
MOST_QUESTIONS = 5
LONGEST_WORDING = 200
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 40


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
) -> CategoryQuestion:
    """Ask one more thing about reports of the category. `by` is the actor of the audit log."""
    wording, wording_en = wording.strip(), wording_en.strip()
    if kind not in KINDS:
        raise Refused("details.refused.kind")
    if not wording or max(len(wording), len(wording_en)) > LONGEST_WORDING:
        raise Refused("details.refused.wording", most=LONGEST_WORDING)
    if len(await questions_of(session, category.id)) >= MOST_QUESTIONS:
        raise Refused("details.refused.many", most=MOST_QUESTIONS)
    question = CategoryQuestion(
        category_id=category.id,
        kind=kind,
        wording=wording,
        wording_en=wording_en,
        choices=_choices(choices) if kind == "choice" else [],
    )
    session.add(question)
    await session.flush()
    audit.record(session, by, "question.add", question, now=now, category=category.code)
    return question


def _choices(typed: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(one.strip() for one in typed if one.strip()))
    many = not FEWEST_CHOICES <= len(found) <= MOST_CHOICES
    if many or any(len(one) > LONGEST_CHOICE for one in found):
        limits = {"least": FEWEST_CHOICES, "most": MOST_CHOICES, "longest": LONGEST_CHOICE}
        raise Refused("details.refused.choices", **limits)
    return found


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
    said = read(question.kind, question.choices, typed, today)
    if question.kind == "date":
        said = i18n.day(date.fromisoformat(said), session.info["service"].language)
    if not await admits(session, ticket, reporter, "edit", source=source):
        return None
    others = [one for one in ticket.details or [] if one["question"] != question.id]
    given = {"question": question.id, "wording": question.wording, "answer": said}
    if message is not None:
        given["message"] = message
    ticket.details = sorted([*others, given], key=lambda one: one["question"])
    line = f"{question.wording} {said}"
    chain.append(session, ticket, "detailed", now=now, source=source, by_reporter=True, text=line)
    await refresh(session, ticket, now=now)
    return said
