"""Which lesson comes next, when, and what becomes of an answer."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core import timers
from core.calendar.rules import is_working_day, local_day
from core.learning import services as learning
from core.learning.content import load_lessons
from core.learning.models import Lesson, Need, Question
from core.learning.queries import progress
from core.learning.rules import AGAIN_AFTER, Past, choose, next_lesson
from core.learning.timetable import HANDLERS
from core.outbox import Outgoing
from core.timers import Timer
from tests.core.offices import OFFICE, moment
from tests.core.sample_content import QUESTIONS, REMEDIES, TIPS
from tests.core.town import NOW, Town, open_town

TODAY = date(2026, 3, 2)


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        async with opened.begin() as session:
            await load_lessons(session, TIPS, QUESTIONS, REMEDIES, now=NOW)
        yield opened


async def lesson(town: Town, name: str = "Budi", now: datetime = NOW) -> str | None:
    """Give somebody a lesson; the code of its question."""
    async with town.begin() as session:
        staff, person = await town.staff(session, name), await town.person(session, name)
        given_ = await learning.give(session, staff, person, now=now)
        return given_.question.code if given_ else None


async def sent(town: Town, poll_id: str) -> None:
    """Telegram took the newest quiz and named its poll."""
    async with town.begin() as session:
        quizzes = select(Outgoing).where(Outgoing.kind == "quiz").order_by(Outgoing.id.desc())
        quiz = (await session.scalars(quizzes.limit(1))).one()
        quiz.state, quiz.poll_id, quiz.attempt = "sent", poll_id, 1


async def answers(town: Town, poll_id: str, option: int, name: str = "Budi") -> Lesson | None:
    async with town.begin() as session:
        person = await town.person(session, name)
        return await learning.answer(session, person, poll_id, [option], now=NOW)


async def needs(town: Town, signal: str, ticket: int) -> None:
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        await learning.need(session, budi, signal, ticket, now=NOW)


async def the(town: Town, table: type[Any]) -> list[Any]:
    async with town.begin() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def test_a_lesson_is_a_tip_and_a_quiz_that_names_its_voter(town: Town) -> None:
    assert await lesson(town) == "sikap/satu"
    tip, quiz = (letter for _, letter in (await town.letters("Budi"))[-2:])
    assert "Isi sikap/satu." in tip["text"]
    assert quiz["type"] == "quiz"
    assert quiz["is_anonymous"] is False
    assert quiz["correct_option_ids"] == [1]
    assert quiz["explanation"] == "Sebab sikap/satu."


async def test_nothing_comes_twice_on_a_day_and_then_there_is_nothing_left(town: Town) -> None:
    got = [await lesson(town) for _ in range(4)]
    assert got == ["sikap/satu", "waktu/dua", "arah/tiga", None]


async def test_a_right_answer_is_recorded_and_explained(town: Town) -> None:
    await lesson(town)
    await sent(town, "poll-1")
    answered = await answers(town, "poll-1", 1)
    assert answered is not None
    assert answered.right
    said = (await town.reads("Budi"))[-1]
    assert "Benar" in said
    assert "Sebab sikap/satu." in said
    assert "kebijakan kantor" in said


async def test_a_wrong_answer_is_told_the_right_one_and_why(town: Town) -> None:
    await lesson(town)
    await sent(town, "poll-1")
    await answers(town, "poll-1", 0)
    said = (await town.reads("Budi"))[-1]
    assert "Belum tepat" in said
    assert "Tepat" in said
    assert "Sebab sikap/satu." in said


async def test_a_poll_is_answered_once_and_only_by_whom_it_was_sent_to(town: Town) -> None:
    await lesson(town)
    await sent(town, "poll-1")
    assert await answers(town, "poll-1", 1, "Dewi") is None
    assert await answers(town, "poll-1", 1) is not None
    assert await answers(town, "poll-1", 0) is None
    [only] = await the(town, Lesson)
    assert only.chosen == 1


async def test_an_answer_that_overtakes_its_quiz_is_tried_again(town: Town) -> None:
    await lesson(town)
    async with town.begin() as session:
        quiz = (await session.scalars(select(Outgoing).where(Outgoing.kind == "quiz"))).one()
        quiz.attempt = 1
    with pytest.raises(learning.PollNotKnown):
        await answers(town, "poll-1", 1)
    await sent(town, "poll-1")
    assert await answers(town, "poll-1", 1) is not None


async def test_an_answer_to_a_poll_nobody_knows_is_ignored(town: Town) -> None:
    assert await answers(town, "poll-x", 1) is None


async def test_a_case_that_went_late_chooses_the_next_lesson(town: Town) -> None:
    ticket = await town.files()
    await needs(town, "late", ticket)
    assert await lesson(town) == "arah/tiga"
    assert "melewati batas waktu" in (await town.reads("Budi"))[-1]
    [need] = await the(town, Need)
    assert need.met_at == NOW
    assert await lesson(town) == "sikap/satu"


async def test_a_case_asks_for_a_lesson_once_and_one_need_of_a_kind_waits(town: Town) -> None:
    first, second = await town.files(), await town.files()
    for ticket in (first, first, second):
        await needs(town, "late", ticket)
    assert len(await the(town, Need)) == 1
    await lesson(town)
    await needs(town, "late", first)
    await needs(town, "late", second)
    assert [need.ticket_id for need in await the(town, Need)] == [first, second]


async def test_a_signal_that_does_not_exist_is_an_error(town: Town) -> None:
    with pytest.raises(ValueError, match="low_rating"):
        await needs(town, "lazy", 1)


async def test_the_daily_lesson_comes_at_its_hour_on_working_days(town: Town) -> None:
    async with town.begin() as session:
        await learning.plan_all(session, now=NOW)
        await learning.plan_all(session, now=NOW)
    # Friday 09:00: the hour is over, and the weekend is free.
    mine = {timer.due_at for timer in await the(town, Timer) if timer.kind == learning.DAILY}
    assert mine == {moment("2026-11-23 08:00")}
    await fire(town, "2026-11-23 08:00")
    staff = len([one for one in await the(town, Timer) if one.fired_at is not None])
    assert staff == len(await the(town, Lesson)) == 6
    left = {timer.due_at for timer in await the(town, Timer) if timer.fired_at is None}
    assert left == {moment("2026-11-24 08:00")}


async def test_who_is_away_gets_no_lesson_but_the_next_timer(town: Town) -> None:
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        budi.on_duty = False
        await learning.plan(session, budi, now=NOW)
    await fire(town, "2026-11-23 08:00")
    assert await the(town, Lesson) == []
    assert [timer.fired_at is None for timer in await the(town, Timer)].count(True) == 1


async def test_who_took_todays_lesson_early_is_not_sent_another(town: Town) -> None:
    monday = moment("2026-11-23 07:00")
    async with town.begin() as session:
        await learning.plan(session, await town.staff(session, "Budi"), now=NOW)
    await lesson(town, now=monday)
    await fire(town, "2026-11-23 08:00")
    assert len(await the(town, Lesson)) == 1


async def test_another_hour_moves_the_timer(town: Town) -> None:
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        await learning.plan(session, budi, now=NOW)
        budi.learns_at = 14
        await learning.plan(session, budi, now=NOW)
    assert [timer.due_at for timer in await the(town, Timer)] == [moment("2026-11-20 14:00")]


async def test_loading_content_again_changes_only_what_changed(town: Town) -> None:
    changed = [*QUESTIONS[:2], {**QUESTIONS[2], "explanation": "Sebab yang baru."}]
    async with town.begin() as session:
        assert await load_lessons(session, TIPS, QUESTIONS, REMEDIES, now=NOW) == 0
        assert await load_lessons(session, TIPS, changed, REMEDIES, now=NOW) == 1  # type: ignore[arg-type]
        assert await load_lessons(session, TIPS, QUESTIONS[:2], REMEDIES, now=NOW) == 1
    assert [one.retired_at is None for one in await the(town, Question)] == [True, True, False]


async def test_progress_counts_lessons_answers_and_what_is_known(town: Town) -> None:
    await lesson(town)
    await sent(town, "poll-1")
    await answers(town, "poll-1", 1)
    await lesson(town)
    async with town.begin() as session:
        counts = await progress(session, await town.staff(session, "Budi"))
    assert (counts.lessons, counts.answered, counts.right) == (2, 1, 1)
    assert (counts.known, counts.questions) == (1, 3)


@given(st.integers(0, 600 * 24 * 60), st.integers(0, 23))
def test_a_lesson_is_always_later_and_on_a_working_day(minutes: int, hour: int) -> None:
    after = moment("2026-01-01 00:00") + timedelta(minutes=minutes)
    at = next_lesson(OFFICE, hour, after)
    assert at > after
    assert is_working_day(OFFICE, local_day(OFFICE, at))
    assert at.astimezone(OFFICE.timezone).hour == hour


PASTS = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        Past,
        st.dates(TODAY - timedelta(days=30), TODAY),
        st.sampled_from([True, False, None]),
    ),
)


@given(PASTS, st.lists(st.integers(1, 8), unique=True))
def test_a_choice_is_never_repeated_on_a_day_nor_of_what_is_gone(
    past: dict[int, Past], wanted: list[int]
) -> None:
    questions = [1, 2, 3, 4]
    chosen = choose(questions, past, wanted, TODAY)
    free = [one for one in questions if one not in past or past[one].day < TODAY]
    assert (chosen is None) == (not free)
    assert chosen is None or chosen in free
    asked_for = [one for one in wanted if one in free]
    assert not asked_for or chosen == asked_for[0]


def test_what_was_wrong_comes_back_after_a_while_and_before_anything_new() -> None:
    wrong = {2: Past(TODAY - AGAIN_AFTER, False)}
    assert choose([1, 2, 3], wrong, [], TODAY) == 2
    fresh = {2: Past(TODAY - timedelta(days=1), False)}
    assert choose([1, 2, 3], fresh, [], TODAY) == 1


async def fire(town: Town, at: str) -> None:
    now = moment(at)
    async with town.begin() as session:
        while found := await timers.due(session, now=now, limit=1):
            await timers.fire(session, found[0], now=now)
            await HANDLERS[found[0].kind](session, found[0], now=now)
