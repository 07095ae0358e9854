"""Giving lessons, taking answers, and noting what a case calls for."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, local_day
from core.db import changed
from core.development.queries import planned_questions
from core.i18n import Text
from core.learning import rules
from core.learning.models import SIGNALS, Lesson, Need, Question, Tip
from core.learning.queries import (
    lesson_of_poll,
    open_need,
    past_of,
    question_by_id,
    question_ids,
    quiz_on_its_way,
    remedies,
)
from core.outbox import Button, Kind, Letter, Outgoing, post, tell
from core.people.models import Person, Staff, Unit
from core.timers import Timer

DAILY = "lesson.daily"


class PollNotKnown(Exception):
    """The quiz this answers is still being sent; its poll will be known in a moment."""


async def need(
    session: AsyncSession, staff: Staff, signal: str, ticket_id: int, *, now: datetime
) -> None:
    """A case showed that somebody could use a lesson: it comes with their next one.

    `signal` is one of `SIGNALS`. One need of a kind waits at a time, and a case asks for it once.
    """
    if signal not in SIGNALS:
        raise ValueError(f"signal {signal!r}: use one of {', '.join(SIGNALS)}")
    same = (Need.staff_id == staff.id, Need.signal == signal)
    known = select(Need.id).where(*same, (Need.ticket_id == ticket_id) | Need.met_at.is_(None))
    if (await session.scalars(known.limit(1))).first() is None:
        session.add(Need(staff_id=staff.id, signal=signal, ticket_id=ticket_id, at=now))
        await session.flush()


async def plan(session: AsyncSession, staff: Staff, *, now: datetime) -> None:
    """Set the timer of the next daily lesson, instead of any set before."""
    if staff.left_at is not None or staff.person_id is None:
        return
    at = rules.next_lesson(await _calendar(session, staff), staff.learns_at, now)
    mine = Timer.key.startswith(f"{DAILY}:{staff.id}:", autoescape=True)
    await changed(session, delete(Timer).where(mine, Timer.fired_at.is_(None)))
    key = f"{DAILY}:{staff.id}:{at:%Y-%m-%dT%H}"
    await timers.start(session, key, DAILY, at, now=now, staff_id=staff.id)


async def plan_all(session: AsyncSession, *, now: datetime) -> None:
    """Set the timers of everybody who has an account and has not left."""
    bound = select(Staff).where(Staff.person_id.is_not(None), Staff.left_at.is_(None))
    for staff in await session.scalars(bound):
        await plan(session, staff, now=now)


async def give_daily(
    session: AsyncSession, staff: Staff, person: Person, *, now: datetime
) -> Lesson | None:
    """The lesson of the day, unless somebody already took one today or nothing is left."""
    today = await today_of(session, staff, now=now)
    past = await past_of(session, staff)
    if any(one.day == today for one in past.values()):
        return None
    return await give(session, staff, person, now=now, reason="daily", kind="notice")


async def give(
    session: AsyncSession,
    staff: Staff,
    person: Person,
    *,
    now: datetime,
    reason: str = "asked",
    kind: Kind = "interactive",
) -> Lesson | None:
    """Send the next tip and its quiz to the person who is `staff`.

    None when every question was given today.
    """
    today, past = await today_of(session, staff, now=now), await past_of(session, staff)
    waiting = await open_need(session, staff)
    fits = await remedies(session, waiting.signal) if waiting else []
    fits, planned = rules.least_recent(fits, past), await planned_questions(session, staff)
    chosen = rules.choose(await question_ids(session), past, [*planned, *fits], today)
    if chosen is None:
        return None
    if waiting is not None and chosen in fits:
        waiting.met_at, reason = now, waiting.signal
    elif chosen in planned:
        reason = "plan"
    question = await question_by_id(session, chosen)
    _send_tip(session, person, question.tip, reason, kind, now)
    quiz = await _send_quiz(session, person, question, now)
    lesson = Lesson(
        staff_id=staff.id,
        question=question,
        reason=reason,
        day=today,
        given_at=now,
        quiz=quiz.id,
    )
    session.add(lesson)
    await session.flush()
    return lesson


async def send_again(
    session: AsyncSession, person: Person, lesson: Lesson, *, now: datetime
) -> None:
    """Send the quiz of a lesson once more; only an answer to the newest one counts."""
    lesson.quiz = (await _send_quiz(session, person, lesson.question, now)).id
    await session.flush()


async def answer(
    session: AsyncSession, person: Person, poll_id: str, options: Sequence[int], *, now: datetime
) -> Lesson | None:
    """Record a poll answer and say why it is right or not; None when it is no lesson of theirs.

    Raises PollNotKnown while a quiz to this person is on its way: the answer may be to that one.
    """
    lesson = await lesson_of_poll(session, person, poll_id)
    if lesson is None:
        if await quiz_on_its_way(session, person):
            raise PollNotKnown
        return None
    if lesson.answered_at is not None or not options:
        return None
    lesson.chosen, lesson.answered_at = options[0], now
    lesson.right = options[0] == lesson.question.correct
    _explain(session, person, lesson, now)
    await session.flush()
    return lesson


async def today_of(session: AsyncSession, staff: Staff, *, now: datetime) -> date:
    """The date where the member of staff works."""
    return local_day(await _calendar(session, staff), now)


async def _calendar(session: AsyncSession, staff: Staff) -> WorkingCalendar:
    unit = await session.get_one(Unit, staff.unit_id)
    return await calendar_rules(session, unit.calendar_id)


def _send_tip(
    session: AsyncSession, person: Person, tip: Tip, reason: str, kind: Kind, now: datetime
) -> None:
    tell(
        session,
        person,
        "learning.tip",
        now=now,
        kind=kind,
        why=Text(f"learning.because.{reason}"),
        title=tip.title,
        text=tip.text,
        source=tip.source,
    )


async def _send_quiz(
    session: AsyncSession, person: Person, question: Question, now: datetime
) -> Outgoing:
    poll = {
        "question": question.question,
        "options": question.options,
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_ids": [question.correct],
        "explanation": question.explanation,
        "protect_content": True,
    }
    quiz = post(session, person.lane, Letter("send_poll", poll), now=now, kind="quiz")
    await session.flush()
    return quiz


def _explain(session: AsyncSession, person: Person, lesson: Lesson, now: datetime) -> None:
    question = lesson.question
    key = "learning.right" if lesson.right else "learning.not_right"
    tell(
        session,
        person,
        key,
        now=now,
        kind="interactive",
        buttons=[[Button("lessons.more")]],
        correct=question.options[question.correct],
        because=question.explanation,
        source=question.source,
    )
