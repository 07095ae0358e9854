"""Which message belongs to which ticket."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert
from core.tickets.models import Ticket, TicketMessage


async def link(
    session: AsyncSession, ticket: Ticket, lane: str, message_ids: Iterable[int]
) -> None:
    """Remember that a person's own messages are part of the ticket: replies and edits find it."""
    rows = [{"lane": lane, "message_id": one, "ticket_id": ticket.id} for one in message_ids]
    if rows:
        connection = await session.connection()
        table = TicketMessage.__table__
        await connection.execute(insert(session, table).on_conflict_do_nothing(), rows)
