"""The front page counts with daily tallies, and says what counting every ticket would say."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean, median_low

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.clock import FakeClock
from core.db import Database
from core.people.models import Unit
from core.tallies import services
from core.tallies.front import Front, front
from core.tallies.models import Tally
from core.tallies.queries import state
from core.tallies.rules import DAY, Known, day_of, median, midnight, packed, split, widened
from core.ticker import Ticker
from core.tickets import chain
from core.tickets.access import Sight
from core.tickets.models import OPEN, SOLVED, Ticket
from core.timers import Timer
from tanggap.bench import crowd, office

NOW = datetime(2026, 11, 20, 3, 17, tzinfo=UTC)
DAYS = (7, 30, 365)
dates = st.integers(0, 40).map(lambda days: day_of(NOW) - days * DAY)


@given(st.integers(0, 40 * 86_400), dates, dates, st.sets(dates))
def test_every_moment_of_a_period_is_read_exactly_once(
    seconds: int, first: date, until: date, changed: set[date]
) -> None:
    since, known = NOW - timedelta(seconds=seconds), Known(first, until, NOW)
    days, spans = split(since, NOW, known, changed)
    parts = [(midnight(day), midnight(day + DAY)) for day in days]
    parts += [(span.start, span.end or midnight(day_of(NOW) + DAY)) for span in spans]
    parts.sort()
    assert parts[0][0] == since
    assert [end for _, end in parts] == [start for start, _ in parts[1:]] + [
        midnight(day_of(NOW) + DAY)
    ]
    assert all(known.has(day) and day not in changed for day in days)


@given(st.lists(st.lists(st.integers(0, 2**31), max_size=9), max_size=9))
def test_a_median_of_parts_is_that_of_all(parts: list[list[int]]) -> None:
    every = [value for part in parts for value in part]
    found = median(packed(part) for part in parts)
    assert (found.value, found.n) == (median_low(every) if every else None, len(every))


@given(dates, dates, st.integers(1, 9))
def test_counting_reaches_yesterday_and_then_the_longest_period(
    one: date, other: date, at_most: int
) -> None:
    known = Known(min(one, other), max(one, other), NOW)
    for _ in range(60):
        wider = widened(known, NOW, at_most=at_most, longest=30 * DAY)
        assert sum(not known.has(day) for day in wider.days()) <= at_most
        known = wider
    assert (known.first, known.until) == (day_of(NOW) - 30 * DAY, day_of(NOW))


async def test_the_front_page_is_exact_whatever_has_been_counted(database: Database) -> None:
    """Cases change, move, hide and come in late; the job runs now and then, or not for days."""
    dice, now = Random(5), NOW
    await _open_office(database, now)
    await _is_exact(database, now)
    for number in range(40):
        now += timedelta(minutes=dice.choice((1, 7, 600, 3_000)))
        async with database.begin() as session:
            await _something_happens(session, dice, now)
            if number % 3 == 0:
                await services.refresh(session, now=now)
        if number % 4 == 0:
            await _is_exact(database, now)
    async with database.read() as session:
        known = await state(session, now=now)
    assert known.until == day_of(now)
    assert known.first < day_of(NOW) - 90 * DAY


async def test_a_round_counts_what_changed_and_sets_the_next(database: Database) -> None:
    clock = FakeClock(NOW)
    await _open_office(database, NOW)
    ticker = Ticker(database, clock, services.HANDLERS)
    async with database.begin() as session:
        await services.plan(session, now=NOW)
        await services.plan(session, now=NOW + timedelta(seconds=1))
    for _ in range(50):
        clock.forward(services.EVERY)
        assert await ticker.tick() == 1
    async with database.read() as session:
        known = await state(session, now=clock.now())
        assert known.days()[-1] == day_of(clock.now()) - DAY
        assert known.first == day_of(clock.now()) - services.KEPT
        assert (await session.scalars(select(Tally.day).distinct())).all()
        rows = (await session.scalars(select(Timer).where(Timer.kind == services.KIND))).all()
    assert len(rows) <= 2
    assert await timers_left(database) == 1


async def timers_left(database: Database) -> int:
    async with database.read() as session:
        return len(await timers.due(session, now=NOW + timedelta(days=1)))


async def _open_office(database: Database, now: datetime) -> None:
    await office.fill(database, 400, now=now)


async def _something_happens(session: AsyncSession, dice: Random, now: datetime) -> None:
    """One of the things that move a number, each with its event as every verb leaves one."""
    rows = (await session.scalars(select(Ticket).order_by(Ticket.id))).all()
    units = (await session.scalars(select(Unit.id).order_by(Unit.id))).all()
    for ticket in dice.sample(rows, 3):
        dice.choice((_answer, _solve, _explain, _rate, _object, _hide, _guard, _move))(
            ticket, dice, units
        )
        chain.append(session, ticket, "noted", now=now)
    late = dice.choice(rows)
    made = crowd_case(session, late, now - timedelta(days=dice.randrange(20)), now)
    session.add(made)
    chain.append(session, made, "filed", now=now)
    await session.flush()
