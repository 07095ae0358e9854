"""What the office reads: a tree of units, each with its index and its indikasi kepuasan.

The ratings of cases (`indikasi kepuasan`) are never called SKM: they ask one thing of those whose
case has ended, and nine questions ask what PermenPANRB 14/2017 wants to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from sqlalchemy import case, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.i18n import Text
from core.lanes import named
from core.people.models import Unit
from core.people.panel_queries import Line, tree
from core.survey import queries, rules, suppression
from core.survey.models import TRAITS, Band
from core.survey.rules import Count, Period, Result, Share
from core.survey.wording import Wordings
from core.tickets.models import Category, HiddenReporter, Ticket


@dataclass(frozen=True)
class UnitReport:
    """A unit with all below it; `depth` is its place in the tree, 0 at the top."""

    unit: Unit
    depth: int
    result: Result
    share: Share


@dataclass(frozen=True)
class Report:
    """The first of `units` is the whole; none when there is no unit."""

    period: Period
    units: Sequence[UnitReport]
    elements: Sequence[str]
    bands: Sequence[Band]
    minimum: int
    wordings: Wordings = field(default_factory=dict)

    @property
    def source(self) -> Text:
        """What the grades go by; what nobody has checked is never called the law."""
        if self.bands and all(band.is_law for band in self.bands):
            return Text("survey.bands_law", title=self.bands[0].source_title)
        return Text("survey.bands_office")


async def report(session: AsyncSession, period: Period, within: int | None) -> Report:
    """Of a unit and all below it, None for the whole office.

    What is hidden is settled for the whole office, whoever reads: else two could compare.
    """
    lines = await tree(session)
    counts, shares = (
        await queries.counts(session, period, "unit_id"),
        await _shares(session, period),
    )
    elements, bands = await queries.elements(session), await queries.bands(session, period.first)
    minimum = await standards.amount(session, "survey_minimum")
    few, rated_few = (
        suppression.units([one.depth for one in lines], answered, minimum)
        for answered in (
            [counts.get(one.unit.id, Count()).sheets for one in lines],
            [shares.get(one.unit.id, Share()).n for one in lines],
        )
    )
    found = []
    for place, line in enumerate(lines):
        below = [one.unit.id for one in _under(lines, place)]
        whole = sum((counts.get(one, Count()) for one in below), Count())
        share = replace(_sum([shares.get(one, Share()) for one in below]), minimum=minimum)
        result = rules.result(whole, elements, bands, minimum, hidden=place in few)
        shown = replace(share, hidden=place in rated_few)
        found.append(UnitReport(line.unit, line.depth, result, shown))
    seen = {line.unit.id for line in await tree(session, within)} if within else None
    mine = [one for one in found if seen is None or one.unit.id in seen]
    words = await queries.wordings(session, period.first)
    return Report(period, mine, elements, bands, minimum, words)


async def parts(session: AsyncSession, whole: Report, unit: Unit, by: str) -> dict[object, Result]:
    """The results of a unit and all below it, by `category_id` or `channel`."""
    lines = await tree(session)
    place = next(n for n, line in enumerate(lines) if line.unit.id == unit.id)
    answered = await queries.sheets_by(session, whole.period, by)
    own = [answered.get(line.unit.id, {}) for line in lines]
    _, gone = suppression.cells([one.depth for one in lines], own, whole.minimum)
    units = [line.unit.id for line in _under(lines, place)]
    found = await queries.counts(session, whole.period, by, units)
    facts = (whole.elements, whole.bands, whole.minimum)
    shown = {
        key: rules.result(count, *facts, hidden=(place, key) in gone)
        for key, count in found.items()
    }
    return dict(sorted(shown.items(), key=lambda part: -part[1].n))


async def services(
    session: AsyncSession, whole: Report, unit: Unit
) -> list[tuple[Category | None, Result]]:
    """The same by category, the most answered first; None is what came in without one."""
    found = await parts(session, whole, unit, "category_id")
    known = await session.scalars(select(Category).where(Category.id.in_(found)))
    named: dict[object, Category] = {one.id: one for one in known}
    return [(named.get(key), result) for key, result in found.items()]


async def profile(session: AsyncSession, whole: Report, unit: Unit) -> dict[str, dict[str, int]]:
    """What respondents said of themselves, where enough of them did."""
    units = [line.unit.id for line in await tree(session, unit.id)]
    told = await queries.respondents(session, whole.period, units)
    return {
        trait: {value: told[trait][value] for value in values if value in told[trait]}
        for trait, values in TRAITS.items()
        if sum(told.get(trait, {}).values()) >= whole.minimum
    }


def _under(lines: Sequence[Line], place: int) -> list[Line]:
    """The line itself and those below it in the tree."""
    end = place + 1
    while end < len(lines) and lines[end].depth > lines[place].depth:
        end += 1
    return list(lines[place:end])


def _sum(shares: Sequence[Share]) -> Share:
    return Share(
        sum(one.asked for one in shares),
        sum(one.n for one in shares),
        sum(one.satisfied for one in shares),
    )


async def _shares(session: AsyncSession, period: Period) -> dict[int, Share]:
    """Of the cases closed in the period whose reporter reads here, by unit."""
    zone = session.info["service"].zone
    first, end = (datetime.combine(day, time.min, zone) for day in (period.first, period.end))
    hidden = select(HiddenReporter.ticket_id)
    satisfied = case((Ticket.rating >= rules.SATISFIED, 1))
    statement = (
        select(Ticket.unit_id, func.count(), func.count(Ticket.rating), func.count(satisfied))
        .where(Ticket.state == named("closed"), Ticket.closed_at >= first, Ticket.closed_at < end)
        .where(or_(Ticket.reporter_id.is_not(None), Ticket.id.in_(hidden)))
        .where(not_(Ticket.confidential), Ticket.master_id.is_(None))
        .group_by(Ticket.unit_id)
    )
    rows = await session.execute(statement)
    return {unit: Share(asked, n, well) for unit, asked, n, well in rows}
