"""One of each of what the rooms about personal data show."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.bans import services as bans
from core.breaches import services as breaches
from core.breaches.models import Breach
from core.people.models import Person
from core.privacy import services as rights
from core.tickets.models import Ticket


async def plant(session: AsyncSession, now: datetime, words: str = "Nama saya keliru.") -> None:
    """A request and a ban of whoever reported the first case, and a breach."""
    reporter = select(Person).join(Ticket, Ticket.reporter_id == Person.id).order_by(Ticket.id)
    person = (await session.scalars(reporter.limit(1))).one()
    await rights.ask(session, person, "correct", now=now, said=words)
    ban = await bans.ban(session, person, words, by="cli", now=now)
    await bans.appeal(session, ban, words, now=now)
    await breach(session, now, words)


async def breach(session: AsyncSession, now: datetime, words: str = "Berkas terkirim") -> Breach:
    facts = {"what": words, "data": words, "handling": words}
    return await breaches.record(session, happened_at=now, found_at=now, by="cli", now=now, **facts)
