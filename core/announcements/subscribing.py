"""What somebody wants news of: chosen and given up by themselves, with the consent it rests on."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.announcements import queries
from core.announcements.models import PURPOSE, Delivery, Subscription, Theme
from core.db import changed
from core.outbox import Outgoing
from core.people.models import Person
from core.privacy import queries as privacy
from core.privacy import services as rights


async def begin(
    session: AsyncSession, person: Person, theme: Theme, *, version: int, now: datetime
) -> None:
    """News of this theme from now on; `version` is of the notice they were shown."""
    known = await queries.theirs(session, person)
    if theme.id not in known:
        area = next(iter(known.values()), None)
        session.add(Subscription(person_id=person.id, theme_id=theme.id, area_id=area))
    await rights.consent(session, person, PURPOSE, True, version, now)
    await session.flush()


async def end(
    session: AsyncSession, person: Person, theme_id: int, *, version: int, now: datetime
) -> bool:
    """No more of this theme; True when it was the last one, and nothing is agreed to any more."""
    mine = (Subscription.person_id == person.id, Subscription.theme_id == theme_id)
    await changed(session, delete(Subscription).where(*mine))
    if await queries.theirs(session, person):
        return False
    await end_all(session, person, version=version, now=now)
    return True


async def end_all(session: AsyncSession, person: Person, *, version: int, now: datetime) -> None:
    """No more news, also of what was about to be sent; the consent is withdrawn."""
    await changed(session, delete(Subscription).where(Subscription.person_id == person.id))
    await rights.consent(session, person, PURPOSE, False, version, now)
    await withdraw(session, person)


async def keep_to(session: AsyncSession, person: Person, area_id: int | None) -> None:
    """Only news of this area, or of all."""
    mine = select(Subscription).where(Subscription.person_id == person.id)
    for one in await session.scalars(mine):
        one.area_id = area_id
    await session.flush()


async def wants(session: AsyncSession, person: Person) -> dict[int, int | None]:
    """What they get as things stand: nothing without consent."""
    agreed = PURPOSE in await privacy.given(session, person)
    return await queries.theirs(session, person) if agreed else {}


async def withdraw(session: AsyncSession, person: Person) -> None:
    """Take back what waits for them and is not being sent this very moment."""
    waiting = select(Outgoing.ref).where(
        Outgoing.lane == person.lane,
        Outgoing.kind == "bulk",
        Outgoing.state == "open",
        Outgoing.attempt == 0,
    )
    refs = (await session.scalars(waiting)).all()
    await changed(session, delete(Delivery).where(Delivery.ref.in_(refs)))
    await changed(session, delete(Outgoing).where(Outgoing.ref.in_(refs), Outgoing.attempt == 0))
