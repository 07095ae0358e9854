"""A topic with what citizens wrote to it, an improvement and a suggestion."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.forums import keeping, services
from core.forums.models import Post, Topic
from core.improvements import services as improvements
from core.improvements import suggesting
from core.improvements.models import Improvement
from core.people.models import Person, Staff, Unit
from core.people.queries import staff_by_id, unit_by_id
from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_id

WORDS = "Tambah lampu di jalan menuju sekolah."


async def plant(session: AsyncSession, now: datetime, words: str = WORDS) -> None:
    """One of each, by whoever reported the first case."""
    reporter = select(Person).join(Ticket, Ticket.reporter_id == Person.id).order_by(Ticket.id)
    person = (await session.scalars(reporter.limit(1))).one()
    await topic(session, person, now, words)
    await improvement(session, now, words)
    await suggesting.suggest(session, person, words, now=now)


async def topic(
    session: AsyncSession, person: Person, now: datetime, words: str = WORDS
) -> tuple[Topic, Post]:
    """An open topic with a proposal that waits and one that is shown and answered."""
    unit_id = (await session.scalars(select(Unit.id).order_by(Unit.id).limit(1))).one()
    unit = await unit_by_id(session, unit_id)
    assert unit is not None
    found = await keeping.open_topic(
        session,
        kind="forum",
        title=words,
        text=words,
        unit=unit,
        closes_at=now + timedelta(days=14),
        by="cli",
        now=now,
    )
    await services.propose(session, found, person, words, now=now)
    shown = await services.propose(session, found, person, words, now=now)
    await keeping.answer(session, shown, words, by="cli", now=now)
    return found, shown


async def improvement(session: AsyncSession, now: datetime, words: str = WORDS) -> Improvement:
    """Planned by the first officer, with the first case."""
    officers = select(Staff.id).where(Staff.role == "officer").order_by(Staff.id)
    owner = await staff_by_id(session, (await session.scalars(officers.limit(1))).one())
    assert owner is not None
    due_on = (now + timedelta(days=30)).date()
    row = await improvements.open_improvement(
        session, owner, title=words, problem=words, due_on=due_on, by="cli", now=now
    )
    first = select(Ticket.id).order_by(Ticket.id).limit(1)
    ticket = await ticket_by_id(session, (await session.scalars(first)).one(), lock=True)
    assert ticket is not None
    await improvements.link(session, row, ticket, staff=owner, now=now)
    return row
