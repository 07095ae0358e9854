"""Reading the register of breaches."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.breaches.models import Breach, BreachPerson
from core.people.models import Person


async def listed(session: AsyncSession) -> Sequence[Breach]:
    """Every breach, the newest first."""
    return (await session.scalars(select(Breach).order_by(Breach.id.desc()))).all()


async def is_any_open(session: AsyncSession) -> bool:
    """Whether those affected, or the agency, are still to be told of one."""
    untold = or_(Breach.told_at.is_(None), Breach.authority_at.is_(None))
    return (await session.scalars(select(Breach.id).where(untold).limit(1))).first() is not None


async def breach_by_id(
    session: AsyncSession, breach_id: int, *, lock: bool = False
) -> Breach | None:
    return await session.get(Breach, breach_id, with_for_update=lock or None)


async def counts(session: AsyncSession, row: Breach) -> tuple[int, int]:
    """How many people it concerns, and how many of them were told."""
    statement = select(func.count(), func.count(BreachPerson.told_at)).where(
        BreachPerson.breach_id == row.id
    )
    affected, told = (await session.execute(statement)).one()
    return int(affected), int(told)


async def concerned(
    session: AsyncSession, row: Breach, *, untold: bool
) -> list[tuple[BreachPerson, Person]]:
    """Those it concerns and who can still be written to."""
    statement = (
        select(BreachPerson, Person)
        .join(Person, Person.id == BreachPerson.person_id)
        .where(BreachPerson.breach_id == row.id, Person.erased_at.is_(None))
        .order_by(Person.id)
    )
    if untold:
        statement = statement.where(BreachPerson.told_at.is_(None))
    return [(link, person) for link, person in await session.execute(statement)]


async def known_people(session: AsyncSession) -> Sequence[int]:
    """The ids of everybody who was not erased."""
    statement = select(Person.id).where(Person.erased_at.is_(None)).order_by(Person.id)
    return (await session.scalars(statement)).all()
