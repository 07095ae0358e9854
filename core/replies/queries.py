"""Reading templates."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import i18n
from core.features.queries import current
from core.people.models import Staff
from core.replies import rules
from core.replies.models import ReplyTemplate
from core.tickets.models import Ticket
from core.tickets.reporters import reader


async def templates(session: AsyncSession) -> Sequence[ReplyTemplate]:
    """Those in use, by name, with their category."""
    statement = select(ReplyTemplate).options(joinedload(ReplyTemplate.category))
    in_use = statement.where(ReplyTemplate.closed_at.is_(None)).order_by(ReplyTemplate.name)
    return (await session.scalars(in_use)).all()


async def template_by_id(session: AsyncSession, template_id: int) -> ReplyTemplate | None:
    """One in use."""
    found = await session.get(ReplyTemplate, template_id)
    return found if found is not None and found.closed_at is None else None


async def fitting(session: AsyncSession, ticket: Ticket) -> Sequence[ReplyTemplate]:
    """Those for this ticket as it is now, by name."""
    if not current(session).on("replies"):
        return ()
    category, state = ReplyTemplate.category_id, ReplyTemplate.state
    statement = select(ReplyTemplate).where(
        ReplyTemplate.closed_at.is_(None),
        or_(category.is_(None), category == ticket.category_id),
        or_(state.is_(None), state == ticket.state),
    )
    return (await session.scalars(statement.order_by(ReplyTemplate.name))).all()


def filled(session: AsyncSession, template: ReplyTemplate, ticket: Ticket, staff: Staff) -> str:
    """The words for this ticket's reporter, in their way of writing a date."""
    service, who = session.info["service"], reader(session, ticket)
    zone, language = service.zone, who.language if who else service.language
    due = i18n.plain("replies.due", language, zone, due=ticket.due_at)
    values = {
        "nomor": ticket.code,
        "unit": ticket.unit.name,
        "batas_waktu": due,
        "nama_petugas": staff.name,
    }
    return rules.filled(template.text, values)
