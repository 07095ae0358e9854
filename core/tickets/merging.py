"""Cases that are one, or have to do with each other: merge, split, link; see `work` for verbs.

A merge moves nothing: the duplicate is closed and points to its master, and whoever had a part in
it has one in the master (see `followers`). A split takes the pointer away again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.db import changed, insert
from core.errors import Moved, Refused
from core.outbox import Reader
from core.people.models import Person, Staff
from core.tickets import chain, clocks, plan
from core.tickets.access import admits, check_still, happened
from core.tickets.cards import refresh
from core.tickets.citizens import citizen_of
from core.tickets.followers import followers, recount
from core.tickets.models import OPEN, Ticket
from core.tickets.notices import tell, tell_staff
from core.tickets.proposing import drop
from core.tickets.queries import master_of, ticket_by_id
from core.tickets.reporters import is_by_hand, reader
from core.tickets.staffing import audience
from core.tickets.ties import TicketLink

# A member of staff, or the name of an account of the panel, whose right the panel has checked.
Actor = Staff | str


async def merge(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    master: Ticket,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Close the ticket as the same as `master`, which its people follow from now on.

    A master that was merged itself stands for the one it went into.
    """
    if not await _admits(session, ticket, by, "merge", source, expected_version):
        return False
    master = await _locked(session, (await master_of(session, master)).id)
    if master.id == ticket.id:
        raise Refused("ticket.refused.merge_itself", code=ticket.code)
    _spare_protected(ticket, master)
    if is_by_hand(ticket) and citizen_of(session, ticket):
        raise Refused("ticket.refused.merge_by_hand", code=ticket.code)
    if master.state not in (*OPEN, "resolved"):
        raise Refused("ticket.refused.merge_closed", code=master.code)
    await _close(session, ticket, by, master, now, source)
    await recount(session, master)
    await _tell_merged(session, ticket, by, master, now)
    await refresh(session, ticket, now=now)
    await refresh(session, master, now=now)
    return True


