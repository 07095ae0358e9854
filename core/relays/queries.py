"""Ratings that officers wrote down, apart from those citizens gave themselves."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.relays.models import RelayedRating
from core.tallies.rules import Measure
from core.tickets.models import Ticket
from core.tickets.panel_queries import Filter, conditions


async def rating_of(session: AsyncSession, ticket: Ticket) -> RelayedRating | None:
    return await session.get(RelayedRating, ticket.id)


async def mean_rating(session: AsyncSession, wanted: Filter, *, now: datetime) -> Measure:
    """Their mean over the cases of a filter."""
    rated = select(func.avg(RelayedRating.rating), func.count(RelayedRating.rating))
    rated = rated.join(Ticket, Ticket.id == RelayedRating.ticket_id)
    mean, n = (await session.execute(rated.where(*await conditions(session, wanted, now)))).one()
    return Measure(round(float(mean), 1) if n else None, n)
