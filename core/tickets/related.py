"""The tickets that have to do with one, as an account of the panel may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.tickets.access import Sight
from core.tickets.models import OPEN, Ticket
from core.tickets.queries import whole
from core.tickets.similar import alike
from core.tickets.ties import TicketLink


@dataclass(frozen=True)
class Related:
    """`master` is what it was merged into, `merged` what was merged into it."""

    master: Ticket | None
    merged: Sequence[Ticket]
    linked: Sequence[Ticket]
    similar: Sequence[Ticket]


async def related(session: AsyncSession, ticket: Ticket, sight: Sight, *, now: datetime) -> Related:
    """Similar ones are looked for while the ticket is open."""
    seen = sight.conditions()
    one, other = TicketLink.ticket_id, TicketLink.other_id
    # Each side has an index of its own, and "or" would use neither.
    sides = union(select(other).where(one == ticket.id), select(one).where(other == ticket.id))
    linked = (await session.scalars(sides)).all()
    near = await alike(session, ticket, *seen, now=now) if ticket.state in OPEN else []
    found = {}
    for name, which in (
        ("master", Ticket.id == ticket.master_id),
        ("merged", Ticket.master_id == ticket.id),
        ("linked", Ticket.id.in_(linked)),
    ):
        rows = await session.scalars(whole().where(which, *seen).order_by(Ticket.id))
        found[name] = rows.all()
    return Related(next(iter(found["master"]), None), found["merged"], found["linked"], near)
