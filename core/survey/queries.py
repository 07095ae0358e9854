"""Reading elements, grades and what came in, by unit, service or channel."""

from collections.abc import Collection, Hashable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.features.queries import current
from core.survey.models import Answer, Asked, Band, Element, Respondents, Wording
from core.survey.rules import Count, Period, Sum


async def is_on(session: AsyncSession) -> bool:
    """Whether this office surveys at all."""
    return current(session).on("survey") and bool(await standards.amount(session, "survey_on"))


async def has_results(session: AsyncSession) -> bool:
    """Whether anybody was asked yet, and the survey is not off."""
    if not await is_on(session):
        return False
    return (await session.scalars(select(Asked.id).limit(1))).first() is not None


async def elements(session: AsyncSession) -> list[str]:
    """The codes in the order of asking."""
    return list(await session.scalars(select(Element.code).order_by(Element.place, Element.code)))


async def wordings(session: AsyncSession, on: date) -> dict[str, Wording]:
    """The office's own words that hold on this day, by element."""
    rows = await session.scalars(select(Wording).where(Wording.since <= on).order_by(Wording.since))
    return {one.element: one for one in rows}


async def every_wording(session: AsyncSession, code: str) -> Sequence[Wording]:
    """Of one element, the last one first."""
    statement = select(Wording).where(Wording.element == code)
    return (await session.scalars(statement.order_by(Wording.since.desc()))).all()


async def reworded(session: AsyncSession, period: Period) -> Sequence[Wording]:
    """What was asked in other words from some month within the period on."""
    within = (Wording.since > period.first, Wording.since < period.end)
    return (await session.scalars(select(Wording).where(*within).order_by(Wording.since))).all()


async def is_answered(session: AsyncSession, month: date) -> bool:
    """Whether anybody has answered in the month of this first day, or later."""
    statement = select(Answer.sheet).where(Answer.month >= month).limit(1)
    return (await session.scalars(statement)).first() is not None


async def bands(session: AsyncSession, on: date) -> Sequence[Band]:
    """Those that hold on this day, the best grade first."""
    since = select(func.max(Band.since)).where(Band.since <= on).scalar_subquery()
    found = select(Band).where(Band.since == since).order_by(Band.least.desc())
    return (await session.scalars(found)).all()


async def every_band(session: AsyncSession) -> Sequence[Band]:
    """Those that hold, held and will hold, the last ones first."""
    order = (Band.since.desc(), Band.least.desc())
    return (await session.scalars(select(Band).order_by(*order))).all()


async def counts(
    session: AsyncSession, period: Period, by: str, units: Collection[int] | None = None
) -> dict[object, Count]:
    """What came in, by `unit_id`, `category_id` or `channel`; of these units, None for all."""
    found: dict[object, Count] = {}
    for part in (
        await _asked(session, period, by, units),
        await _sheets(session, period, by, units),
    ):
        for key, one in part:
            found[key] = found.get(key, Count()) + one
    return found


async def _asked(
    session: AsyncSession, period: Period, by: str, units: Collection[int] | None
) -> list[tuple[object, Count]]:
    column = getattr(Asked, by)
    statement = select(column, func.count(Asked.id)).where(*_within(Asked, period, units))
    rows = await session.execute(statement.group_by(column))
    return [(key, Count(asked=n)) for key, n in rows]


async def _sheets(
    session: AsyncSession, period: Period, by: str, units: Collection[int] | None
) -> list[tuple[object, Count]]:
    column, within = getattr(Answer, by), _within(Answer, period, units)
    sheets = select(column, func.count(distinct(Answer.sheet))).where(*within).group_by(column)
    sums = (
        select(column, Answer.element, func.count(), func.sum(Answer.answer))
        .where(*within)
        .group_by(column, Answer.element)
    )
    found = [(key, Count(sheets=n)) for key, n in await session.execute(sheets)]
    for key, code, n, total in await session.execute(sums):
        found.append((key, Count(sums={code: Sum(n, int(total))})))
    return found


async def sheets_by(
    session: AsyncSession, period: Period, by: str
) -> dict[int, dict[Hashable, int]]:
    """How many sheets came in, by unit and by `category_id` or `channel`."""
    column = getattr(Answer, by)
    statement = select(Answer.unit_id, column, func.count(distinct(Answer.sheet)))
    statement = statement.where(*_within(Answer, period, None)).group_by(Answer.unit_id, column)
    found: dict[int, dict[Hashable, int]] = {}
    for unit_id, key, n in await session.execute(statement):
        found.setdefault(unit_id, {})[key] = n
    return found


async def respondents(
    session: AsyncSession, period: Period, units: Collection[int]
) -> dict[str, dict[str, int]]:
    """How many said what of themselves, by trait and value."""
    n = func.sum(Respondents.n)
    statement = select(Respondents.trait, Respondents.value, n)
    statement = statement.where(*_within(Respondents, period, units))
    found: dict[str, dict[str, int]] = {}
    for trait, value, count in await session.execute(
        statement.group_by(Respondents.trait, Respondents.value)
    ):
        found.setdefault(trait, {})[value] = int(count)
    return found


def _within(
    table: type[Asked | Answer | Respondents], period: Period, units: Collection[int] | None
) -> list[ColumnElement[bool]]:
    found = [table.month >= period.first, table.month < period.end]
    return found if units is None else [*found, table.unit_id.in_(units)]
