"""Nobody is asked too often, and nobody answers twice for the same unit.

A mark is an HMAC of the chat and of what it is about. Without the key it is a random word; with
it, one can only ask whether a known person has been here, not what they answered: marks and
answers share no number and no time (a mark holds until the first day of a month). The rows of a
transaction could be matched in what a database keeps inside, as long as it does; no table shows it.
"""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed, insert
from core.people.models import Person
from core.secrets import keys_of
from core.survey.models import SurveyMark
from core.survey.rules import months_on

OFFERED = "offered"


def today(session: AsyncSession, now: datetime) -> date:
    """The day it is for the office."""
    return now.astimezone(session.info["service"].zone).date()


async def mark(
    session: AsyncSession, person: Person, what: str, months: int, *, now: datetime
) -> bool:
    """Note it for so many months; False when it was noted before and still holds."""
    day = today(session, now)
    until = months_on(day, months)
    added = insert(session, SurveyMark).values(token=_token(session, person, what), until=until)
    again = added.on_conflict_do_update(
        index_elements=["token"], set_={"until": until}, where=SurveyMark.until <= day
    )
    return await changed(session, again) == 1


async def is_marked(session: AsyncSession, person: Person, what: str, *, now: datetime) -> bool:
    known = SurveyMark.token == _token(session, person, what)
    holds = select(SurveyMark.token).where(known, SurveyMark.until > today(session, now))
    return (await session.scalars(holds)).first() is not None


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Marks that no longer hold."""
    await changed(session, delete(SurveyMark).where(SurveyMark.until <= today(session, now)))


def _token(session: AsyncSession, person: Person, what: str) -> str:
    return keys_of(session).index("survey", f"{what}:{person.lane}")
