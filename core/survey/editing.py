"""Other words for the questions, and other grades, from the first day of a month on.

Whatever was answered keeps the words it was asked with, and a period that has begun its grades.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.survey import wording
from core.survey.models import Band, Wording
from core.survey.once import today
from core.survey.queries import elements, is_answered
from core.survey.rules import months_on

GRADES = ("A", "B", "C", "D")
# The index lies between 25 and 100.
LEAST, MOST = Decimal(25), Decimal(100)
LONGEST_SOURCE = 200
MONTHS_AHEAD = 12


async def months(session: AsyncSession, *, now: datetime) -> list[date]:
    """The months from which on something may change: those nobody has answered in."""
    this = today(session, now).replace(day=1)
    first = months_on(this, 1) if await is_answered(session, this) else this
    return [months_on(first, n) for n in range(MONTHS_AHEAD)]


async def reword(
    session: AsyncSession,
    code: str,
    since: date,
    *,
    name: str,
    question: str,
    answers: Sequence[str],
    source: str,
    by: str,
    now: datetime,
    name_en: str = "",
    question_en: str = "",
    answers_en: Sequence[str] = (),
) -> Wording:
    """Ask an element in these words; a change that was planned for the same month is replaced."""
    if code not in await elements(session):
        raise Refused("survey.refused.gone")
    await _check(session, since, now)
    row = Wording(
        element=code,
        since=since,
        name=wording.checked(name),
        name_en=wording.checked(name_en, may_miss=True),
        question=wording.checked(question),
        question_en=wording.checked(question_en, may_miss=True),
        answers=wording.answers(answers),
        answers_en=wording.answers(answers_en, may_miss=True),
        source_title=_source(source),
        recorded_by=by,
    )
    row = await session.merge(row)
    audit.record(session, by, "survey.reword", row, now=now, element=code, since=since.isoformat())
    await session.flush()
    return row


async def regrade(
    session: AsyncSession,
    least: Mapping[str, Decimal],
    since: date,
    *,
    source: str,
    by: str,
    now: datetime,
    article: str = "",
    address: str = "",
    checked_by: str | None = None,
) -> None:
    """Grade by these bands; `checked_by` is the name of who has read them in the source."""
    await _check(session, since, now)
    steps = [least.get(grade) for grade in GRADES]
    if None in steps or not _falls([one for one in steps if one is not None]):
        raise Refused("survey.refused.bands")
    await session.execute(delete(Band).where(Band.since == since))
    facts = {
        "source_title": _source(source),
        "source_article": article.strip() or None,
        "source_url": address.strip() or None,
        "mark": "verified" if checked_by else "office",
        "checked_by": checked_by,
        "checked_on": today(session, now) if checked_by else None,
    }
    rows = [Band(since=since, grade=one, least=int(least[one] * 100), **facts) for one in GRADES]
    session.add_all(rows)
    await session.flush()
    audit.record(session, by, "survey.regrade", rows[0], now=now, since=since.isoformat())


async def _check(session: AsyncSession, since: date, now: datetime) -> None:
    allowed = await months(session, now=now)
    if since not in allowed:
        raise Refused("survey.refused.since", first=allowed[0])


def _falls(steps: Sequence[Decimal]) -> bool:
    """Whether each grade takes less than the one above it, and every index has one."""
    apart = all(above > below for above, below in pairwise(steps))
    exact = all(one == round(one, 2) for one in steps)
    return apart and exact and steps[0] <= MOST and steps[-1] == LEAST


def _source(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_SOURCE:
        raise Refused("survey.refused.source", most=LONGEST_SOURCE)
    return said
