"""Counting cases into the bets, and finding what has become sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed, insert
from core.development import rules
from core.development.models import DevelopmentPlan, GapCase, GapEvidence, GapRule
from core.development.rules import LEVELS, Count, Standard, Subject
from core.tickets.models import Category

ALIVE = timedelta(days=366)


@dataclass(frozen=True)
class Gap:
    """Sure enough: what the bet held when it became so, and its edge in percent."""

    subject: Subject
    count: Count
    bound: int
    split: int


def subjects(case: GapCase) -> list[Subject]:
    """Everything a case still speaks about, the narrowest first."""
    ids = (case.staff_id, case.unit_id, case.category_id, rules.EVERYBODY)
    return [one for one in rules.subjects(ids, case.signal) if one.place < case.counts_below]


def subject_of(plan: DevelopmentPlan) -> Subject:
    return Subject(LEVELS.index(plan.level), plan.subject_id, plan.signal)


def cases_of(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """The cases of a subject, as conditions."""
    same = (GapCase.signal == subject.signal,)
    columns = (GapCase.staff_id, GapCase.unit_id, GapCase.category_id)
    if subject.level == "office":
        return same
    return (*same, columns[subject.place] == subject.subject_id)


async def count_in(session: AsyncSession, cases: Sequence[GapCase]) -> set[Subject]:
    """Add what was noted to the bets; what was touched.

    What an open plan speaks about does not count for its level, nor for wider ones.
    """
    await _cover(session, cases)
    tally: dict[tuple[Subject, date], Count] = {}
    for case in cases:
        if case.state == "counted":
            for subject, first in product(subjects(case), rules.bets(_day(session, case.at))):
                tally[subject, first] = tally.get((subject, first), Count()).plus(case.bad)
    touched = {subject for subject, _ in tally}
    splits = {subject: await _split(session, subject) for subject in touched}
    for (subject, first), count in tally.items():
        await _add(session, subject, first, count, splits[subject])
    return touched


async def recount(session: AsyncSession, subject: Subject, *, now: datetime) -> None:
    """Make the bets of a subject anew from its cases that count."""
    await changed(session, delete(GapEvidence).where(*_of(subject)))
    counted = (GapCase.state == "counted", GapCase.counts_below > subject.place)
    lately = GapCase.at > now - ALIVE
    found = select(GapCase.at, GapCase.bad).where(*cases_of(subject), *counted, lately)
    rows = (await session.execute(found)).all()
    split = await _split(session, subject)
    held = rules.counts((_day(session, row.at), row.bad) for row in rows)
    alive = rules.bets(_day(session, now))
    session.add_all(
        GapEvidence(**_named(subject), started_on=first, n=count.n, bad=count.bad, split=split)
        for first, count in held.items()
        if first in alive
    )
    await session.flush()


async def gap_of(session: AsyncSession, subject: Subject, *, now: datetime) -> Gap | None:
    """What one of its running bets makes sure, if any does."""
    rule = await session.get(GapRule, subject.signal)
    if rule is None:
        return None
    standard = Standard(rule.threshold, rule.minimum)
    running = GapEvidence.started_on.in_(rules.bets(_day(session, now)))
    found = select(GapEvidence).where(*_of(subject), running)
    fresh = {"populate_existing": True}  # counted past the session
    for row in await session.scalars(
        found.order_by(GapEvidence.started_on.desc()), execution_options=fresh
    ):
        count = Count(row.n, row.bad)
        if rules.is_gap(count, standard, subject.level, row.split):
            return Gap(subject, count, rules.bound(count, subject.level, row.split), row.split)
    return None


async def cover(session: AsyncSession, subject: Subject, *, now: datetime) -> None:
    """From now on its cases so far count only for what is narrower."""
    lately = (GapCase.at > now - ALIVE, GapCase.counts_below > subject.place)
    theirs = update(GapCase).where(*cases_of(subject), *lately)
    await changed(session, theirs.values(counts_below=subject.place))


async def touched_by(session: AsyncSession, subject: Subject, *, now: datetime) -> list[Subject]:
    """The subject and the wider ones its cases speak about too."""
    found = select(GapCase.unit_id, GapCase.category_id).where(
        *cases_of(subject), GapCase.at > now - ALIVE
    )
    wider: set[Subject] = {subject, Subject(len(LEVELS) - 1, rules.EVERYBODY, subject.signal)}
    for unit_id, category_id in (await session.execute(found.distinct())).all():
        wider.add(Subject(1, unit_id, subject.signal))
        if category_id is not None:
            wider.add(Subject(2, category_id, subject.signal))
    return sorted(one for one in wider if one.place >= subject.place)


async def _cover(session: AsyncSession, cases: Sequence[GapCase]) -> None:
    """The plans that are open for one of their subjects take them."""
    open_ = select(DevelopmentPlan.level, DevelopmentPlan.subject_id, DevelopmentPlan.signal)
    rows = await session.execute(open_.where(DevelopmentPlan.state.in_(rules.OPEN)))
    covered = {Subject(LEVELS.index(row.level), row.subject_id, row.signal) for row in rows}
    for case in cases:
        places = [one.place for one in subjects(case) if one in covered]
        if places:
            case.counts_below = min(places)
            same = (GapCase.ticket_id == case.ticket_id, GapCase.signal == case.signal)
            below = update(GapCase).where(*same).values(counts_below=case.counts_below)
            await changed(session, below)


async def _add(
    session: AsyncSession, subject: Subject, first: date, count: Count, split: int
) -> None:
    key = {**_named(subject), "started_on": first}
    added = insert(session, GapEvidence).values(**key, n=count.n, bad=count.bad, split=split)
    more = {"n": GapEvidence.n + count.n, "bad": GapEvidence.bad + count.bad}
    await session.execute(added.on_conflict_do_update(index_elements=list(key), set_=more))


async def _split(session: AsyncSession, subject: Subject) -> int:
    """How many of its kind one member of staff is concerned by: the services of the unit."""
    if subject.level != "service":
        return 1
    unit = select(Category.unit_id).where(Category.id == subject.subject_id).scalar_subquery()
    together = select(func.count(Category.id)).where(Category.unit_id == unit)
    return max(1, (await session.scalars(together)).one())


def _named(subject: Subject) -> dict[str, Any]:
    return {
        "level": subject.level,
        "subject_id": subject.subject_id,
        "signal": subject.signal,
    }


def _of(subject: Subject) -> list[ColumnElement[bool]]:
    """The bets on a subject, as conditions."""
    return [getattr(GapEvidence, name) == value for name, value in _named(subject).items()]


def _day(session: AsyncSession, moment: datetime) -> date:
    return moment.astimezone(session.info["service"].zone).date()
