"""Handing a ticket on: down the line, back, or across; see `work` for how verbs behave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.learning.services import need
from core.people.models import Staff, Unit
from core.people.queries import root_unit, subtree
from core.tickets import chain, clocks, plan, rules
from core.tickets.access import admits, check_still, happened
from core.tickets.attachments import files_of, pass_on
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.models import Ticket, is_open
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.proposing import drop
from core.tickets.queries import ticket_by_id
from core.tickets.staffing import people, team

Target = Unit | Staff


@dataclass(frozen=True)
class Targets:
    """Who and where a ticket may be handed to by disposition."""

    staff: Sequence[Staff]
    units: Sequence[Unit]


async def targets(session: AsyncSession, ticket: Ticket, staff: Staff) -> Targets:
    """Everybody of the ticket's unit and below; for a coordinator everybody."""
    colleagues = people().where(Staff.left_at.is_(None)).order_by(Unit.name, Staff.name)
    units = select(Unit).where(Unit.closed_at.is_(None)).order_by(Unit.name)
    if staff.role != "coordinator":
        below = select(subtree(ticket.unit_id).c.id)
        colleagues, units = (
            colleagues.where(Staff.unit_id.in_(below)),
            units.where(Unit.id.in_(below)),
        )
    found = (await session.scalars(colleagues)).all(), (await session.scalars(units)).all()
    return Targets(
        [one for one in found[0] if one.id != ticket.assignee_id],
        [unit for unit in found[1] if unit.id != ticket.unit_id],
    )


async def dispose(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    to: Target,
    *,
    now: datetime,
    text: str = "",
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Hand the ticket to an officer or a unit below, with a note; coordinators hand it anywhere."""
    if not await admits(
        session, ticket, staff, "dispose", source=source, expected_version=expected_version
    ):
        return False
    may_have = await targets(session, ticket, staff)
    if to not in (may_have.staff if isinstance(to, Staff) else may_have.units):
        raise Refused("ticket.refused.dispose", unit=_unit(to).name)
    _step(session, ticket, "disposed", to, text, now=now, source=source, staff=staff)
    await hand(session, ticket, to, now=now, by=staff.name, text=text)
    return True


async def return_(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    reason: str,
    *,
    now: datetime,
    to: Unit | None = None,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Not ours: to the unit named, else to the coordinators, who settle repeated returns."""
    said = rules.words(reason, "ticket.refused.reason")
    if not await admits(
        session, ticket, staff, "return", source=source, expected_version=expected_version
    ):
        return False
    most = session.info["service"].most_returns
    settled = rules.settled_by_coordinator(ticket, staff, most)
    target = to if to is not None and not settled else await root_unit(session)
    if target is None or (target.id == ticket.unit_id and not settled):
        raise Refused("ticket.refused.return_where")
    _check_there(target)
    ticket.returned += 1
    await need(session, staff, "returned", ticket.id, now=now)
    _step(session, ticket, "returned", target, said, now=now, source=source, staff=staff)
    await hand(session, ticket, target, now=now, by=staff.name, text=said)
    return True


async def reassign(
    session: AsyncSession,
    ticket: Ticket,
    by: Staff | str,
    to: Target,
    reason: str,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Give the ticket to any unit or officer, with a reason.

    `by` is a coordinator, or the name of an admin of the panel, whose right the panel checks.
    """
    said = rules.words(reason, "ticket.refused.reason")
    if isinstance(by, str):
        if source is not None and await happened(session, source):
            return False
        check_still(ticket, "coordinator", "reassign", expected_version)
    elif not await admits(
        session, ticket, by, "reassign", source=source, expected_version=expected_version
    ):
        return False
    _check_there(to)
    staff, name = (by, by.name) if isinstance(by, Staff) else (None, by)
    _step(session, ticket, "reassigned", to, said, now=now, source=source, staff=staff, by=name)
    await hand(session, ticket, to, now=now, by=name, text=said)
    return True


async def release(
    session: AsyncSession, staff: Staff, *, now: datetime, to: Staff | None = None
) -> None:
    """Give what somebody leaves behind to `to`, else back to the unit; the system's own act."""
    theirs = select(Ticket.id).where(Ticket.assignee_id == staff.id, is_open())
    for ticket_id in (await session.scalars(theirs.order_by(Ticket.id).with_for_update())).all():
        ticket = await ticket_by_id(session, ticket_id)
        assert ticket is not None
        _step(session, ticket, "reassigned", to or ticket.unit, "", now=now)
        await hand(session, ticket, to or ticket.unit, now=now, by="", text="")


async def assign(session: AsyncSession, ticket: Ticket, staff: Staff, *, now: datetime) -> None:
    """Hand what nobody took to somebody; the system's own act."""
    _step(session, ticket, "assigned", staff, "", now=now)
    await hand(session, ticket, staff, now=now, by="", text="")
    due = ticket.accept_due_at
    tell_staff(session, ticket, [staff], "ticket.assigned", now=now, due=due)


async def hand(
    session: AsyncSession, ticket: Ticket, to: Target, *, now: datetime, by: str, text: str
) -> None:
    """Move the ticket, start the time to take it anew, and tell whom it concerns."""
    elsewhere = _unit(to).id != ticket.unit_id
    await clocks.resume(session, ticket, now=now)
    await clocks.turn(session, ticket, now=now)
    ticket.unit, ticket.assignee = _unit(to), to if isinstance(to, Staff) else None
    ticket.state, ticket.accepted_at, ticket.accept_seconds = "new", None, None
    ticket.outside = None
    ticket.version += 1
    await drop(session, ticket, now=now)
    await session.flush()
    await plan.renew_acceptance(session, ticket, now=now)
    receiving = [to] if isinstance(to, Staff) else await team(session, ticket)
    await refresh(session, ticket, now=now, anew=receiving)
    if elsewhere:
        await _show_files(session, ticket, receiving, now)
        tell_reporter(session, ticket, "ticket.forwarded", now=now, due=ticket.due_at)
        await tell_followers(session, ticket, "forwarded", now=now, due=ticket.due_at)
    if by:
        key = "ticket.handed_with_note" if text.strip() else "ticket.handed"
        tell_staff(session, ticket, receiving, key, now=now, by=by, said=text)


def _step(
    session: AsyncSession,
    ticket: Ticket,
    kind: str,
    to: Target,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    staff: Staff | None = None,
    by: str | None = None,
) -> None:
    """Where it went from and to is public; the note and the names are for the office."""
    chain.append(
        session,
        ticket,
        kind,
        now=now,
        source=source,
        staff=staff,
        text=text.strip(),
        before=ticket.unit.name,
        unit=_unit(to).name,
        to=to.name if isinstance(to, Staff) else None,
        by=by,
    )


async def _show_files(
    session: AsyncSession, ticket: Ticket, receiving: list[Staff], now: datetime
) -> None:
    files = await files_of(session, ticket)
    for one in receiving:
        if one.person is not None:
            pass_on(session, ticket, one.person, files, now=now)


def _check_there(to: Target) -> None:
    """Refuse a closed unit, and somebody who has left or has no account yet."""
    gone = to.left_at or to.person_id is None if isinstance(to, Staff) else to.closed_at
    if gone:
        raise Refused("ticket.refused.gone", name=to.name)


def _unit(to: Target) -> Unit:
    return to.unit if isinstance(to, Staff) else to
