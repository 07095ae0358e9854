"""The number of a case in another system, such as SP4N-LAPOR!."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.tickets import chain
from core.tickets.access import happened
from core.tickets.models import Ticket
from core.tickets.ties import ExternalNumber

LONGEST = 60
# What is in more numbers than that tells none of them.
MOST_NUMBERED = 500


async def external_of(session: AsyncSession, ticket: Ticket) -> ExternalNumber | None:
    return await session.get(ExternalNumber, ticket.id)


def system_key(name: str) -> str:
    """A system however an office writes its name: SP4N-LAPOR! and Lapor are the same."""
    letters = "".join(filter(str.isalnum, name.casefold()))
    return "lapor" if "lapor" in letters else letters


async def numbered(session: AsyncSession, text: str) -> Sequence[int]:
    """The ids of tickets with these characters in their number elsewhere, the newest first.

    Read before the tickets are searched: with "or", no index of words could serve.
    """
    found = ExternalNumber.number.icontains(text, autoescape=True)
    statement = select(ExternalNumber.ticket_id).where(found)
    newest = statement.order_by(ExternalNumber.ticket_id.desc()).limit(MOST_NUMBERED)
    return (await session.scalars(newest)).all()


async def set_external(
    session: AsyncSession,
    ticket: Ticket,
    system: str,
    number: str,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
) -> bool:
    """Write down, or correct, what the other system calls it. `by` is the actor of the audit log,
    `name` who the office reads did it; False when this form already had its effect.
    """
    system, number = system.strip(), number.strip()
    if not system or not number or max(len(system), len(number)) > LONGEST:
        raise Refused("panel.refused.external", most=LONGEST)
    if await happened(session, source):
        return False
    row = await external_of(session, ticket)
    if row is None:
        session.add(ExternalNumber(ticket_id=ticket.id, system=system, number=number))
    else:
        row.system, row.number = system, number
    said = f"{system} {number}"
    chain.append(session, ticket, "numbered", now=now, source=source, text=said, by=name)
    audit.record(session, by, "ticket.external", ticket, now=now)
    await session.flush()
    return True
