"""The front page counts with daily tallies, and says what counting every ticket would say."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from statistics import fmean, median_low
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database
from core.people.models import Unit
from core.tallies import services
from core.tallies.front import Front, front
from core.tallies.models import Tally
from core.tallies.queries import state
from core.tallies.rules import DAY, Known, Measure, day_of, median, midnight, packed, split, widened
from core.ticker import Ticker
from core.tickets import chain
from core.tickets.access import Sight
from core.tickets.models import OPEN, Ticket
from core.tickets.rules import new_code
from core.timers import Timer
from tanggap.bench import crowd, office
from tanggap.bench.case import case

NOW = datetime(2026, 11, 20, 3, 17, tzinfo=UTC)
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
    await office.fill(database, 400, now=now)
    await _is_exact(database, now)
    for number in range(36):
        now += timedelta(minutes=dice.choice((1, 7, 600, 3_000)))
        async with database.begin() as session:
            await _something_happens(session, dice, now)
        if number % 3 == 0:
            async with database.begin() as session:
                await services.refresh(session, now=now)
        if number % 4 == 0:
            await _is_exact(database, now)
    async with database.read() as session:
        known = await state(session, now=now)
        kept = (await session.scalars(select(Tally.day))).all()
    assert known.has(day_of(now) - 90 * DAY)
    assert all(map(known.has, kept))


async def test_rounds_reach_the_longest_period_and_set_each_other(database: Database) -> None:
    clock = Standing(NOW)
    ticker = Ticker(database, clock, services.HANDLERS)
    for later in (timedelta(), timedelta(seconds=1)):
        async with database.begin() as session:
            await services.plan(session, now=NOW + later)
    for _ in range(services.KEPT.days // services.ADDED + 1):
        clock.moment += services.EVERY
        assert await ticker.tick() == 1
    async with database.read() as session:
        known = await state(session, now=clock.now())
        left = (await session.scalars(select(Timer).where(Timer.kind == services.KIND))).all()
    assert (known.first, known.until) == (day_of(NOW) - services.KEPT, day_of(NOW))
    assert [one.fired_at is None for one in sorted(left, key=lambda one: one.due_at)] == [
        False,
        True,
    ]


class Standing:
    """A clock that is moved by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


async def _something_happens(session: AsyncSession, dice: Random, now: datetime) -> None:
    """Things that move a number, each with its event as every verb leaves one."""
    tickets = (await session.scalars(select(Ticket).order_by(Ticket.id))).all()
    units = (await session.scalars(select(Unit.id).order_by(Unit.id))).all()
    for ticket in dice.sample(tickets, 4):
        _change(ticket, dice, units)
        chain.append(session, ticket, "noted", now=now)
    made = case(await crowd.office(session), dice, new_code(), now - dice.random() * 9 * DAY, now)
    late = Ticket(**made, last_seq=0, head="")
    session.add(late)
    chain.append(session, late, "filed", now=now)
    await session.flush()


def _change(ticket: Ticket, dice: Random, units: Sequence[int]) -> None:
    seconds = dice.randrange(400_000)
    changes: tuple[dict[str, Any], ...] = (
        {"response_seconds": seconds},
        {"state": "closed", "outcome": "fixed", "resolve_seconds": seconds, "paused_at": None},
        {"state": "closed", "outcome": "declined", "resolve_seconds": None, "paused_at": None},
        {"rating": dice.randrange(1, 5)},
        {"state": "accepted", "reopened": ticket.reopened + 1, "rating": None, "outcome": None},
        {"confidential": True},
        {"guarded": True},
        {"unit_id": dice.choice(units)},
    )
    for name, value in dice.choice(changes).items():
        setattr(ticket, name, value)


async def _is_exact(database: Database, now: datetime) -> None:
    """Of every account, over every period."""
    async with database.read() as session:
        top, below = (await session.scalars(select(Unit.id).order_by(Unit.id).limit(2))).all()
        sights = [Sight(None, "admin"), Sight(None, "coordinator"), Sight(below, "head")]
        for sight, days in product([*sights, Sight(top, "viewer")], (7, 30, 365)):
            since = now - days * DAY
            shown = await front(session, sight, since=since, now=now)
            seen = (await session.scalars(select(Ticket).where(*sight.conditions()))).all()
            _agrees(shown, seen, since, now)


def _agrees(shown: Front, seen: Sequence[Ticket], since: datetime, now: datetime) -> None:
    still = [one for one in seen if one.state in OPEN]
    came = [one for one in seen if one.opened_at >= since]
    found = shown.figures
    assert found.open == len(still)
    assert found.overdue == sum(one.paused_at is None and one.due_at < now for one in still)
    assert found.received == len(came)
    assert found.unsolved == sum(one.outcome is not None and not one.is_solved for one in came)
    assert found.objected_again == sum(one.reopened > 1 for one in came)
    times = [one.response_seconds for one in came if one.response_seconds is not None]
    assert found.response == Measure(median_low(times) if times else None, len(times))
    times = [one.resolve_seconds for one in came if one.resolve_seconds is not None]
    assert found.solution == Measure(median_low(times) if times else None, len(times))
    stars = [one.rating for one in came if one.rating is not None]
    assert found.rating == Measure(round(fmean(stars), 1) if stars else None, len(stars))
    tops = [one for one in shown.units if one.depth == 0]
    assert sum(one.open for one in tops) == len(still)
    assert (sum(one.received for one in tops), sum(one.solved for one in tops)) == (
        len(came),
        len(times),
    )
