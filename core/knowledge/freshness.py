"""Whether an answer is still true: its unit is asked on the day it is due, spaced by FSRS.

Only what has a unit is asked about. Whoever finds it still true makes the next look come later;
whoever has to change it, sooner. How long a day of forgetting is, is the office's own standard.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, standards, timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, next_opening, next_working_day_start
from core.errors import Refused
from core.knowledge.models import Article
from core.learning.spacing import Grade, Memory, review
from core.outbox import Button
from core.people.models import Staff, Unit
from core.people.queries import answers_for
from core.tickets.staffing import on_duty, people
from core.timers import Timer

ASK = "knowledge.review"
# More than these a day is a chore, and chores are tapped away.
MOST_A_DAY = 3
AGAIN_AFTER = timedelta(days=7)
# Days of forgetting; with 30 days each, about a year.
LONGEST = 12
SHOWN = 700


async def keep(
    session: AsyncSession, article: Article, unit_id: int | None, day: date | None, *, now: datetime
) -> None:
    """From now on this unit keeps it true; it is asked on `day`, or when FSRS finds it due."""
    article.unit_id = unit_id
    article.review_asked_at = None
    if unit_id is None:
        article.review_on = article.memory = None
        return
    if day is None or day <= _today(session, now):
        await _grade(session, article, Grade.GOOD, now)
    else:
        article.review_on = day
    await _plan(session, article, now)


async def confirm(session: AsyncSession, article: Article, staff: Staff, *, now: datetime) -> None:
    """Still true: says so, with today's date."""
    await _admit(session, article, staff)
    article.reviewed = _today(session, now)
    await _grade(session, article, Grade.GOOD, now)
    await _plan(session, article, now)


async def doubt(session: AsyncSession, article: Article, staff: Staff, *, now: datetime) -> None:
    """No longer true: it is looked at again soon, whatever becomes of it."""
    await _admit(session, article, staff)
    await _grade(session, article, Grade.AGAIN, now)
    await _plan(session, article, now)


async def ask(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Ask the unit, unless it was asked enough today; again in a week while nobody answers."""
    article = await session.get(Article, timer.data["article"])
    if article is None or not _is_due(article, timer):
        return
    unit = await session.get_one(Unit, article.unit_id)
    calendar = await calendar_rules(session, unit.calendar_id)
    today = datetime.combine(_today(session, now), time.min, session.info["service"].zone)
    if await _asked_since(session, unit, today) >= MOST_A_DAY:
        at = next_working_day_start(calendar, now)
    else:
        article.review_asked_at = now
        await _tell(session, article, unit, now)
        at = next_opening(calendar, now + AGAIN_AFTER)
    await _start(session, article, at, now)


async def keepers(session: AsyncSession, unit_id: int) -> Sequence[Staff]:
    """Who is asked: the heads on duty of the unit, else its officers."""
    here = people().where(on_duty(), Staff.unit_id == unit_id).order_by(Staff.id)
    found = (await session.scalars(here)).all()
    return [one for one in found if one.role == "head"] or found


async def _admit(session: AsyncSession, article: Article, staff: Staff) -> None:
    theirs = article.unit_id is not None and await answers_for(session, staff, article.unit_id)
    if not theirs or article.retired_at is not None:
        raise Refused("knowledge.wrong.not_keeper")


async def _grade(session: AsyncSession, article: Article, grade: Grade, now: datetime) -> None:
    day = timedelta(days=await standards.amount(session, "knowledge_days"))
    before = Memory.of(article.memory) if article.memory else None
    memory, due = review(before, grade, now, day=day, longest=LONGEST)
    article.memory, article.review_asked_at = memory.kept, None
    article.review_on = _today(session, due)


async def _plan(session: AsyncSession, article: Article, now: datetime) -> None:
    assert article.review_on is not None
    unit = await session.get_one(Unit, article.unit_id)
    morning = datetime.combine(article.review_on, time.min, session.info["service"].zone)
    calendar: WorkingCalendar = await calendar_rules(session, unit.calendar_id)
    await _start(session, article, next_opening(calendar, max(morning, now)), now)
    await session.flush()


async def _start(session: AsyncSession, article: Article, at: datetime, now: datetime) -> None:
    assert article.review_on is not None
    due = article.review_on.isoformat()
    key = f"{ASK}:{article.id}:{due}:{at:%Y-%m-%d}"
    await timers.start(session, key, ASK, at, now=now, article=article.id, due=due)


def _is_due(article: Article, timer: Timer) -> bool:
    """Whether it is still the day this timer was set for; a later answer moved it."""
    kept = article.unit_id is not None and article.retired_at is None
    due = article.review_on.isoformat() if article.review_on else ""
    return kept and due == timer.data["due"]


async def _asked_since(session: AsyncSession, unit: Unit, since: datetime) -> int:
    asked = select(func.count()).where(Article.unit_id == unit.id, Article.review_asked_at >= since)
    return (await session.scalars(asked)).one()


async def _tell(session: AsyncSession, article: Article, unit: Unit, now: datetime) -> None:
    cut = article.answer if len(article.answer) <= SHOWN else f"{article.answer[: SHOWN - 1]}…"
    buttons = [[Button("knowledge.right", article.id), Button("knowledge.alter", article.id)]]
    for staff in await keepers(session, unit.id):
        assert staff.person is not None
        outbox.tell(
            session,
            staff.person,
            "knowledge.review.ask",
            now=now,
            kind="notice",
            buttons=buttons,
            question=article.question,
            answer=cut,
            reviewed=article.reviewed,
        )


def _today(session: AsyncSession, now: datetime) -> date:
    return now.astimezone(session.info["service"].zone).date()
