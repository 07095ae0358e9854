"""Which message belongs to which ticket."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert_for
from core.people.models import Person
from core.rows import write_later
from core.tickets.models import Ticket
from core.tickets.reporters import own_reader
from core.tickets.ties import TicketMessage


def link(session: AsyncSession, ticket: Ticket, person: Person, message_ids: Iterable[int]) -> None:
    """Remember that messages of the reporter, or of a follower, are part of it.

    Replies and edits find it by them.
    """
    lane = own_reader(session, person, ticket).lane
    rows = [{"lane": lane, "message_id": one, "ticket_id": ticket.id} for one in message_ids]
    write_later(session, _linking(session.get_bind().dialect.name), rows)


@cache
def _linking(dialect: str) -> Any:
    return insert_for(dialect, TicketMessage.__table__).on_conflict_do_nothing()