async def split(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Undo a merge: the ticket goes on where it was, with the deadlines it had."""
    if not await _admits(session, ticket, by, "split", source, expected_version):
        return False
    if ticket.master_id is None:
        raise Moved("ticket.moved.not_merged", code=ticket.code)
    master = await _locked(session, ticket.master_id)
    await _reopen(session, ticket, now)
    _step(session, ticket, "split", by, now, source, code=master.code, unit=ticket.unit.name)
    _step(session, master, "split_off", by, now, None, code=ticket.code)
    await recount(session, ticket)
    for over in await _line_of(session, master):
        await recount(session, over)
        await refresh(session, over, now=now)
    due = ticket.due_at
    for person in await _citizens(session, ticket):
        tell(session, ticket, person, "ticket.split", now=now, master=master.code, due=due)
    await refresh(session, ticket, now=now, anew=await audience(session, ticket))
    return True


async def relate(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    other: Ticket,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Note that two cases have to do with each other; only the office sees it."""
    if not await _admits(session, ticket, by, "relate", source, expected_version):
        return False
    if other.id == ticket.id:
        raise Refused("ticket.refused.merge_itself", code=ticket.code)
    row = insert(session, TicketLink).values(**_pair(ticket, other), linked_at=now)
    if await changed(session, row.on_conflict_do_nothing()):
        _step(session, ticket, "linked", by, now, source, code=other.code)
        _step(session, other, "linked", by, now, None, code=ticket.code)
        await session.flush()
    return True


async def unrelate(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    other: Ticket,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """Undo a link."""
    if not await _admits(session, ticket, by, "relate", source, None):
        return False
    pair = [getattr(TicketLink, name) == value for name, value in _pair(ticket, other).items()]
    if await changed(session, delete(TicketLink).where(*pair)):
        _step(session, ticket, "unlinked", by, now, source, code=other.code)
        _step(session, other, "unlinked", by, now, None, code=ticket.code)
        await session.flush()
    return True


async def _admits(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    verb: str,
    source: str | None,
    expected_version: int | None,
) -> bool:
    if isinstance(by, Staff):
        return await admits(
            session, ticket, by, verb, source=source, expected_version=expected_version
        )
    if source is not None and await happened(session, source):
        return False
    check_still(ticket, "coordinator", verb, expected_version)
    return True


def _spare_protected(ticket: Ticket, master: Ticket) -> None:
    """Whoever follows a case stands there in clear, and reads it: neither fits what is protected.

    What others join may be anonymous, as they see nothing of its reporter.
    """
    if ticket.hidden is not None:
        raise Refused("ticket.refused.merge_anonymous", code=ticket.code)
    for one in (ticket, master):
        if one.confidential:
            raise Refused("ticket.refused.merge_confidential", code=one.code)


async def _locked(session: AsyncSession, ticket_id: int) -> Ticket:
    found = await ticket_by_id(session, ticket_id, lock=True)
    assert found is not None
    return found


async def _close(
    session: AsyncSession,
    ticket: Ticket,
    by: Actor,
    master: Ticket,
    now: datetime,
    source: str | None,
) -> None:
    await drop(session, ticket, now=now)
    await clocks.resume(session, ticket, now=now)
    await clocks.turn(session, ticket, now=now)
    # What was asked is no longer waited for: answers go to the master.
    before = "accepted" if ticket.state == "waiting" else ticket.state
    ticket.state_before_merge, ticket.master_id = before, master.id
    ticket.state, ticket.closed_at = "closed", now
    ticket.version += 1
    # What is planned or went outside is looked at again, also when the case is closed.
    await timers.stop(session, ticket.id, *([plan.SILENCE] if before == "resolved" else []))
    _step(session, ticket, "merged", by, now, source, code=master.code)
    _step(session, master, "absorbed", by, now, None, code=ticket.code)


async def _reopen(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    await clocks.turn(session, ticket, now=now)
    ticket.state, ticket.closed_at = ticket.state_before_merge or "new", None
    ticket.master_id = ticket.state_before_merge = None
    ticket.version += 1
    await session.flush()
    if ticket.state == "resolved":
        await plan.await_verdict(session, ticket, now=now)
        return
    calendar = await calendar_rules(session, ticket.unit.calendar_id)
    promised = await plan.promised_by(session, ticket)
    grace = await plan.stage_rule(session, ticket, promised, "grace", now)
    dates = plan.solution(session, ticket, promised, grace, now=now)
    if ticket.state == "new":
        dates += plan.acceptance(ticket, calendar, now=now)
    else:
        await plan.await_response(session, ticket, now=now)
    plan.start(session, dates)


async def _tell_merged(
    session: AsyncSession, ticket: Ticket, by: Actor, master: Ticket, now: datetime
) -> None:
    """Its people read where their report went on; whoever has the master, who came with it.

    Somebody who had a part in both is told as well: it is their number that is closed.
    """
    for person in await _citizens(session, ticket):
        tell(session, master, person, "ticket.merged", now=now, merged=ticket.code)
    office = [one for one in await audience(session, master) if one is not by]
    facts: dict[str, Any] = {"merged": ticket.code, "by": _name(by), "n": master.followers}
    tell_staff(session, master, office, "ticket.absorbed", now=now, said=ticket.words, **facts)


async def _citizens(session: AsyncSession, ticket: Ticket) -> list[Person | Reader]:
    """Its reporter, if they are on Telegram, and its followers."""
    own = reader(session, ticket)
    return [*([] if own is None else [own]), *await followers(session, ticket)]


async def _line_of(session: AsyncSession, ticket: Ticket) -> list[Ticket]:
    """The case that was the master, and the one that stands for it today."""
    top = await master_of(session, ticket)
    return [ticket] if top.id == ticket.id else [ticket, top]


def _step(
    session: AsyncSession,
    ticket: Ticket,
    kind: str,
    by: Actor,
    now: datetime,
    source: str | None,
    **facts: Any,
) -> None:
    staff = by if isinstance(by, Staff) else None
    chain.append(session, ticket, kind, now=now, source=source, staff=staff, by=_name(by), **facts)


def _name(by: Actor) -> str:
    return by.name if isinstance(by, Staff) else by


def _pair(one: Ticket, other: Ticket) -> dict[str, int]:
    first, second = sorted((one.id, other.id))
    return {"ticket_id": first, "other_id": second}
