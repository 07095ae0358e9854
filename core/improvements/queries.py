"""Reading improvements and suggestions."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.improvements.models import (
    UNDER_WAY,
    Improvement,
    ImprovementCase,
    ImprovementPhoto,
    Suggestion,
)
from core.people.models import Person, Staff
from core.people.queries import answers_for
from core.tickets.models import Ticket

MOST = 100


async def is_any_published(session: AsyncSession) -> bool:
    found = select(Improvement.id).where(Improvement.published_at.is_not(None)).limit(1)
    return (await session.scalars(found)).first() is not None


async def published(session: AsyncSession, *, most: int = MOST) -> Sequence[Improvement]:
    """Anda lapor, kami perbaiki: what everybody can read, the newest first."""
    found = _whole().where(Improvement.published_at.is_not(None))
    return (
        await session.scalars(found.order_by(Improvement.published_at.desc()).limit(most))
    ).all()


async def listed(session: AsyncSession, units: Sequence[int] | None = None) -> list[Improvement]:
    """What is under way first, by when it is due, then the rest; of these units, None for all."""
    found = _whole()
    if units is not None:
        found = found.where(Improvement.unit_id.in_(units))
    order = (Improvement.state.not_in(UNDER_WAY), Improvement.due_on, Improvement.id.desc())
    return list((await session.scalars(found.order_by(*order).limit(MOST))).all())


async def improvement_by_id(
    session: AsyncSession, improvement_id: int, *, lock: bool = False
) -> Improvement | None:
    """With category, area, unit and owner; the caller checks who asks."""
    statement = _whole().where(Improvement.id == improvement_id)
    if lock:
        statement = statement.with_for_update(of=Improvement)
    return (await session.scalars(statement)).one_or_none()


async def is_theirs(session: AsyncSession, staff: Staff, row: Improvement) -> bool:
    """Whether a member of staff works on it: the owner, their unit, and the heads above."""
    return row.owner_id == staff.id or await answers_for(session, staff, row.unit_id)


async def case_ids(session: AsyncSession, row: Improvement) -> Sequence[int]:
    mine = ImprovementCase.improvement_id == row.id
    statement = select(ImprovementCase.ticket_id).where(mine)
    return (await session.scalars(statement.order_by(ImprovementCase.ticket_id))).all()


async def count_reports(session: AsyncSession, row: Improvement) -> int:
    """Everybody who reported it: each case and whoever said "me too" of it."""
    people = func.coalesce(func.sum(Ticket.followers + 1), 0)
    statement = select(people).join(ImprovementCase, ImprovementCase.ticket_id == Ticket.id)
    mine = ImprovementCase.improvement_id == row.id
    return int((await session.scalars(statement.where(mine, Ticket.master_id.is_(None)))).one())


async def photos(session: AsyncSession, row: Improvement) -> dict[str, ImprovementPhoto]:
    """The newest picture of each side that is here."""
    mine = (ImprovementPhoto.improvement_id == row.id, ImprovementPhoto.stored.is_not(None))
    statement = select(ImprovementPhoto).where(*mine).order_by(ImprovementPhoto.id)
    return {one.side: one for one in await session.scalars(statement)}


async def new_suggestions(session: AsyncSession) -> Sequence[Suggestion]:
    """Those nobody dealt with, the oldest first."""
    statement = select(Suggestion).where(Suggestion.state == "new").order_by(Suggestion.id)
    return (await session.scalars(statement.limit(MOST))).all()


async def suggestions(session: AsyncSession) -> Sequence[Suggestion]:
    """New ones first, then the newest."""
    order = (Suggestion.state != "new", Suggestion.id.desc())
    return (await session.scalars(select(Suggestion).order_by(*order).limit(MOST))).all()


async def suggestion_by_id(
    session: AsyncSession, suggestion_id: int, *, lock: bool = False
) -> Suggestion | None:
    statement = select(Suggestion).options(joinedload(Suggestion.person))
    statement = statement.where(Suggestion.id == suggestion_id)
    if lock:
        statement = statement.with_for_update(of=Suggestion)
    return (await session.scalars(statement)).one_or_none()


async def suggested_by(session: AsyncSession, person: Person) -> Sequence[Suggestion]:
    mine = Suggestion.person_id == person.id
    return (await session.scalars(select(Suggestion).where(mine).order_by(Suggestion.id))).all()


def _whole() -> Select[Improvement]:
    return select(Improvement).options(
        joinedload(Improvement.category),
        joinedload(Improvement.area),
        joinedload(Improvement.unit, innerjoin=True),
        joinedload(Improvement.owner, innerjoin=True).joinedload(Staff.person),
    )
