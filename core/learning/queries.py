"""Reading what there is to learn, and how somebody is doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import lanes
from core.learning.models import Lesson, Need, Question, Remedy
from core.learning.rules import Past
from core.outbox import Outgoing
from core.people.models import Person, Staff


@dataclass(frozen=True)
class Progress:
    """Counts of one member of staff; `questions` are those there are to know, `known` those whose
    last answer was right."""

    lessons: int
    answered: int
    right: int
    known: int
    questions: int


async def question_ids(session: AsyncSession) -> Sequence[int]:
    """The questions in use, in the order of the content."""
    statement = select(Question.id).where(Question.retired_at.is_(None)).order_by(Question.id)
    return (await session.scalars(statement)).all()


async def question_by_id(session: AsyncSession, question_id: int) -> Question:
    """The question with its tip."""
    return await session.get_one(Question, question_id, options=[joinedload(Question.tip)])


async def past_of(session: AsyncSession, staff: Staff) -> dict[int, Past]:
    """How each question last went with somebody, by question."""
    statement = select(Lesson.question_id, Lesson.day, Lesson.right).where(
        Lesson.staff_id == staff.id
    )
    rows = await session.execute(statement.order_by(Lesson.id))
    return {row.question_id: Past(row.day, row.right) for row in rows}


async def open_need(session: AsyncSession, staff: Staff) -> Need | None:
    """The oldest one no lesson was given for yet."""
    statement = select(Need).where(Need.staff_id == staff.id, Need.met_at.is_(None))
    return (await session.scalars(statement.order_by(Need.id).limit(1))).one_or_none()


async def remedies(session: AsyncSession, signal: str) -> Sequence[int]:
    """The questions in use that fit a signal, in the order of the content."""
    remedy = await session.get(Remedy, signal)
    codes = remedy.questions if remedy else []
    statement = select(Question.code, Question.id).where(
        Question.code.in_(codes), Question.retired_at.is_(None)
    )
    known = {row.code: row.id for row in await session.execute(statement)}
    return [known[code] for code in codes if code in known]


async def lesson_today(session: AsyncSession, staff: Staff, today: date) -> Lesson | None:
    """The newest lesson of the day, with question and tip."""
    statement = _lessons().where(Lesson.staff_id == staff.id, Lesson.day == today)
    return (await session.scalars(statement.order_by(Lesson.id.desc()).limit(1))).one_or_none()


async def lesson_of_poll(session: AsyncSession, person: Person, poll_id: str) -> Lesson | None:
    """The lesson a poll in this person's chat belongs to, with question and tip."""
    statement = (
        _lessons()
        .join(Outgoing, Outgoing.id == Lesson.quiz)
        .where(Outgoing.poll_id == poll_id, Outgoing.lane == person.lane)
        .with_for_update(of=Lesson)
    )
    return (await session.scalars(statement)).one_or_none()


async def quiz_on_its_way(session: AsyncSession, person: Person) -> bool:
    """Whether a quiz to this person was handed to Telegram and its poll is not yet known here."""
    statement = select(Outgoing.id).where(
        Outgoing.lane == person.lane,
        Outgoing.kind == "quiz",
        Outgoing.state == lanes.named(lanes.OPEN),
        Outgoing.attempt > 0,
    )
    return (await session.scalars(statement.limit(1))).first() is not None


async def progress(session: AsyncSession, staff: Staff) -> Progress:
    mine = Lesson.staff_id == staff.id
    counts = select(
        func.count(Lesson.id),
        func.count(Lesson.answered_at),
        func.count(Lesson.id).filter(Lesson.right.is_(True)),
    ).where(mine)
    given, answered, right = (await session.execute(counts)).one()
    past = await past_of(session, staff)
    questions = await question_ids(session)
    known = sum(1 for one in questions if one in past and past[one].right)
    return Progress(given, answered, right, known, len(questions))


def _lessons() -> Select[Lesson]:
    return select(Lesson).options(joinedload(Lesson.question).joinedload(Question.tip))
