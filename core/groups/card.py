"""The one card of a group: figures, numbers, categories and dates, never a citizen's words.

It is looked at every few minutes and edited when it would say something else, so a busy day costs
a group no more messages than a quiet one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks, outbox, timers
from core.groups import queries
from core.groups.models import UnitGroup
from core.groups.queries import Standing
from core.i18n import Text, plain_text
from core.outbox import Link, Outgoing, Reader
from core.people.models import Unit
from core.tickets.models import Ticket

TIMER = "group.card"
EVERY = timedelta(minutes=5)
# What the link brings along that opens the list of tasks.
TASKS = "tugas"
A_ROW = 2


async def plan(session: AsyncSession, group: UnitGroup, at: datetime, *, now: datetime) -> None:
    """Look at the card then; a group has one timer at most."""
    await timers.start(session, f"group:{group.id}", TIMER, at, now=now, group=group.id)


async def bring_up(session: AsyncSession, group: UnitGroup, unit: Unit, *, now: datetime) -> None:
    """Edit the card if it would say something else by now; one that is gone is sent anew."""
    service = session.info["service"]
    stands = await queries.standing(session, unit.id, now=now)
    said = told(unit, stands, now)
    digest = sha256(plain_text(said, service.language, service.zone).encode()).hexdigest()
    card = await row_of(session, group.card)
    if card is not None and digest == group.shown:
        return
    to = Reader(group.lane, service.language)
    row = outbox.tell(
        session,
        to,
        "groups.card",
        now=now,
        kind="card",
        edits=card.ref if card else None,
        buttons=await links(session, stands.urgent),
        card=said,
        at=now,
    )
    group.card, group.posted = card.ref if card else row.ref, row.ref
    group.shown = digest


def told(unit: Unit, stands: Standing, now: datetime) -> Text:
    """What the card says but for the time of day, so that it can be compared."""
    if not stands.urgent:
        return Text("groups.nothing_open", unit=unit.name)
    lines = [_line(ticket, now) for ticket in stands.urgent]
    listed = reduce(lambda above, below: Text("groups.lines", above=above, below=below), lines)
    return Text(
        "groups.standing",
        unit=unit.name,
        open=stands.open,
        overdue=stands.overdue,
        today=stands.today,
        new=stands.new,
        oldest=stands.oldest,
        lines=listed,
    )


async def links(session: AsyncSession, tickets: Sequence[Ticket] = ()) -> list[list[Link]]:
    """Ways into everybody's own chat: to a ticket, for whoever may see it there, and to the tasks.

    None as long as nobody knows what the bot is called.
    """
    name = await marks.named(session, "bot.username")
    if not name:
        return []
    start = f"https://t.me/{name}?start="
    codes = [Link(Text("common.plain", text=one.code), start + one.code) for one in tickets]
    rows = [codes[first : first + A_ROW] for first in range(0, len(codes), A_ROW)]
    return [*rows, [Link("button.groups.private", start + TASKS)]]


def _line(ticket: Ticket, now: datetime) -> Text:
    late = ticket.due_at < now and ticket.paused_at is None
    category = ticket.category.name if ticket.category else Text("ticket.card_part.no_category")
    key = "groups.late" if late else "groups.line"
    return Text(key, code=ticket.code, category=category, due=ticket.due_at)


async def row_of(session: AsyncSession, ref: int | None) -> Outgoing | None:
    """A row of the outbox; none when it was tidied away, after a month."""
    if ref is None:
        return None
    return (await session.scalars(select(Outgoing).where(Outgoing.ref == ref))).one_or_none()
