"""What a case shows: whoever has it gets the lesson that fits, with their next one."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.learning.services import need
from core.tickets.models import Ticket


async def holder_learns(
    session: AsyncSession, ticket: Ticket, signal: str, *, now: datetime
) -> None:
    """Note what would help whoever has the ticket; `signal` is one of `learning.models.SIGNALS`."""
    if ticket.assignee is not None:
        await need(session, ticket.assignee, signal, ticket.id, now=now)
