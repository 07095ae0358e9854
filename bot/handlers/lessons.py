"""Lessons of a minute for staff, by themselves each working day or whenever asked for."""

from bot.flow import STAY, Flow
from bot.turn import Turn
from core.development.queries import plans_of
from core.i18n import Text
from core.learning import services as learning
from core.learning.models import Lesson
from core.learning.queries import lesson_today, progress
from core.outbox import Button
from core.people.models import Staff

lessons = Flow("lessons")

MORE = ((Button("lessons.more"),), (Button("simulation.choose"),))


@lessons.command("belajar", "learn")
async def today(turn: Turn) -> None:
    """Today's lesson, or how it went and how the learning goes."""
    if turn.staff is None:
        turn.say("learning.staff_only")
        return
    lesson = await _given_today(turn, turn.staff)
    if lesson is None:
        await _give(turn, turn.staff)
    else:
        await _review(turn, turn.staff, lesson)


@lessons.action
async def more(turn: Turn) -> None:
    """One lesson more, but not while a quiz still waits."""
    if turn.staff is None:
        turn.say("learning.staff_only")
        return
    lesson = await _given_today(turn, turn.staff)
    if lesson is not None and lesson.answered_at is None:
        await _review(turn, turn.staff, lesson)
    else:
        await _give(turn, turn.staff)


@lessons.action
async def again(turn: Turn) -> None:
    """The quiz once more, for whoever cannot find it or to whom it never came."""
    if turn.staff is None:
        turn.say("learning.staff_only")
        return
    lesson = await _given_today(turn, turn.staff)
    if lesson is None or lesson.answered_at is not None:
        await _give(turn, turn.staff)
    else:
        await learning.send_again(turn.session, turn.person, lesson, now=turn.now)


async def vote(turn: Turn) -> str | None:
    """A poll was answered."""
    answer = turn.update.poll_answer
    assert answer is not None
    await learning.answer(
        turn.session, turn.person, answer.poll_id, answer.option_ids, now=turn.now
    )
    return STAY


async def _given_today(turn: Turn, staff: Staff) -> Lesson | None:
    day = await learning.today_of(turn.session, staff, now=turn.now)
    return await lesson_today(turn.session, staff, day)


async def _give(turn: Turn, staff: Staff) -> None:
    lesson = await learning.give(turn.session, staff, turn.person, now=turn.now)
    if lesson is None:
        counts = await progress(turn.session, staff)
        turn.say("learning.all_done" if counts.questions else "learning.nothing_yet")


async def _review(turn: Turn, staff: Staff, lesson: Lesson) -> None:
    counts = await progress(turn.session, staff)
    waits = lesson.answered_at is None
    turn.say(
        "learning.today_open" if waits else "learning.today_done",
        buttons=((Button("lessons.again"),),) if waits else (*MORE, *await _planned(turn, staff)),
        title=lesson.question.tip.title,
        progress=Text("learning.progress", **vars(counts)),
    )


async def _planned(turn: Turn, staff: Staff) -> tuple[tuple[Button, ...], ...]:
    """The way to their plan, for whoever has one."""
    planned = await plans_of(turn.session, staff)
    return ((Button("development.mine"),),) if planned else ()
