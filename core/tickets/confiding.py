"""Making a ticket confidential after it was filed, whose right the panel has checked."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.tickets import chain
from core.tickets.cards import refresh
from core.tickets.followers import has_merged, tell_followers
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter
from core.tickets.staffing import team


async def confide(
    session: AsyncSession, ticket: Ticket, *, by: str, name: str, now: datetime
) -> None:
    """From now on only a few see it; `by` is the actor of the audit log, `name` who did it.

    Whoever had a card and is not one of them has an empty one; somebody who is gets the card.
    Followers read that they hear no more; what is merged is refused, as its reporters would lose
    their case.
    """
    if ticket.confidential:
        return
    if ticket.master_id is not None or await has_merged(session, ticket):
        raise Refused("ticket.refused.confide_merged", code=ticket.code)
    await tell_followers(session, ticket, "made_confidential", now=now)
    ticket.confidential = True
    ticket.version += 1
    chain.append(session, ticket, "made_confidential", now=now, by=name)
    audit.record(session, by, "ticket.confide", ticket, now=now)
    await session.flush()
    nobody = ticket.state == "new" and ticket.assignee is None
    await refresh(session, ticket, now=now, anew=await team(session, ticket) if nobody else ())
    tell_reporter(session, ticket, "ticket.made_confidential", now=now)
