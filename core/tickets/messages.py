"""Which message belongs to which ticket."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert_for
from core.rows import write_later
from core.tickets.models import Ticket, TicketMessage
from core.tickets.reporters import reader


def link(session: AsyncSession, ticket: Ticket, message_ids: Iterable[int]) -> None:
    """Remember that the reporter's own messages are part of it: replies and edits find it."""
    lane = reader(session, ticket).lane
    rows = [{"lane": lane, "message_id": one, "ticket_id": ticket.id} for one in message_ids]
    write_later(session, _linking(session.get_bind().dialect.name), rows)


@cache
def _linking(dialect: str) -> Any:
    return insert_for(dialect, TicketMessage.__table__).on_conflict_do_nothing()
