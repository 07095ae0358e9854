"""Who has a part in a case besides its reporter, and telling them.

Whoever said "me too" of the case, or of one that was merged into it, and the reporters of those:
nothing moves when cases are merged or split, so nobody can be lost or counted twice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Select, delete, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.db import changed
from core.masking import for_others
from core.people.models import Person
from core.tickets.attachments import File, pass_on
from core.tickets.models import Ticket
from core.tickets.notices import tell
from core.tickets.reporters import name_to_mask
from core.tickets.ties import Follower


def merged_into(ticket_id: int) -> CTE:
    """The ids of the case and of all that were merged into it, however deep."""
    own = select(Ticket.id).where(Ticket.id == ticket_id).cte(recursive=True)
    return own.union(select(Ticket.id).join(own, Ticket.master_id == own.c.id))


async def followers(session: AsyncSession, ticket: Ticket) -> Sequence[Person]:
    """Everybody who follows the case, the earliest first; asks nothing where nobody does.

    What became confidential is no longer for them.
    """
    if not ticket.followers or ticket.confidential:
        return []
    return (await session.scalars(_following(ticket).order_by(Person.id))).all()


async def follows(session: AsyncSession, ticket: Ticket, person: Person) -> bool:
    if not ticket.followers or ticket.confidential:
        return False
    found = await session.scalars(_following(ticket).where(Person.id == person.id))
    return found.one_or_none() is not None


async def has_merged(session: AsyncSession, ticket: Ticket) -> bool:
    """Whether another case was merged into this one."""
    found = select(Ticket.id).where(Ticket.master_id == ticket.id).limit(1)
    return (await session.scalars(found)).first() is not None


async def recount(session: AsyncSession, ticket: Ticket) -> None:
    """Write down how many follow the case."""
    await session.flush()
    people = _following(ticket).with_only_columns(func.count(Person.id))
    ticket.followers = (await session.scalars(people)).one()
    await session.flush()


async def leave(session: AsyncSession, person: Person) -> None:
    """Somebody who is forgotten follows nothing any more."""
    mine = Follower.person_id == person.id
    theirs = select(Ticket).join(Follower, Follower.ticket_id == Ticket.id).where(mine)
    followed = (await session.scalars(theirs)).all()
    await changed(session, delete(Follower).where(mine))
    for ticket in followed:
        await recount(session, ticket)


async def tell_followers(
    session: AsyncSession,
    ticket: Ticket,
    step: str,
    *,
    now: datetime,
    said: str = "",
    but: Person | None = None,
    files: Sequence[File] = (),
    buttons: outbox.Rows = (),
    **params: Any,
) -> None:
    """Tell each follower but one of a step; what was said to the reporter is masked for them."""
    people = await followers(session, ticket)
    if not people:
        return
    shown = for_others(said, name_to_mask(session, ticket))
    for person in people:
        if but is None or person.id != but.id:
            pass_on(session, ticket, person, files, now=now)
            key = f"ticket.follower.{step}"
            tell(session, ticket, person, key, now=now, said=shown, buttons=buttons, **params)


def _following(ticket: Ticket) -> Select[Person]:
    """Whoever stopped following any of the cases has stopped following them all."""
    cases = select(merged_into(ticket.id).c.id)
    reporters = select(Ticket.reporter_id).where(Ticket.id.in_(cases), Ticket.id != ticket.id)
    own = Follower.ticket_id.in_(cases)
    joined = select(Follower.person_id).where(own, Follower.stopped_at.is_(None))
    stopped = select(Follower.person_id).where(own, Follower.stopped_at.is_not(None))
    return select(Person).where(
        Person.id.in_(union(reporters, joined)),
        Person.id.not_in(stopped),
        Person.id != ticket.reporter_id,
        Person.erased_at.is_(None),
    )
