"""What explains a case that went wrong better than what somebody can or cannot do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.absences.models import Absence
from core.development.models import GapCase
from core.knowledge.models import AskedQuestion
from core.tickets.models import Event, Ticket


async def excuses(
    session: AsyncSession, ticket: Ticket, case: GapCase, handed: Sequence[Event]
) -> list[str]:
    """All of `rules.EXCUSES` that hold for it; `handed` are the steps that moved it on."""
    found = ["misrouted"] if handed else []
    if await _was_away(session, ticket, case):
        found.append("leave")
    if await _had_too_much(session, ticket, case):
        found.append("load")
    if await _knew_no_answer(session, ticket):
        found.append("knowledge")
    return found


async def _was_away(session: AsyncSession, ticket: Ticket, case: GapCase) -> bool:
    """Whether leave or travel fell on a day between its arrival and its end."""
    zone = session.info["service"].zone
    first = ticket.opened_at.astimezone(zone).date()
    last = (ticket.resolved_at or case.at).astimezone(zone).date()
    theirs = (Absence.staff_id == case.staff_id, Absence.state.in_(("running", "over")))
    over = (Absence.first_on <= last, Absence.last_on >= first)
    found = await session.scalars(select(Absence.id).where(*theirs, *over).limit(1))
    return found.first() is not None


async def _had_too_much(session: AsyncSession, ticket: Ticket, case: GapCase) -> bool:
    """Whether they had more open cases than the standard allows when this one fell due."""
    at: datetime = ticket.accept_due_at if case.signal == "no_first_response" else ticket.due_at
    ended = or_(Ticket.resolved_at.is_(None), Ticket.resolved_at > at)
    still = or_(Ticket.closed_at.is_(None), Ticket.closed_at > at)
    theirs = (Ticket.assignee_id == case.staff_id, Ticket.opened_at <= at, ended, still)
    open_then = (await session.scalars(select(func.count(Ticket.id)).where(*theirs))).one()
    return open_then >= await standards.amount(session, "development_load")


async def _knew_no_answer(session: AsyncSession, ticket: Ticket) -> bool:
    """Whether it began as a question for which the knowledge base had nothing."""
    of_it = (AskedQuestion.ticket_id == ticket.id, AskedQuestion.verdict == "unknown")
    found = await session.scalars(select(AskedQuestion.id).where(*of_it).limit(1))
    return found.first() is not None
