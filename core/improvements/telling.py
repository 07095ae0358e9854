"""Telling the citizens of the cases how their improvement goes."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed, insert
from core.improvements.models import Improvement, ImprovementNews
from core.improvements.queries import case_ids
from core.outbox import Button, Reader
from core.people.models import Person
from core.tickets.followers import followers
from core.tickets.models import Ticket
from core.tickets.notices import tell
from core.tickets.queries import ticket_by_id
from core.tickets.reporters import reader


async def tell_citizens(session: AsyncSession, row: Improvement, *, now: datetime) -> None:
    """Tell everybody with a part in its cases of the state it is in, who was not told of it yet.

    Whoever has a part in several cases is told about the first of them only.
    """
    for ticket_id in await case_ids(session, row):
        ticket = await ticket_by_id(session, ticket_id)
        assert ticket is not None
        for person in await _citizens(session, ticket):
            if await _is_news(session, row, person):
                facts = {**_facts(row), "buttons": _buttons(row)}
                key = f"improvement.told.{row.state}"
                tell(session, ticket, person, key, now=now, **facts)


async def _citizens(session: AsyncSession, ticket: Ticket) -> list[Person | Reader]:
    """The reporter, hidden or not, and the followers."""
    to = reader(session, ticket)
    gone = isinstance(to, Person) and to.erased_at is not None
    return [*([to] if to and not gone else []), *await followers(session, ticket)]


async def _is_news(session: AsyncSession, row: Improvement, to: Person | Reader) -> bool:
    values = {"improvement_id": row.id, "state": row.state, "lane": to.lane}
    added = insert(session, ImprovementNews).values(**values).on_conflict_do_nothing()
    return await changed(session, added) == 1


def _facts(row: Improvement) -> dict[str, Any]:
    return {"title": row.title, "due": row.due_on, "result": row.result, "reason": row.reason}


def _buttons(row: Improvement) -> list[list[Button]]:
    return [[Button("improvement.list")]] if row.published_at else []
