"""Reading themes, who wants what, announcements and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.announcements.models import PURPOSE, Announcement, Delivery, Subscription, Theme
from core.areas.queries import gazetteer, subtree
from core.areas.rules import VILLAGES as VILLAGE_KINDS
from core.areas.rules import Place, rank
from core.chats import Chat
from core.outbox import Outgoing
from core.people.models import Person, Staff
from core.privacy.models import Consent

MOST = 100
WHOLE = (
    joinedload(Announcement.theme),
    joinedload(Announcement.area),
    joinedload(Announcement.staff).joinedload(Staff.person),
)


@dataclass(frozen=True)
class Counts:
    """How far an announcement is; `waiting` are those it is still to reach."""

    total: int
    sent: int
    blocked: int
    failed: int
    waiting: int


async def themes(session: AsyncSession) -> Sequence[Theme]:
    """The themes in use, by name."""
    statement = select(Theme).where(Theme.closed_at.is_(None))
    return (await session.scalars(statement.order_by(Theme.name))).all()


async def has_themes(session: AsyncSession) -> bool:
    """Whether this office has news at all."""
    statement = select(Theme.id).where(Theme.closed_at.is_(None)).limit(1)
    return (await session.scalars(statement)).first() is not None


async def theme_by_id(session: AsyncSession, theme_id: int) -> Theme | None:
    """The theme, if it is in use."""
    found = await session.get(Theme, theme_id)
    return found if found is not None and found.closed_at is None else None


async def theirs(session: AsyncSession, person: Person) -> dict[int, int | None]:
    """The area of each theme somebody wants news of, by the theme's id."""
    statement = select(Subscription).where(Subscription.person_id == person.id)
    return {one.theme_id: one.area_id for one in await session.scalars(statement)}


async def area_choices(session: AsyncSession) -> list[Place]:
    """The villages news can be kept to, by name; none where no areas were imported."""
    places = (await gazetteer(session)).places.values()
    wanted = [place for place in places if place.rank == rank(VILLAGE_KINDS[0])]
    return sorted(wanted, key=lambda place: (place.name, place.id))


async def count_recipients(session: AsyncSession, theme_id: int, area_id: int | None) -> int:
    """How many would get news of this theme and area now."""
    wanted = await recipients(session, theme_id, area_id)
    return (await session.scalars(select(func.count()).select_from(wanted.subquery()))).one()


async def recipients(
    session: AsyncSession, theme_id: int, area_id: int | None
) -> Select[int, str, str]:
    """Id, lane and language of whoever wants it, agrees to it, and has not blocked the bot."""
    agreed = (
        select(Consent.given)
        .where(Consent.person_id == Person.id, Consent.purpose == PURPOSE)
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Person.id, Person.lane, Person.language)
        .join(Subscription, Subscription.person_id == Person.id)
        .join(Chat, Chat.lane == Person.lane)
        .where(Subscription.theme_id == theme_id, await _reaches(session, area_id))
        .where(agreed, Chat.gone_at.is_(None), Person.unreachable_at.is_(None))
        .where(Person.restricted_at.is_(None), Person.erased_at.is_(None))
    )


async def _reaches(session: AsyncSession, area_id: int | None) -> ColumnElement[bool]:
    """Whose area it concerns: news of a village is for its RW too, and the other way round."""
    if area_id is None:
        return true()
    place = (await gazetteer(session)).places.get(area_id)
    area = Subscription.area_id
    inside = area.in_(select(subtree(area_id).c.id))
    return or_(area.is_(None), inside, area.in_(place.above if place else ()))


async def announcement_by_id(
    session: AsyncSession, announcement_id: int, *, lock: bool = False
) -> Announcement | None:
    """The announcement with its theme, area and author."""
    statement = select(Announcement).options(*WHOLE).where(Announcement.id == announcement_id)
    if lock:
        statement = statement.with_for_update(of=Announcement)
        statement = statement.execution_options(populate_existing=True)
    return (await session.scalars(statement)).one_or_none()


async def is_any_going(session: AsyncSession) -> bool:
    """Whether one is on its way to people just now."""
    going = select(Announcement.id).where(Announcement.state == "sending").limit(1)
    return (await session.scalars(going)).first() is not None


async def listed(session: AsyncSession, limit: int = MOST) -> Sequence[Announcement]:
    """The newest first."""
    statement = select(Announcement).options(*WHOLE).order_by(Announcement.id.desc())
    return (await session.scalars(statement.limit(limit))).all()


async def counts(session: AsyncSession, row: Announcement) -> Counts:
    """How far it is; once it has ended, as it ended."""
    if row.ended_at is not None:
        return Counts(row.total, row.sent, row.blocked, row.failed, 0)
    tally = {"sent": 0, "blocked": 0, "failed": 0, "waiting": 0}
    found = await session.execute(_states(row.id))
    for state, problem, gone, count in found:
        tally[_end(state, problem, gone=gone)] += count
    unwritten = row.total - sum(tally.values())
    tally["waiting"] += max(0, unwritten)
    return Counts(max(row.total, sum(tally.values())), **tally)


async def count_open(session: AsyncSession, row: Announcement) -> int:
    """How many of its messages are written and can still leave."""
    statement = (
        select(func.count(Outgoing.id))
        .join(Delivery, Delivery.ref == Outgoing.ref)
        .join(Chat, Chat.lane == Outgoing.lane)
        .where(Delivery.announcement_id == row.id, Outgoing.state == "open", Chat.gone_at.is_(None))
    )
    return (await session.scalars(statement)).one()


def _states(announcement_id: int) -> Select[str, str | None, bool, int]:
    gone = Chat.gone_at.is_not(None)
    return (
        select(Outgoing.state, Outgoing.problem, gone, func.count())
        .select_from(Delivery)
        .outerjoin(Outgoing, Outgoing.ref == Delivery.ref)
        .outerjoin(Chat, Chat.lane == Outgoing.lane)
        .where(Delivery.announcement_id == announcement_id)
        .group_by(Outgoing.state, Outgoing.problem, gone)
    )


def _end(state: str | None, problem: str | None, *, gone: bool) -> str:
    if state == "sent":
        return "sent"
    if problem == "unreachable" or (state == "open" and gone):
        return "blocked"
    return "waiting" if state == "open" else "failed"
