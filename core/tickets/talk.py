"""What the citizen says while the ticket is open; see `work` for how verbs behave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.areas.queries import area_of
from core.people.models import Person
from core.tickets import chain, clocks, plan, rules
from core.tickets.access import admits
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.ending import verdict_buttons
from core.tickets.following import note
from core.tickets.found_place import Location, on_map
from core.tickets.models import Ticket
from core.tickets.notices import tell, tell_reporter, tell_staff
from core.tickets.reporters import is_theirs
from core.tickets.staffing import audience


async def add(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
) -> bool:
    """Add words or files; the reporter's answer sets a ticket that waits for it going again."""
    said = rules.words(text) if text or not files else ""
    if not await admits(session, ticket, reporter, "add", source=source):
        return False
    if not is_theirs(session, reporter, ticket):
        await _add_of_follower(session, ticket, reporter, said, now, source, files)
        return True
    await said_more(session, ticket, said, now=now, source=source, files=files, by_reporter=True)
    return True


async def said_more(
    session: AsyncSession,
    ticket: Ticket,
    said: str,
    *,
    now: datetime,
    source: str | None,
    files: Sequence[File],
    **who: Any,
) -> None:
    """The reporter said more, `who` says through whom; that they may is decided before."""
    waited = ticket.stands == "waiting"
    event = chain.append(
        session,
        ticket,
        "answered" if waited else "added",
        now=now,
        source=source,
        text=said,
        files=len(files),
        **who,
    )
    await attach(session, ticket, event, files, now=now, by_reporter=True)
    key = "ticket.answered" if waited else "ticket.added"
    await _tell_staff(session, ticket, key, said, files, now)
    if waited:
        await _go_on(session, ticket, now)
    else:
        await _acknowledge(session, ticket, now)


async def _add_of_follower(
    session: AsyncSession,
    ticket: Ticket,
    follower: Person,
    said: str,
    now: datetime,
    source: str | None,
    files: Sequence[File],
) -> None:
    """For the office; what the ticket waits for only the reporter can answer."""
    await note(
        session, ticket, follower, "follower_added", said, now=now, source=source, files=files
    )
    key = "ticket.passed_on"
    tell(session, ticket, follower, key, now=now, kind="interactive")


async def _go_on(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """What was waited for is here: the clock runs again, and the citizen reads until when."""
    await clocks.resume(session, ticket, now=now)
    ticket.state = "accepted"
    ticket.version += 1
    key, due = "ticket.passed_on_answer", ticket.due_at
    tell_reporter(session, ticket, key, now=now, kind="interactive", due=due)
    await refresh(session, ticket, now=now)


async def _acknowledge(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """Say it arrived; who answers a solution has not kept silent, and is asked again."""
    if ticket.state != "resolved":
        tell_reporter(session, ticket, "ticket.passed_on", now=now, kind="interactive")
        return
    tell_reporter(
        session,
        ticket,
        "ticket.passed_on_verdict" if ticket.is_solved else "ticket.passed_on_unsolved",
        now=now,
        kind="interactive",
        silence=await plan.await_verdict(session, ticket, now=now),
        buttons=verdict_buttons(ticket),
    )


async def edit(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """Note that the citizen changed a message; what they wrote first stays in its step."""
    said = rules.words(text)
    if not await admits(session, ticket, reporter, "edit", source=source):
        return False
    chain.append(session, ticket, "edited", now=now, source=source, by_reporter=True, text=said)
    await _tell_staff(session, ticket, "ticket.edited", said, (), now)
    return True


async def locate(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    point: Location,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """Put the ticket on the map, at a latitude and longitude the citizen agreed to."""
    if not await admits(session, ticket, reporter, "locate", source=source):
        return False
    ticket.latitude, ticket.longitude = point
    if ticket.area is None:
        ticket.area = await area_of(session, "", point)
    chain.append(
        session,
        ticket,
        "located",
        now=now,
        source=source,
        by_reporter=True,
        latitude=point[0],
        longitude=point[1],
        area=ticket.area.code if ticket.area else None,
    )
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, "ticket.located", now=now, map=on_map(point))
    await refresh(session, ticket, now=now)
    return True


async def _tell_staff(
    session: AsyncSession,
    ticket: Ticket,
    key: str,
    said: str,
    files: Sequence[File],
    now: datetime,
) -> None:
    staff = await audience(session, ticket)
    tell_staff(session, ticket, staff, key, now=now, said=said)
    for one in staff:
        if one.person is not None:
            pass_on(session, ticket, one.person, files, now=now)
