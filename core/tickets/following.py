"""What a follower does: saying "me too", adding to it, stopping; see `work` for how verbs behave.

Their words are for the office. The reporter and other followers read that somebody said
something, never what or who.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed, insert
from core.people.models import Person
from core.tickets import chain, rules
from core.tickets.access import admits
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.followers import merged_into, recount
from core.tickets.models import Ticket
from core.tickets.notices import tell, tell_staff
from core.tickets.staffing import audience
from core.tickets.ties import Follower


async def follow(
    session: AsyncSession,
    ticket: Ticket,
    person: Person,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
) -> bool:
    """Join somebody else's case with one's own words; the caller knows that it may be shown."""
    if not await admits(session, ticket, person, "follow", source=source):
        return False
    await _join(session, ticket, person, now)
    await note(session, ticket, person, "followed", text, now=now, source=source, files=files)
    due = ticket.due_at
    tell(session, ticket, person, "ticket.follower.joined", now=now, kind="interactive", due=due)
    await refresh(session, ticket, now=now)
    return True


async def stop(
    session: AsyncSession,
    ticket: Ticket,
    person: Person,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """No more news of the case; following it again later is possible while it is open."""
    if not await admits(session, ticket, person, "unfollow", source=source):
        return False
    await _set(session, ticket, person, now, stopped_at=now)
    chain.append(session, ticket, "unfollowed", now=now, source=source)
    await recount(session, ticket)
    tell(session, ticket, person, "ticket.follower.stopped", now=now, kind="interactive")
    await refresh(session, ticket, now=now)
    return True


async def note(
    session: AsyncSession,
    ticket: Ticket,
    person: Person,
    kind: str,
    text: str,
    *,
    now: datetime,
    source: str | None,
    files: Sequence[File] = (),
) -> None:
    """A step of a follower, of which the office gets the words and files; `kind` names it."""
    said = rules.words(text) if text or not files else ""
    event = chain.append(
        session, ticket, kind, now=now, source=source, text=said, files=len(files), person=person.id
    )
    await attach(session, ticket, event, files, now=now, by_reporter=True, follower=person)
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, f"ticket.{kind}", now=now, said=said, n=ticket.followers)
    for one in staff:
        if one.person is not None:
            pass_on(session, ticket, one.person, files, now=now)


async def _join(session: AsyncSession, ticket: Ticket, person: Person, now: datetime) -> None:
    await _set(session, ticket, person, now, stopped_at=None)
    await recount(session, ticket)


async def _set(
    session: AsyncSession,
    ticket: Ticket,
    person: Person,
    now: datetime,
    *,
    stopped_at: datetime | None,
) -> None:
    """One word for the case and all that are merged into it."""
    row = insert(session, Follower).values(
        ticket_id=ticket.id, person_id=person.id, since=now, stopped_at=stopped_at
    )
    await changed(session, row.on_conflict_do_nothing())
    cases = select(merged_into(ticket.id).c.id)
    theirs = (Follower.person_id == person.id, Follower.ticket_id.in_(cases))
    await changed(session, update(Follower).where(*theirs).values(stopped_at=stopped_at))
